"""`papillon ingest` and `papillon search`: the brand's knowledge on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.output import (
    Brand,
    Json,
    Jsonl,
    ProgressBar,
    end_progress,
    field,
    opened,
    opened_library,
    plain,
    print_json,
    reader_language,
    run_lines,
)
from assistant.errors import BadInput
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.library import Library
    from assistant.records import ArchivePreview, ArchiveReport, Hit


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("ingest")(ingest)
    app.command("search")(search)


def ingest(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files, folders or https:// addresses; none: all of the brand's.")
    ] = None,
    *,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read and embed everything anew.")] = False,
    person: Annotated[str, typer.Option("--person", help="Whose posts an archive holds; none: the brand's.")] = "",
    columns: Annotated[str, typer.Option("--columns", help="Columns of a table, as text=Message,date=Published.")] = "",
    mask: Annotated[str, typer.Option("--mask", help="Mask in archives: email,phone,order,iban.")] = "",
    verify: Annotated[
        bool, typer.Option("--verify", help="Look up every passage, mend what disagrees; exit 1 if something stays.")
    ] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Say what archives hold, and keep nothing.")] = False,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Read the brand's knowledge and make it searchable; what did not change is not read again.

    A file, folder or archive from elsewhere is taken into the brand's folder first; of an archive of posts (X,
    Bluesky, Mastodon, Threads, Instagram, LinkedIn, any table) only what was public.
    """
    chosen, masks = _pairs(columns), [name.strip() for name in mask.split(",") if name.strip()]
    with opened(brand, name="papillon ingest") as papillon:
        reader = reader_language()
        if verify:
            _verify(papillon.library, as_json)
            return
        if preview:
            wishes = {"person": person, "columns": chosen, "mask": masks}
            _preview(papillon.library, paths or [], wishes, as_json)
            return
        report = papillon.library.ingest(
            paths or (),
            rebuild=rebuild,
            progress=ProgressBar(),
            reader=reader,
            person=person,
            columns=chosen,
            mask=masks,
        )
        end_progress()
    asked = {str(Path(path).resolve()) for path in paths or ()}
    refused = any(skipped.path in asked for skipped in report.skipped)
    if as_json:
        print_json(report)
        raise typer.Exit(2 if refused else 0)
    counts = {name: getattr(report, name) for name in ("added", "updated", "unchanged", "removed", "passages")}
    typer.echo(say("cli.ingested", reader, **counts, seconds=f"{report.seconds:.1f}"))
    for archive in report.archives:
        _tell_archive(archive, archive.path, archive.posts)
        counts = {name: getattr(archive, name) for name in ("added", "updated", "unchanged", "kept_before")}
        typer.echo(f"  {say('cli.archive_kept', reader, **counts)}")
    for skipped in report.skipped:
        typer.echo(f"  {skipped.path}: {skipped.reason}", err=refused)
    raise typer.Exit(2 if refused else 0)


def _preview(library: "Library", paths: list[str], wishes: dict[str, Any], as_json: bool) -> None:
    if not paths:
        raise BadInput("cli.no_archive")
    reader = reader_language()
    for path in map(Path, paths):
        if not path.exists():
            raise BadInput("library.no_such_path", path=path)
        found = library.preview_archive(path, reader=reader, progress=ProgressBar(), **wishes)
        end_progress()
        if as_json:
            print_json(found)
            continue
        _tell_archive(found, found.target, found.posts)
        for column in found.columns:
            examples = " | ".join(column.examples)[:100]
            typer.echo(f"  {column.name} → {column.holds or '–'}  {examples}".rstrip())
        for post in found.samples:
            typer.echo(f"  {str(post.date or '')[:10]:10}  {post.text[:160].replace(chr(10), ' ')}")


def _tell_archive(archive: "ArchivePreview | ArchiveReport", path: str, posts: int) -> None:
    reader = reader_language()
    said = say("cli.archive", reader, title=archive.title, path=path, posts=posts, replies=archive.replies)
    threads = say("cli.archive_threads", reader, threads=archive.threads, joined=archive.joined)
    typer.echo(f"{said} {threads}" if archive.threads else said)
    for one in archive.left_out:
        typer.echo(f"  – {one.sentence}")
    for name, count in (archive.masked or {}).items():
        typer.echo(f"  – {say('cli.archive_masked', reader, count=count, name=name)}")
    for warning in archive.warnings:
        typer.echo(f"  ! {warning}")


def _pairs(given: str) -> dict[str, str]:
    """`text=Message,date=Published` as what is held → the name of its column."""
    pairs = {}
    for pair in given.split(","):
        held, equals, name = pair.partition("=")
        if pair.strip() and not equals:
            raise BadInput("cli.bad_columns", given=given)
        if pair.strip():
            pairs[held.strip()] = name.strip()
    return pairs


def _verify(library: "Library", as_json: bool) -> None:
    """Say whether database, full-text index and vector index agree."""
    reader = reader_language()
    verified = library.verify(progress=ProgressBar(), reader=reader)
    end_progress()
    if as_json:
        print_json(plain(verified) | {"agree": verified.agree})
    else:
        values = {"passages": verified.passages, "looked_up": verified.looked_up, "seconds": f"{verified.seconds:.1f}"}
        typer.echo(say("cli.verified", reader, **values))
        for one in verified.found:
            typer.echo(f"{'!' if one.mended else '✗'} {one.problem}")
        if not verified.found:
            typer.echo(say("cli.all_agree", reader))
    if not verified.agree:
        raise typer.Exit(1)


def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    *,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="guideline, fact, post, reply or voice.")] = None,
    language: Annotated[str, typer.Option("--language", help="Only passages in this language.")] = "",
    platform: Annotated[str, typer.Option("--platform", help="Only posts on this network.")] = "",
    person: Annotated[str | None, typer.Option("--person", help="Only this person's; empty: the brand's own.")] = None,
    k: Annotated[int, typer.Option("-k", help="How many results.", min=1, max=100)] = 8,
    brand: Brand = "",
    as_json: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Find passages of the brand's knowledge, by meaning and by words."""
    kinds = tuple(kind or ())
    known = ("guideline", "fact", "post", "reply", "voice")
    for one in kinds:
        if one not in known:
            raise BadInput("cli.unknown_kind", kind=one, known=", ".join(known))
    if query is None and not jsonl:
        raise BadInput("cli.no_text")
    with opened_library(brand, name="papillon search") as papillon:

        def find(given: dict[str, Any]) -> dict[str, Any]:
            hits = papillon.library.search(
                field(given, "query"),
                given["k"] if isinstance(given.get("k"), int) else k,
                kinds=tuple(given.get("kinds") or kinds),
                language=field(given, "language", language),
                platform=field(given, "platform", platform),
                person=given.get("person", person),
            )
            return {"results": [_result(hit) for hit in hits]}

        if jsonl:
            raise typer.Exit(run_lines(find))
        found = find({"query": query})
    if as_json:
        print_json(found)
        return
    for result in found["results"]:
        page = say("cli.page", reader_language(), n=result["page"]) if result["page"] else ""
        where = " › ".join((", ".join(filter(None, (result["path"], page))), *result["section"]))
        typer.echo(f"{result['score']:.4f}  {result['kind']:9}  {where}  {(result['date'] or '')[:10]}".rstrip())
        typer.echo(f"        {result['text'][:200].replace(chr(10), ' ')}")


def _result(hit: "Hit") -> dict[str, Any]:
    passage = plain(hit.passage)
    names = ("id", "kind", "path", "section", "page", "address", "date", "platform", "language", "text")
    return {name: passage[name] for name in names} | {"author": passage["person"], "score": hit.score}

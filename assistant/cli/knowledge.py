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
    from assistant.records import Hit


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("ingest")(ingest)
    app.command("search")(search)


def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; none: all of the brand's.")] = None,
    *,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read and embed everything anew.")] = False,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Read the brand's knowledge and make it searchable; what did not change is not read again."""
    with opened(brand, name="papillon ingest") as papillon:
        reader = reader_language()
        report = papillon.library.ingest(paths or (), rebuild=rebuild, progress=ProgressBar(), reader=reader)
        end_progress()
    if as_json:
        print_json(report)
        return
    counts = {name: getattr(report, name) for name in ("added", "updated", "unchanged", "removed", "passages")}
    typer.echo(say("cli.ingested", reader, **counts, seconds=f"{report.seconds:.1f}"))
    for skipped in report.skipped:
        typer.echo(f"  {skipped.path}: {skipped.reason}")


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

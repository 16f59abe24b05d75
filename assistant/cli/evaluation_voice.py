"""`papillon eval voice`: how well the voices are told apart, and what each part of the score adds."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.evaluation import group
from assistant.cli.output import Brand, Json, opened_library, print_json, progress_line, reader_language
from assistant.errors import BadInput
from assistant.wording import language_name, say

if TYPE_CHECKING:
    from assistant.records import Post
    from assistant.voice.score.evaluation import VoiceEvaluation

_MOST_POSTS = 5000


def register(app: typer.Typer) -> None:  # noqa: ARG001  the group is added by its own module
    """Add this command to the group of the evaluation."""
    group.command("voice")(voice)


def voice(
    posts: Annotated[
        list[Path] | None,
        typer.Option(
            "--posts",
            help='JSONL or a folder of it, newest first: {"text", "language"?, "account"?, "date"?, "is_retweet"?}.',
        ),
    ] = None,
    *,
    language: Annotated[str, typer.Option("--language", help="Language of posts that do not say theirs.")] = "",
    shipped: Annotated[
        bool, typer.Option("--shipped/--no-shipped", help="With the background that comes with Papillon, or without.")
    ] = True,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Hold out the newest fifth of each voice's posts and tell them from the others': one at a time and in fives."""
    from assistant.voice.score.evaluation import evaluate

    voices = _read(posts, language) if posts else _own(brand)
    found: list[VoiceEvaluation] = []
    for spoken in sorted({post.language for some in voices.values() for post in some}):
        progress_line(say("cli.eval_voice_language", reader_language(), language=language_name(spoken, "en")))
        found += evaluate(voices, spoken, shipped=shipped)
    if as_json:
        print_json({"voices": found, "mean": _means(found)})
    else:
        _print(found)


def _own(brand: str) -> "dict[str, list[Post]]":
    with opened_library(brand, name="papillon eval") as papillon:
        from assistant.voice.people import lending

        papillon.drafting.keep_consents()
        return {
            person: list(papillon.library.posts(person=person, most=_MOST_POSTS))
            for person in sorted(lending(papillon.library.brand))
        }


def _read(files: Iterable[Path], language: str) -> "dict[str, list[Post]]":
    """The posts of files, by account or else by file; the newest stand first unless they have dates."""
    from assistant import language as languages
    from assistant.records import Post

    voices: dict[str, list[Post]] = {}
    for path in (one for given in files for one in (sorted(given.glob("*.jsonl")) if given.is_dir() else (given,))):
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput("cli.eval_unreadable", path=path, reason=error) from error
        for number, line in enumerate(lines):
            if not line.strip():
                continue
            try:
                given = json.loads(line)
                text, account = given["text"], str(given.get("account") or path.stem)
                date = given.get("date")
                when = datetime.fromisoformat(date) if date else datetime.fromtimestamp(len(lines) - number, UTC)
                spoken = str(given.get("language") or language)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BadInput("cli.eval_bad_line", path=path, line=number + 1) from error
            if not isinstance(text, str) or given.get("is_retweet"):
                continue
            spoken = spoken or languages.detect(text).code or "en"
            when = when if when.tzinfo else when.replace(tzinfo=UTC)
            voices.setdefault(account, []).append(
                Post(f"{path.stem}:{number}", text, "", spoken, "post", when, account)
            )
    return voices


def _means(found: "list[VoiceEvaluation]") -> dict[str, Any]:
    from assistant.voice.score.evaluation import PARTS

    def mean(tables: Iterable[Mapping[str, float | None]], part: str) -> float | None:
        values = [value for table in tables if (value := table.get(part)) is not None]
        return round(sum(values) / len(values), 4) if values else None

    return {
        "auc": {part: mean((one.auc for one in found), part) for part in PARTS},
        "auc_of_five": {part: mean((one.auc_of_five for one in found), part) for part in PARTS},
        "own": {band: mean((one.own for one in found), band) for band in ("in_range", "drifting", "off", "unknown")},
    }


def _print(found: "list[VoiceEvaluation]") -> None:
    reader = reader_language()
    if not found:
        typer.echo(say("cli.eval_voice_none", reader))
        return
    for one in found:
        head = say(
            "cli.eval_voice_head",
            reader,
            voice=one.person or say("cli.eval_voice_brand", reader),
            language=one.language,
            learnt=one.learnt,
            own=one.own_posts,
            others=one.other_posts,
        )
        typer.echo(head)
        for key, bands in (("cli.eval_voice_own", one.own), ("cli.eval_voice_theirs", one.theirs)):
            if bands:
                shares = {band: f"{share:.0%}" for band, share in bands.items()}
                typer.echo(f"  {say(key, reader, **shares)}")
        typer.echo(f"  AUC 1  {_row(one.auc)}")
        typer.echo(f"  AUC 5  {_row(one.auc_of_five)}")
    means = _means(found)
    typer.echo(say("cli.eval_voice_mean", reader, voices=len(found)))
    typer.echo(f"  AUC 1  {_row(means['auc'])}")
    typer.echo(f"  AUC 5  {_row(means['auc_of_five'])}")


def _row(table: Mapping[str, float | None]) -> str:
    return "  ".join(f"{part} {value:.3f}" for part, value in table.items() if value is not None)

"""The `papillon` command. Importing it imports no heavy room, so that `--help` answers at once."""

import logging
import os
import sys

import typer

from assistant.cli import (
    accounts,
    attachments,
    desk,
    drafts,
    evaluation,
    evaluation_drafts,
    facts,
    house,
    inbox,
    jobs,
    knowledge,
    lessons,
    people,
    replies,
    review,
    rules,
    scores,
    texts,
    voices,
)
from assistant.cli.output import reader_language
from assistant.errors import PapillonError

app = typer.Typer(
    name="papillon",
    help="Sourced, checked replies and posts in the brand's own voice. Without a command: the web page.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for room in (
    house, replies, drafts, accounts, knowledge, review, texts, voices, scores, rules, facts, evaluation,
    evaluation_drafts, people, desk, attachments, inbox, jobs, lessons,
):  # fmt: skip
    room.register(app)


@app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """Serve the page when no command is given."""
    if context.invoked_subcommand is None:
        house.serve()


def main() -> None:
    """Run the command line; errors are one sentence on stderr, never a traceback.

    Exit codes: 0 done, 1 a finding that blocks, 2 wrong use or bad input, 3 a part is unreachable.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        app()
    except PapillonError as error:
        typer.echo(error.text(reader_language()), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has gone, as `head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)

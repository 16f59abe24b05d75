"""`papillon jobs`: durable jobs on the command line."""

import time
from typing import Annotated, Any

import typer

from assistant.cli.desk import User, who
from assistant.cli.output import Brand, Json, opened, opened_library, print_json, reader_language

jobs = typer.Typer(
    help="Durable jobs: publications planned for later, replies drafted in the background.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

Id = Annotated[str, typer.Argument(help="The job's id, as `papillon jobs list` shows it.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(jobs, name="jobs")
    jobs.command("list")(list_jobs)
    jobs.command("show")(show_job)
    jobs.command("resume")(resume)
    jobs.command("cancel")(cancel)
    jobs.command("run")(run)


def list_jobs(*, brand: Brand = "", as_json: Json = False) -> None:
    """Durable jobs, the newest first."""
    with opened(brand, name="papillon jobs") as papillon:
        found = papillon.office.jobs.list()
    if as_json:
        print_json({"jobs": found})
        return
    for one in found:
        typer.echo(_line(one))


def show_job(job: Id, *, brand: Brand = "", as_json: Json = False) -> None:
    """One job."""
    with opened(brand, name="papillon jobs") as papillon:
        found = papillon.office.jobs.get(job)
    _tell(found, as_json)


def resume(job: Id, *, brand: Brand = "", as_json: Json = False) -> None:
    """Let a job that was stopped run again: a publication still keeps to its appointment, replies are gone on with."""
    with opened(brand, name="papillon jobs") as papillon:
        found = papillon.office.jobs.resume(job)
    _tell(found, as_json)


def cancel(
    job: Id,
    *,
    user: User = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Stop a job. A draft that was to go out stays approved, without its appointment; replies drafted so far stay."""
    with opened(brand, name="papillon jobs") as papillon:
        found = papillon.office.jobs.cancel(job, who(papillon, user))
    _tell(found, as_json)


def run(
    *,
    seconds: Annotated[float, typer.Option("--seconds", help="Stop after so long; 0: when interrupted.")] = 0.0,
    brand: Brand = "",
) -> None:
    """Keep appointments, go on with publications, draft replies and look for messages, without the page."""
    with opened_library(brand, name="papillon jobs") as papillon, papillon.office.at_work(reader_language()):
        until = time.monotonic() + seconds
        while not seconds or time.monotonic() < until:
            time.sleep(0.2)


def _tell(job: Any, as_json: bool) -> None:
    if as_json:
        print_json(job)
    else:
        typer.echo(_line(job))
        for problem in job.problems:
            typer.echo(f"  {problem}")


def _line(job: Any) -> str:
    far = f"{job.done}/{job.total}" if job.total else str(job.due or "")
    return f"{job.id}  {job.state}  {far}  {job.result}".rstrip()

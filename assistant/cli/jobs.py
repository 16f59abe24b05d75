"""`papillon jobs`: durable jobs on the command line."""

import time
from typing import Annotated, Any

import typer

from assistant.cli.desk import User, who
from assistant.cli.output import Brand, Json, opened, print_json, reader_language

jobs = typer.Typer(help="Durable jobs: publications planned for later.", rich_markup_mode=None, no_args_is_help=True)

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
        typer.echo(f"{one.id}  {one.state}  {one.due or ''}  {one.result}".rstrip())


def show_job(job: Id, *, brand: Brand = "", as_json: Json = False) -> None:
    """One job."""
    with opened(brand, name="papillon jobs") as papillon:
        found = papillon.office.jobs.get(job)
    _tell(found, as_json)


def resume(job: Id, *, brand: Brand = "", as_json: Json = False) -> None:
    """Let a job that was stopped run again; it still keeps to its appointment."""
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
    """Stop a job and drop its appointment; the draft stays approved."""
    with opened(brand, name="papillon jobs") as papillon:
        found = papillon.office.jobs.cancel(job, who(papillon, user))
    _tell(found, as_json)


def run(
    *,
    seconds: Annotated[float, typer.Option("--seconds", help="Stop after so long; 0: when interrupted.")] = 0.0,
    brand: Brand = "",
) -> None:
    """Keep appointments, go on with publications and look for messages, without the page."""
    with opened(brand, name="papillon jobs") as papillon, papillon.office.at_work(reader_language()):
        until = time.monotonic() + seconds
        while not seconds or time.monotonic() < until:
            time.sleep(0.2)


def _tell(job: Any, as_json: bool) -> None:
    if as_json:
        print_json(job)
    else:
        typer.echo(f"{job.id}  {job.state}  {job.due or ''}  {job.result}".rstrip())

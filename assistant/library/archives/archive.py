"""One archive from hand to file: recognised, read by its reader, previewed or kept."""

import re
import threading
import time
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.errors import BadInput
from assistant.language import warm_up
from assistant.library.archives.bluesky_car import Repository, read_car
from assistant.library.archives.container import Container, open_container
from assistant.library.archives.conversion import Conversion, Tally, merged
from assistant.library.archives.linkedin import read_linkedin
from assistant.library.archives.masking import Masks
from assistant.library.archives.mastodon import read_actor, read_mastodon
from assistant.library.archives.meta import read_meta, read_profile
from assistant.library.archives.pieces import Reading, Recognised
from assistant.library.archives.recognition import recognise
from assistant.library.archives.steps import Steps
from assistant.library.archives.tables import Table, look_at_table, read_own, read_tables
from assistant.library.archives.workbench import open_workbench
from assistant.library.archives.writing import lines_of, write_whole
from assistant.library.archives.x import read_account, read_x
from assistant.library.readers.posts import Circumstances, post_of
from assistant.library.zones import time_zone_of
from assistant.records import ArchivePreview, ArchiveReport, Column, LeftOut, Post
from assistant.voice.brand import Brand
from assistant.voice.people import standing
from assistant.wording import say

SAMPLES = 12
"""Posts shown of an archive: the first few, and some from all over."""

_FIRST = 4
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_writing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asked for: whose posts these are (empty: the brand's), which column holds what, what is masked, the
    language of the report. `account` names the account where the archive does not."""

    person: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    mask: tuple[str, ...] = ()
    reader: str = "en"
    account: str = ""


@dataclass(slots=True)
class _Work:
    container: Container
    found: Recognised
    brand: Brand
    wishes: Wishes
    masks: Masks
    conversion: Conversion
    tables: Mapping[str, Table]
    target: str = ""
    identity: str = ""


def preview_archive(path: Path, brand: Brand, wishes: Wishes, steps: Steps) -> ArchivePreview:
    """What an archive would give; nothing is kept.

    Raises:
        BadInput: it cannot be read, or a wish means nothing; the sentence says what to do.
        Cancelled, StorageFull, Unreachable
    """
    started = time.monotonic()
    with _opened(path, brand, wishes, steps) as work:
        samples: list[Post] = []
        around = _around(work)
        step = max(1, work.conversion.kept // (SAMPLES - _FIRST))
        for number, line in enumerate(work.conversion.lines()):
            if number < _FIRST or (number % step == step // 2 and len(samples) < SAMPLES):
                samples.append(replace(post_of(line, around), person=wishes.person))
        steps.done()
        tally = work.conversion.tally
        return ArchivePreview(
            source=work.found.source,
            title=_title(work),
            target=work.target,
            account=work.found.account,
            posts=tally.posts,
            replies=tally.replies,
            threads=tally.threads,
            joined=tally.joined,
            left_out=_left_out(tally, wishes.reader),
            first=tally.first,
            last=tally.last,
            by_language=dict(tally.languages.most_common()),
            by_platform=dict(tally.platforms.most_common()),
            samples=tuple(samples),
            masked=dict(work.masks.counts),
            columns=_columns(work.tables),
            warnings=_warnings(work),
            seconds=time.monotonic() - started,
        )


def keep_archive(folder: Path, path: Path, brand: Brand, wishes: Wishes, steps: Steps, *, anew: bool) -> ArchiveReport:
    """Convert an archive to a file of posts in the brand's folder. Converted again it updates that file; `anew` makes
    the file exactly what the archive holds. All or nothing.

    Raises:
        BadInput: it cannot be read, holds nothing to keep, or a wish means nothing; the sentence says what to do.
        Cancelled, StorageFull, Unreachable: nothing has changed.
    """
    started = time.monotonic()
    with _opened(path, brand, wishes, steps) as work, _writing:
        place = folder / work.target
        tally = work.conversion.tally
        bench = work.conversion.bench
        lines = merged(work.conversion.lines(), bench, () if anew else lines_of(place), tally)
        write_whole(place, work.target, lines, lambda: _nothing(work), wishes.reader)
        steps.done()
        return ArchiveReport(
            source=work.found.source,
            title=_title(work),
            path=work.target,
            posts=tally.posts,
            added=tally.added,
            updated=tally.updated,
            unchanged=tally.unchanged,
            kept_before=tally.kept_before,
            replies=tally.replies,
            threads=tally.threads,
            joined=tally.joined,
            left_out=_left_out(tally, wishes.reader),
            masked=dict(work.masks.counts),
            warnings=_warnings(work),
            seconds=time.monotonic() - started,
        )


@contextmanager
def _opened(path: Path, brand: Brand, wishes: Wishes, steps: Steps) -> Iterator[_Work]:
    """An archive with all of it read, joined and compared on the workbench."""
    _look_at_person(wishes.person, brand)
    masks = Masks(wishes.mask, [text for fact in brand.facts for text in fact.texts.values()])
    warm_up()
    with ExitStack() as stack:
        container = stack.enter_context(open_container(path))
        found = recognise(container, wishes.reader)
        sizes = {member.name: member.size for member in container.members()}
        read = [name for names in found.members.values() for name in names]
        tables = {}
        if found.source == "table":
            tables = {name: look_at_table(container, name, wishes.columns, steps.look) for name in read}
        elif wishes.columns:
            raise BadInput("library.columns_of_a_table_only", name=container.name)
        steps.total = 2 * max(1, sum(sizes[name] for name in read))
        bench = stack.enter_context(open_workbench())
        conversion = Conversion(bench, masks, steps.look)
        work = _Work(container, found, brand, wishes, masks, conversion, tables)
        for _ in conversion.take(_read(work, steps)):
            pass
        waiting = bench.connection.execute("SELECT count(*) FROM pieces").fetchone()[0]
        for done in conversion.settle():
            steps.settled(done, waiting)
        work.target = _target(work)
        yield work


def _look_at_person(person_id: str, brand: Brand) -> None:
    """Posts of somebody who has not agreed are not even converted."""
    if not person_id:
        return
    person = brand.person(person_id)
    if person is None:
        known = ", ".join(one.id for one in brand.people)
        raise BadInput("library.unknown_person", person=person_id, known=known)
    match standing(person):
        case "none":
            raise BadInput("library.no_consent", person=person.name)
        case "withdrawn":
            on = person.consent.withdrawn if person.consent else ""
            raise BadInput("library.consent_withdrawn", person=person.name, date=on)


def _read(work: _Work, steps: Steps) -> Reading:
    """What the archive's own reader gives, once it is known whose archive it is."""
    container, found = work.container, work.found
    account = work.wishes.account.lstrip("@")
    match found.source:
        case "x":
            account = account or read_account(container, found, steps.look)
            reading = read_x(container, found, account, steps.chunk)
        case "mastodon":
            account = account or read_actor(container, found, steps.look)
            reading = read_mastodon(container, found, steps.chunk)
        case "threads" | "instagram" | "meta":
            account = account or read_profile(container, found, steps.look)
            reading = read_meta(container, found, steps.chunk)
        case "linkedin":
            reading = read_linkedin(container, found, steps.chunk)
        case "bluesky":
            for member in found.members["car"]:
                with container.open(member) as stream:
                    repository = Repository(stream, member, steps.chunk)
                    work.found = replace(found, account=account or repository.did)
                    work.identity = repository.did
                    yield from read_car(repository)
            return
        case "table":
            reading = read_tables(container, found, work.tables, _around(work), steps.chunk)
        case _:
            reading = read_own(container, found, _around(work), steps.chunk)
    work.found = replace(found, account=account)
    yield from reading


def _around(work: _Work) -> Circumstances:
    return Circumstances("", time_zone_of(work.brand), lambda _text: "", Path(work.container.name).stem)


def _target(work: _Work) -> str:
    """The file of the brand's folder that an archive becomes: the same for the same account."""
    source, account = work.found.source, work.identity or work.found.account
    name = _slug(Path(work.container.name).stem) if source in ("table", "posts") else source
    stem = "-".join(part for part in (name, "archive", _slug(account)) if part)
    return f"people/{work.wishes.person}/{stem}.jsonl" if work.wishes.person else f"posts/{stem}.jsonl"


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return _NOT_IN_NAMES.sub("-", letters.encode("ascii", "ignore").decode()).strip("-")[:60]


def _title(work: _Work) -> str:
    known = "account" if work.found.account else "plain"
    return say(f"library.archive_{work.found.source}_{known}", work.wishes.reader, account=work.found.account)


def _left_out(tally: Tally, reader: str) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(reason, count, say(f"library.left_out_{reason}", reader, count=count))
        for reason, count in sorted(tally.left_out.items(), key=lambda item: -item[1])
    )


def _warnings(work: _Work) -> tuple[str, ...]:
    reader = work.wishes.reader
    told = [say(one.key, reader, **one.values) for one in work.conversion.tally.told]
    if work.container.aside:
        told.append(say("library.archive_aside", reader, count=work.container.aside))
    if work.found.unopened:
        told.append(say("library.archive_unopened", reader, count=work.found.unopened))
    return tuple(dict.fromkeys(told))


def _columns(tables: Mapping[str, Table]) -> tuple[Column, ...]:
    return next(iter(tables.values())).described() if tables else ()


def _nothing(work: _Work) -> BadInput:
    left_out = _left_out(work.conversion.tally, work.wishes.reader)
    reasons = "; ".join(one.sentence for one in left_out) or say("library.archive_empty", work.wishes.reader)
    return BadInput("library.archive_nothing", name=work.container.name, reasons=reasons)

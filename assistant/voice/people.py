"""People who lend the house their voice: what they agreed to, and their leaving.

Without consent, or once it is withdrawn, a person's posts are neither learnt nor used; the files stay where they are,
because they are the person's and the house's to delete.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import tomlkit
from tomlkit.exceptions import TOMLKitError

from assistant.errors import BadInput, BadKnowledge, Unreachable
from assistant.files import replace_file
from assistant.voice.brand import PERSON_FILE, Brand, Person

Standing = Literal["given", "none", "withdrawn"]
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def today() -> date:
    """The day on which consent is looked at, in UTC."""
    return datetime.now(UTC).date()


def standing(person: Person, on: date | None = None) -> Standing:
    """Whether a person has agreed: `none` without consent or before its date, `withdrawn` from the day it is."""
    day, consent = on or today(), person.consent
    if consent is None or consent.date > day:
        return "none"
    return "withdrawn" if consent.withdrawn is not None and consent.withdrawn <= day else "given"


def speakers(brand: Brand, on: date | None = None) -> tuple[Person, ...]:
    """The people of a brand whose consent holds."""
    return tuple(person for person in brand.people if standing(person, on) == "given")


def lending(brand: Brand, on: date | None = None) -> frozenset[str]:
    """Ids of those who may be learnt from and written for: the brand itself (an empty id) and its speakers."""
    return frozenset({"", *(person.id for person in speakers(brand, on))})


def person_path(folder: Path, person_id: str) -> Path:
    """Where a person's file stands.

    Raises:
        BadInput: the id is none (small letters without accents, digits and dashes).
    """
    if not _ID.fullmatch(person_id):
        raise BadInput("voice.bad_person_id", id=person_id[:80])
    return folder / "people" / person_id / PERSON_FILE


def add_person(
    folder: Path,
    person_id: str,
    name: str,
    *,
    role: Mapping[str, str] | None = None,
    languages: Sequence[str] = (),
    accounts: Mapping[str, str] | None = None,
    consent_by: str = "",
    consent_for: Mapping[str, str] | None = None,
    on: date | None = None,
) -> Path:
    """A new person's file, with their consent when `consent_by` and `consent_for` say who gave it and what for.

    Raises:
        BadInput: the id is none, the name is empty, somebody has that id, or the consent says only half.
        Unreachable: the file cannot be written.
    """
    place = person_path(folder, person_id)
    if place.exists():
        raise BadInput("voice.person_exists", id=person_id, path=place)
    if not name.strip():
        raise BadInput("voice.person_without_name", id=person_id)
    if bool(consent_by.strip()) != bool(consent_for):
        raise BadInput("voice.half_consent")
    document = tomlkit.document()
    document["id"] = person_id
    document["name"] = name.strip()
    for key, table in (("role", role), ("accounts", accounts)):
        if table:
            inline = tomlkit.inline_table()
            inline.update(table)
            document[key] = inline
    if languages:
        document["languages"] = list(languages)
    if consent_for:
        consent, purposes = tomlkit.table(), tomlkit.inline_table()
        purposes.update(consent_for)
        consent["given_by"] = consent_by.strip()
        consent["date"] = on or today()
        consent["for"] = purposes
        document["consent"] = consent
    _write(place, tomlkit.dumps(document))
    return place


def withdraw_consent(folder: Path, person_id: str, on: date | None = None) -> date:
    """Write into a person's file that their consent ends, today or on the day given; the rest of it stays as it is.

    Raises:
        BadInput: there is no such person, no consent to withdraw, or it is withdrawn already.
        BadKnowledge: the file is broken.
        Unreachable: the file cannot be written.
    """
    place = person_path(folder, person_id)
    try:
        text = place.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("voice.no_person_file", id=person_id, path=place) from error
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise BadKnowledge("voice.broken_toml", path=place, detail=error) from error
    consent = document.get("consent")
    if consent is None:
        raise BadInput("voice.no_consent_to_withdraw", id=person_id)
    if "withdrawn" in consent:
        raise BadInput("voice.withdrawn_already", id=person_id, date=consent["withdrawn"])
    day = on or today()
    consent["withdrawn"] = day
    _write(place, tomlkit.dumps(document))
    return day


def _write(place: Path, text: str) -> None:
    """The whole file or none of it."""
    try:
        replace_file(place, text.encode("utf-8"), prefix=".person-")
    except OSError as error:
        raise Unreachable("voice.person_not_written", path=place, reason=error.strerror) from error

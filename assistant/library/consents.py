"""Whose posts the library may hold: those of people whose consent holds, and the brand's own."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from assistant.errors import BadKnowledge
from assistant.library.folder import Found
from assistant.store import Remark
from assistant.voice.brand import PERSON_FILE, Brand, load_brand
from assistant.voice.people import standing

Signature = tuple[tuple[str, int, int], ...]


class Consents:
    """The people of a brand's folder as their files say now. `broken` tells whose file cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: Signature | None = None
        self.broken: tuple[BadKnowledge, ...] = ()

    def load(self) -> Brand:
        """The brand with its people; somebody whose file is broken is left out and told.

        Raises:
            BadKnowledge: the brand's own file is broken.
        """
        broken: list[BadKnowledge] = []
        brand = load_brand(self._folder, broken=broken)
        self.broken = tuple(broken)
        return brand

    def look(self) -> Brand | None:
        """The brand when somebody's file came, changed or went since the last look; None when not."""
        seen = signature(self._folder)
        if seen == self._seen:
            return None
        brand = self.load()
        self._seen = seen
        return brand


def withhold(found: Iterable[Found], brand: Brand) -> tuple[Found, ...]:
    """The files of a folder, those of people who have not agreed with a remark that says so instead of being read."""
    return tuple(_withheld(file, brand) if file.person and file.remark is None else file for file in found)


def signature(folder: Path) -> Signature:
    """Changes when somebody's file does, or comes, or goes. A few stats, so that it can be asked at every action."""
    seen = []
    for path in sorted(folder.glob(f"people/*/{PERSON_FILE}")):
        try:
            status = path.stat()
        except OSError:  # gone between the listing and now
            continue
        seen.append((path.parent.name, status.st_mtime_ns, status.st_size))
    return tuple(seen)


def _withheld(file: Found, brand: Brand) -> Found:
    person = brand.person(file.person)
    if person is None:
        return replace(file, remark=Remark("library.nobody", {"person": file.person}))
    match standing(person):
        case "given":
            return file
        case "withdrawn":
            on = person.consent.withdrawn if person.consent else ""
            return replace(file, remark=Remark("library.consent_withdrawn", {"person": person.name, "date": str(on)}))
        case _:
            return replace(file, remark=Remark("library.no_consent", {"person": person.name}))

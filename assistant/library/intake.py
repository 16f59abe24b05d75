"""What a person hands over from outside of the brand's folder: archives of posts are converted, other files copied."""

import contextlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import BadInput, PapillonError, Unreachable
from assistant.library.archives import Steps, Wishes, keep_archive
from assistant.library.archives.container import open_container
from assistant.library.archives.recognition import recognise
from assistant.library.folder import GUIDELINE_SUFFIXES, POSTS_SUFFIXES, Found, find_files
from assistant.library.pace import Progress
from assistant.library.readers.terms import is_term_file
from assistant.library.upload import keep_file
from assistant.library.webpages import is_address, keep_page
from assistant.records import ArchiveReport, Skipped, SourceKind
from assistant.voice.brand import Brand
from assistant.wording import say

_TABLES = frozenset({".csv", ".tsv"})
_ANY_TABLE: tuple[SourceKind, ...] = ("table", "posts")


@dataclass(slots=True)
class TakenIn:
    """What became of the paths: places inside of the brand's folder, what was left out, and archives."""

    inside: list[str] = field(default_factory=list)
    left_out: list[Skipped] = field(default_factory=list)
    archives: list[ArchiveReport] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes files, folders and archives into the brand's folder."""

    folder: Path
    brand: Brand
    wishes: Wishes
    progress: Progress | None = None
    cancel: threading.Event | None = None

    def take(self, paths: Sequence[Path | str]) -> TakenIn:
        """Take them in one after the other; one that cannot be read is told and the rest goes on. A web address is
        fetched.

        Raises:
            BadInput: a path does not exist, or a wish means nothing.
            Cancelled, StorageFull: what was taken in before stays.
        """
        root = self.folder.resolve()
        taken = TakenIn()
        for given in paths:
            if is_address(given):
                self._take_page(str(given), taken)
                continue
            path = Path(given)
            if not path.exists():
                raise BadInput("library.no_such_path", path=path)
            place = path.resolve()
            if place.is_relative_to(root):
                taken.inside.append(place.relative_to(root).as_posix())
            elif place.is_dir() and self._source(place) in (None, *_ANY_TABLE):
                for found in find_files(place):
                    self._take(found, taken)
            else:
                self._take(Found(place.name, place), taken)
        return taken

    def _take_page(self, url: str, taken: TakenIn) -> None:
        try:
            kept = keep_page(self.folder, url, self.wishes.reader, cancel=self.cancel)
            taken.inside.append(kept.relative_to(self.folder).as_posix())
        except BadInput as refused:
            taken.left_out.append(Skipped(url, refused.text(self.wishes.reader)))

    def _take(self, found: Found, taken: TakenIn) -> None:
        reader = self.wishes.reader
        try:
            if self._is_archive(found.file):
                steps = Steps(found.file.name, self.progress, self.cancel)
                report = keep_archive(self.folder, found.file, self.brand, self.wishes, steps, anew=False)
                taken.archives.append(report)
                taken.inside.append(report.path)
                return
            if found.remark is not None:
                raise BadInput(found.remark.key, **found.remark.values)
            kept = keep_file(self.folder, found.file.name, found.file.read_bytes(), reader=reader, replace=False)
            taken.inside.append(kept.relative_to(self.folder).as_posix())
        except BadInput as refused:
            taken.left_out.append(Skipped(str(found.file), refused.text(reader)))
        except OSError as error:
            reason = say("library.unreadable", reader, reason=error.strerror)
            taken.left_out.append(Skipped(str(found.file), reason))

    def _is_archive(self, file: Path) -> bool:
        """Whether a file is to be converted. One that is neither a known kind of file nor an archive is refused with
        what it seems to be.

        Raises:
            BadInput: it is an archive that cannot be read, or nothing that is known.
        """
        suffix = file.suffix.lower()
        if not file.is_file() or file.is_symlink() or (suffix in _TABLES and is_term_file(file)):
            return False
        try:
            with open_container(file) as container:
                source = recognise(container, self.wishes.reader).source
        except (BadInput, Unreachable):
            if suffix in GUIDELINE_SUFFIXES | POSTS_SUFFIXES:
                return False
            raise
        return source not in _ANY_TABLE or suffix not in GUIDELINE_SUFFIXES

    def _source(self, path: Path) -> SourceKind | None:
        with contextlib.suppress(PapillonError), open_container(path) as container:
            return recognise(container, self.wishes.reader).source
        return None

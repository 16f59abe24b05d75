"""The part of a library that takes files and archives in."""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.fetching import PUBLIC, Reach
from assistant.library.archives import Steps, Wishes, keep_archive, preview_archive
from assistant.library.outlook import Outlook
from assistant.library.pace import Progress
from assistant.library.previews import is_guideline, preview_guideline, remove_file
from assistant.library.upload import keep_file
from assistant.library.webpages import keep_page
from assistant.records import ArchivePreview, ArchiveReport, FilePreview, IngestReport
from assistant.voice.brand import load_brand
from assistant.wording import say


class Reception(Outlook):
    """Files and archives of posts on their way into the brand's folder."""

    folder: Path
    changed: Callable[[], None] | None = None
    """Called, when it is set, before an ingest returns that changed something."""

    def _tell(self, report: IngestReport) -> None:
        if self.changed is not None and (report.added or report.updated or report.removed):
            self.changed()

    def add_file(self, name: str, data: bytes, reader: str = "en", *, replace: bool = False) -> Path:
        """Keep an uploaded file in the brand's folder, under `guidelines/` or `posts/` by what it holds.

        Only the last part of `name` counts. Nothing is searchable before the next `ingest`.

        Raises:
            BadInput: it cannot be read (the reason is in the reader's language), or another file has that name and
                `replace` is not set.
            StorageFull: the disk has no room.
        """
        return keep_file(self.folder, name, data, reader=reader, replace=replace)

    def add_page(
        self, url: str, reader: str = "en", *, reach: Reach = PUBLIC, cancel: threading.Event | None = None
    ) -> Path:
        """Fetch a web page and keep its main text among the guidelines, with its address, its title and the day; again,
        it is refreshed in place. Nothing is searchable before the next `ingest`.

        Raises:
            BadInput: the address may not be read, or there is no text on the page.
            Unreachable: its server does not answer.
            StorageFull: the disk has no room.
            Cancelled: nothing has changed.
        """
        return keep_page(self.folder, url, reader, reach=reach, cancel=cancel)

    def preview_file(self, file: Path, reader: str = "en") -> FilePreview | None:
        """What a guideline from elsewhere would give; None for what is no guideline but may be an archive of posts."""
        try:
            return preview_guideline(file, load_brand(self.folder), reader) if is_guideline(file) else None
        except OSError as error:
            return FilePreview(file.name, problems=(say("library.unreadable", reader, reason=error.strerror),))

    def remove_file(self, path: str) -> None:
        """Take a file of the library out of the brand's folder for good; the next `ingest` forgets what it gave.

        Raises:
            BadInput: it is no file of the library, or the brand's own `brand.toml`.
            Unreachable: it cannot be removed.
        """
        remove_file(self.folder, path)

    def preview_archive(
        self,
        path: Path | str,
        *,
        person: str = "",
        columns: Mapping[str, str] | None = None,
        mask: Sequence[str] = (),
        account: str = "",
        reader: str = "en",
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> ArchivePreview:
        """What an archive of posts (zip, tar, folder or one file of it, any table) would give; nothing is kept.

        `person` is whose posts these are, empty for the brand; `columns` says by their names which columns of a table
        hold what; `mask` what is masked; `account` names the account where the archive does not.

        Raises:
            BadInput: it cannot be read or holds no posts (the reason is in the reader's language), or a wish means
                nothing.
            Cancelled, StorageFull, Unreachable
        """
        wishes = Wishes(person, columns or {}, tuple(mask), reader, account)
        file = Path(path)
        return preview_archive(file, load_brand(self.folder), wishes, Steps(file.name, progress, cancel))

    def keep_archive(
        self,
        path: Path | str,
        *,
        person: str = "",
        columns: Mapping[str, str] | None = None,
        mask: Sequence[str] = (),
        account: str = "",
        reader: str = "en",
        anew: bool = False,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> ArchiveReport:
        """Convert an archive of posts to a file of the brand's folder, as `preview_archive` says. Converted again, it
        updates that file; `anew` drops what the archive does not hold. Nothing is searchable before the next `ingest`.

        Raises:
            BadInput: as `preview_archive`, or there is nothing to keep in it.
            Cancelled, StorageFull, Unreachable: nothing has changed.
        """
        wishes = Wishes(person, columns or {}, tuple(mask), reader, account)
        file = Path(path)
        steps = Steps(file.name, progress, cancel)
        return keep_archive(self.folder, file, load_brand(self.folder), wishes, steps, anew=anew)

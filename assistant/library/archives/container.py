"""What a person hands over, as named members that are read as streams: a zip, a tar, a folder or one file.

Nothing is ever unpacked to disk, so a name such as `../../etc/passwd` or a link can lead nowhere: such members are left
aside and told. What is read is limited in number, in size and in how far it may swell.
"""

import gzip
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Protocol, cast

from assistant.errors import BadInput, Unreachable

MOST_MEMBERS = 200_000
"""An X archive of a big account with its pictures has tens of thousands."""

MOST_BYTES = 4_000_000_000
"""Of one member, unpacked. The largest `tweets.js` of ten busy years is some hundred megabytes."""

MOST_SWELLING = 200
"""Times its packed size that a member may have; JSON of posts has 5 to 15, a bomb a thousand and more."""

SMALL = 50_000_000
"""Below so many bytes unpacked, swelling is not looked at: it does no harm."""

_MOST_AT_ONCE = 64_000_000
_MOST_OF_A_TAR = 60_000_000_000
_LISTING_OF_A_ZIP = 64_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside: its name with forward slashes, and its size in bytes."""

    name: str
    size: int


class Container(Protocol):
    """Named members and how to read one."""

    name: str
    aside: int

    def members(self) -> tuple[Member, ...]: ...
    def open(self, name: str) -> "IO[bytes]": ...


@contextmanager
def open_container(path: Path) -> Iterator[Container]:
    """The members of what is at `path`, by what it is and not by its name.

    Raises:
        BadInput: it is damaged, encrypted, or made to fill a disk or a memory.
        Unreachable: it cannot be read.
    """
    try:
        with _failures(path.name):
            if path.is_dir():
                yield _Folder(path)
                return
            with path.open("rb") as file:
                start = file.read(512)
                file.seek(0)
                if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
                    _look_at_listing(file, path)
                    with zipfile.ZipFile(file) as opened:
                        yield _Zip(path.name, opened)
                elif start.startswith(b"\x1f\x8b"):
                    with gzip.GzipFile(fileobj=file) as unpacked:
                        yield _Tar(path.name, _Swelling(cast("IO[bytes]", unpacked), path.stat().st_size, path.name))
                elif start[257:262] == b"ustar":
                    yield _Tar(path.name, _Swelling(file, path.stat().st_size, path.name))
                else:
                    yield _OneFile(path)
    except OSError as error:
        raise Unreachable("library.archive_unreadable", name=path.name, reason=error.strerror or error) from error


@contextmanager
def _failures(name: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, struct.error) as error:
        raise BadInput("library.archive_damaged", name=name, detail=str(error)[:120]) from error
    except NotImplementedError as error:  # a way of packing that Python does not know
        raise BadInput("library.archive_damaged", name=name, detail=str(error)[:120]) from error


class _OneFile:
    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.aside = 0
        self._path = path

    def members(self) -> tuple[Member, ...]:
        return (Member(self._path.name, self._path.stat().st_size),)

    def open(self, name: str) -> IO[bytes]:  # noqa: ARG002 - there is one
        return self._path.open("rb")


class _Folder:
    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.aside = 0
        self._root = path
        found: list[Member] = []
        for folder, folders, names in os.walk(path, followlinks=False):
            folders[:] = sorted(one for one in folders if not one.startswith("."))
            for name in sorted(names):
                file = Path(folder) / name
                status = file.lstat()
                if not stat.S_ISREG(status.st_mode):
                    self.aside += stat.S_ISLNK(status.st_mode)
                    continue
                found.append(Member(file.relative_to(path).as_posix(), status.st_size))
                _look_at_count(len(found), self.name)
        self._members = tuple(found)

    def members(self) -> tuple[Member, ...]:
        return self._members

    def open(self, name: str) -> IO[bytes]:
        return (self._root / name).open("rb")


class _Zip:
    def __init__(self, name: str, opened: zipfile.ZipFile) -> None:
        self.name = name
        self.aside = 0
        self._opened = opened
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in opened.infolist():
            if info.is_dir():
                continue
            if stat.S_ISLNK(info.external_attr >> 16) or not _harmless(info.filename):
                self.aside += 1
                continue
            self._infos[info.filename] = info

    def members(self) -> tuple[Member, ...]:
        return tuple(Member(name, info.file_size) for name, info in self._infos.items())

    def open(self, name: str) -> IO[bytes]:
        info = self._infos[name]
        if info.flag_bits & 1:
            raise BadInput("library.archive_encrypted", name=self.name)
        if info.file_size > MOST_BYTES:
            raise BadInput("library.archive_bomb", name=self.name, member=name)
        if info.file_size > SMALL and info.file_size > MOST_SWELLING * max(info.compress_size, 1):
            raise BadInput("library.archive_bomb", name=self.name, member=name)
        return self._opened.open(info)


class _Tar:
    def __init__(self, name: str, stream: "_Swelling") -> None:
        self.name = name
        self.aside = 0
        self._infos: dict[str, tarfile.TarInfo] = {}
        self._opened = tarfile.open(fileobj=cast("BinaryIO", stream), mode="r:")  # noqa: SIM115 - reads as long as we do
        for number, info in enumerate(self._opened, 1):
            _look_at_count(number, name)
            if info.isdir():
                continue
            if not info.isreg() or not _harmless(info.name):
                self.aside += 1
                continue
            self._infos[info.name.removeprefix("./")] = info

    def members(self) -> tuple[Member, ...]:
        return tuple(Member(name, info.size) for name, info in self._infos.items())

    def open(self, name: str) -> IO[bytes]:
        info = self._infos[name]
        if info.size > MOST_BYTES:
            raise BadInput("library.archive_bomb", name=self.name, member=name)
        opened = self._opened.extractfile(info)
        assert opened is not None  # noqa: S101 - only regular files are in the list
        return opened


class _Swelling:
    """A packed stream that may be read forwards and again, but not without end."""

    def __init__(self, stream: "IO[bytes]", packed: int, name: str) -> None:
        self._stream = stream
        self._packed = max(packed, 1)
        self._name = name

    def read(self, size: int = -1) -> bytes:
        if size > _MOST_AT_ONCE or size < 0:
            raise BadInput("library.archive_bomb", name=self._name, member=self._name)
        data = self._stream.read(size)
        self._look(self._stream.tell())
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        # Packed streams go forward by unpacking: in steps, so that a bomb is seen on the way.
        if whence != os.SEEK_SET:
            return self._stream.seek(offset, whence)
        here = self._stream.tell()
        while offset - here > _MOST_AT_ONCE:
            here = self._stream.seek(here + _MOST_AT_ONCE)
            self._look(here)
        return self._stream.seek(offset)

    def tell(self) -> int:
        return self._stream.tell()

    def _look(self, unpacked: int) -> None:
        if unpacked > _MOST_OF_A_TAR or (unpacked > SMALL and unpacked > MOST_SWELLING * self._packed):
            raise BadInput("library.archive_bomb", name=self._name, member=self._name)


def _look_at_count(members: int, name: str) -> None:
    if members > MOST_MEMBERS:
        raise BadInput("library.archive_too_many", name=name, most=MOST_MEMBERS)


def _look_at_listing(file: BinaryIO, path: Path) -> None:
    """Read how long the listing at the end of a zip is before Python reads it whole (PKWARE's APPNOTE 6.3, 4.3.16)."""
    size = path.stat().st_size
    file.seek(max(0, size - 66_000))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 20:
        raise BadInput("library.archive_damaged", name=path.name, detail="no listing at its end")
    entries, listing = struct.unpack_from("<HI", tail, at + 10)
    far = tail.rfind(b"PK\x06\x06", 0, at)
    if (entries == 0xFFFF or listing == 0xFFFFFFFF) and far >= 0 and len(tail) >= far + 48:
        entries, listing = struct.unpack_from("<QQ", tail, far + 32)
    if entries > MOST_MEMBERS or listing > _LISTING_OF_A_ZIP:
        raise BadInput("library.archive_too_many", name=path.name, most=MOST_MEMBERS)


def _harmless(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return bool(parts) and ".." not in parts and not parts[0].startswith("/") and ":" not in parts[0]

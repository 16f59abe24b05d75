"""What a guideline would give before it is kept, and a file taken away again."""

from collections import Counter
from pathlib import Path

from assistant.errors import BadInput, Unreachable
from assistant.library.folder import GUIDELINE_SUFFIXES, Found, Role, find_files, most_bytes
from assistant.library.readers.terms import is_term_file
from assistant.library.reading import read_file
from assistant.records import FilePreview
from assistant.voice.brand import Brand
from assistant.wording import say

_TABLES = frozenset({".csv", ".tsv"})
_MOST_SECTIONS = 12


def is_guideline(file: Path) -> bool:
    """Whether a file is to be kept as a guideline: by its kind, a table by what it holds.

    Raises:
        OSError: it cannot be read.
    """
    suffix = file.suffix.lower()
    return suffix in GUIDELINE_SUFFIXES or (suffix in _TABLES and is_term_file(file))


def preview_guideline(file: Path, brand: Brand, reader: str) -> FilePreview:
    """What a guideline would give; why nothing, in the reader's language.

    Raises:
        OSError: it cannot be read.
    """
    suffix = file.suffix.lower()
    if file.stat().st_size > most_bytes(suffix):
        said = say("library.too_large", reader, megabytes=most_bytes(suffix) // 1_000_000)
        return FilePreview(file.name, problems=(said,))
    role: Role = "posts" if suffix in _TABLES else "guideline"
    read = read_file(Found(file.name, file, role), file.read_bytes(), brand)
    passages = [entry.passage for entry in read.entries]
    sections = dict.fromkeys(passage.section[-1] for passage in passages if passage.section)
    return FilePreview(
        name=file.name,
        passages=len(passages),
        sections=tuple(sections)[:_MOST_SECTIONS],
        more_sections=max(0, len(sections) - _MOST_SECTIONS),
        by_language=Counter(passage.language for passage in passages),
        pages=max((passage.page for passage in passages), default=0),
        problems=tuple(say(remark.key, reader, **remark.values) for remark in read.remarks),
    )


def remove_file(folder: Path, path: str) -> None:
    """Take a file of the library out of the brand's folder; nothing else can be named.

    Raises:
        BadInput: it is no file of the library, or the brand's own `brand.toml`.
        Unreachable: it cannot be removed.
    """
    found = next((file for file in find_files(folder) if file.path == path), None)
    if found is None or found.role == "facts":
        raise BadInput("library.not_removable", path=path)
    try:
        found.file.unlink()
    except OSError as error:
        raise Unreachable("library.not_removed", path=path, reason=error.strerror) from error

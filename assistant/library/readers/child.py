"""What runs in the process that reads one document apart: limits on itself first, then the reader.

The document comes on stdin, JSON goes out on stdout. Whatever goes wrong here ends this process only.
"""

import json
import sys
import zipfile
from io import BytesIO

from assistant.library.readers.blocks import Document, Unreadable

MOST_LETTERS = 20_000_000
_MOST_UNPACKED = 400_000_000
_MOST_PARTS = 20_000


def main(kind: str, memory: int, seconds: int) -> None:
    """Read stdin as `kind` within `memory` bytes and `seconds` of the processor, and print what it holds."""
    _limit(memory, seconds)
    data = sys.stdin.buffer.read()
    try:
        answer = _answer(kind, data)
    except Unreadable as error:
        answer = {"error": [error.key, dict(error.values)]}
    except (MemoryError, RecursionError):
        answer = {"error": ["library.too_heavy", {}]}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    sys.stdout.flush()


def _answer(kind: str, data: bytes) -> dict[str, object]:
    if kind == "webpage":
        from assistant.library.readers.webpage import main_text

        text, title, language = main_text(data)
        return {"text": text, "title": title, "language": language}
    document = _read(kind, data)
    if sum(len(unit) for block in document.blocks for unit in block.units) > MOST_LETTERS:
        raise Unreadable("library.too_heavy")
    return {
        "blocks": [[b.kind, b.section, b.units, b.header, b.page] for b in document.blocks],
        "language": document.language,
        "title": document.title,
        "remarks": [[r.key, dict(r.values), r.left_out] for r in document.remarks],
    }


def _read(kind: str, data: bytes) -> Document:
    if kind == "pdf":
        from assistant.library.readers.pdf import read_pdf

        return read_pdf(data)
    if kind == "html":
        from assistant.library.readers.encodings import decode_text
        from assistant.library.readers.webpage import read_page

        return read_page(data, decode_text(data))
    names = _parts(data)
    if "word/document.xml" in names:
        from assistant.library.readers.docx import read_docx

        return read_docx(data)
    if "xl/workbook.xml" in names:
        from assistant.library.readers.xlsx import read_xlsx

        return read_xlsx(data)
    raise Unreadable("library.damaged")


def _parts(data: bytes) -> frozenset[str]:
    """The names in an Office file, which is a zip archive.

    Raises:
        Unreadable: it is none, or would unpack to more than any document holds.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable("library.damaged") from error
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise Unreadable("library.too_heavy")
    return frozenset(entry.filename for entry in entries)


def _limit(memory: int, seconds: int) -> None:
    """Hold this process to its limits, as far as the system knows them."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the limit
        return
    limits = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
    for name, most in limits.items():
        try:
            resource.setrlimit(name, (most, most))
        except (ValueError, OSError):  # macOS does not limit memory this way
            continue

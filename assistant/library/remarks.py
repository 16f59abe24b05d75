"""What is to be said about files, in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.records import Skipped
from assistant.store import Remark
from assistant.wording import say


def skipped(remarks: Mapping[str, Sequence[Remark]], reader: str) -> Iterator[Skipped]:
    """What was left out, file by file and line by line, in the reader's language."""
    for path in sorted(remarks):
        for remark in remarks[path]:
            if remark.left_out:
                line = remark.values.get("line")
                yield Skipped(path if line is None else f"{path}:{line}", say(remark.key, reader, **remark.values))


def told(remark: Remark, reader: str) -> str:
    """A remark in the reader's language, with its line when it is about one."""
    reason = say(remark.key, reader, **remark.values)
    line = remark.values.get("line")
    return reason if line is None else say("library.at_line", reader, line=line, reason=reason)

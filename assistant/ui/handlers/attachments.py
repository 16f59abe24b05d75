"""What a person adds beside a draft's text, or takes out: kept at once, together with all that is typed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.desk import Office, attaching
from assistant.desk.attaching import Attached
from assistant.errors import PapillonError
from assistant.networks.pictures import read_file
from assistant.records import Content
from assistant.ui.handlers.fields import read_fields, wanted
from assistant.ui.handlers.inbox import Screen, Seen, look, safely


def add_pictures(  # noqa: PLR0917 - one call, one place
    office: Office, seen: Seen, text: str, sent: str, files: Sequence[str], by: str, reader: str
) -> Screen:
    """Add picture files to the post for which they were chosen; those that are none are told, the others are there."""
    number = read_fields(sent).part
    problems: list[str] = []

    def add(content: Content) -> Attached:
        done = Attached(content)
        for file in files:
            try:
                path = Path(file)
                more = attaching.add_picture(done.content, number, read_file(path), path.name, reader=reader)
            except PapillonError as error:
                problems.append(error.text(reader))
            else:
                done = Attached(more.content, done.pictures + more.pictures, done.remarks + more.remarks)
        return done

    screen = _change(office, seen, text, sent, by, reader, add)
    if not problems:
        return screen
    return replace(screen, notice=" ".join((*problems, screen.notice)).strip(), level="bad")


def act(  # noqa: PLR0917 - one call, one place
    office: Office, seen: Seen, text: str, sent: str, said: Sequence[object], by: str, reader: str
) -> Screen:
    """One click beside the text: `said` is what, on which post of the thread, and a place or an address."""
    what, part, more = (*map(str, said), "", "", "")[:3]
    number = int(part) if part.isdecimal() else 0

    def do(content: Content) -> Attached:
        match what:
            case "quote":
                return Attached(attaching.add_quote(content, more, office.networks))
            case "unquote":
                return Attached(replace(content, quoting=None))
            case "card":
                return attaching.add_card(content, number, more, reader=reader)
            case "uncard":
                return Attached(attaching.remove_card(content, number))
            case "unpicture":
                return Attached(attaching.remove_picture(content, number, int(more) if more.isdecimal() else -1))
            case _:
                return Attached(content)

    return _change(office, seen, text, sent, by, reader, do)


def _change(  # noqa: PLR0917 - one call, one place
    office: Office, seen: Seen, text: str, sent: str, by: str, reader: str, do: Callable[[Content], Attached]
) -> Screen:
    def step() -> Screen:
        draft = office.desk.get(seen.draft)
        done = do(wanted(draft, text, sent))
        office.desk.edit(draft.id, seen.version, done.content, by, reader=reader, pictures=done.pictures)
        screen = look(office, seen, reader)
        return replace(screen, notice=" ".join((*done.remarks, screen.notice)).strip())

    return safely(office, seen, reader, step, text, sent)

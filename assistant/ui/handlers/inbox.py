"""What a person does in the inbox and at the desk. Each step gives what is then to be seen, and never raises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from assistant.desk import Office, parts_of, reason_of, waiting
from assistant.errors import Conflict, PapillonError
from assistant.records import Draft, Exchange, KeptDraft, Received, Standing, Step
from assistant.ui.handlers.corrections import URGENCIES
from assistant.ui.handlers.fields import drawn, wanted
from assistant.ui.rendering.figures import plural
from assistant.wording import say

Show = Literal["waiting", "drafts", "all"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page has open, kept with the session: a message, a draft, and the version of it that was shown."""

    account: str = ""
    uri: str = ""
    draft: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Screen:
    """What is to be seen: the message with its conversation, the draft with its trail, and a word on what happened.
    `haste` is why the message wants its answer by when it does, empty once it has one. `text` is what the text box is
    to hold when it differs from the draft's, `sent` what the fields around it held: a person's words are never taken
    away."""

    seen: Seen = Seen()
    message: Received | None = None
    history: tuple[Received, ...] = ()
    draft: KeptDraft | None = None
    steps: tuple[Step, ...] = ()
    haste: str = ""
    notice: str = ""
    level: Literal["info", "warn", "bad"] = "info"
    text: str | None = None
    sent: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list at the left: a conversation, or a draft that belongs to none."""

    key: tuple[str, str, str]
    exchange: Exchange | None = None
    draft: KeptDraft | None = None


def rows(office: Office, show: Show) -> tuple[Row, ...]:
    """The list: conversations that wait, drafts at the desk, or everything."""
    if show == "drafts":
        kept = office.desk.list(("draft", "edited", "approved", "publishing", "failed"))
        return tuple(Row(_key(draft), draft=draft) for draft in kept)
    exchanges = office.inbox.list(everything=show == "all")
    drafts = office.desk.drafts.some([one.first.draft for one in exchanges])
    found = [Row((one.account, one.first.uri, ""), one, drafts.get(one.first.draft)) for one in exchanges]
    if show == "all":
        answering = {row.key[1] for row in found}
        found += [
            Row(_key(draft), draft=draft)
            for draft in office.desk.list(("published", "withdrawn", "rejected"))
            if not draft.content.answering or draft.content.answering.post.uri not in answering
        ]
    return tuple(found)


def _key(draft: KeptDraft) -> tuple[str, str, str]:
    target = draft.content.answering
    return (draft.content.account, target.post.uri if target else "", draft.id)


def stamp(office: Office, show: Show, reader: str) -> str:
    """Changes whenever the list may look different, and with each minute; cheap enough to be asked all the time."""
    accounts = [account.id for account in office.inbox.accounts()]
    minute = datetime.now(UTC).strftime("%H:%M")
    watches = [office.inbox.mail.watch(account).problem for account in accounts]
    return (
        f"{office.inbox.mail.stamp(accounts)}{office.desk.drafts.stamp(office.brand.id)}{show}{minute}{watches}{reader}"
    )


# ------------------------------------------------------------ looking


def look(office: Office, seen: Seen, reader: str) -> Screen:
    """What is open as it stands in the database now."""
    message = office.inbox.mail.get(seen.account, seen.uri) if seen.uri and _known(office, seen) else None
    draft = office.desk.get(seen.draft) if seen.draft else None
    steps = office.desk.drafts.steps(draft.id) if draft else ()
    history = office.inbox.history(message) if message else ()
    shown = replace(seen, version=draft.version if draft else 0)
    told = waiting(draft, reader) if draft else ""
    haste = reason_of(message, office.brand, reader) if message and message.standing == "open" else ""
    return Screen(shown, message, history, draft, steps, haste, told)


def open_row(office: Office, key: Sequence[str], reader: str) -> Screen:
    """Open a line of the list: its conversation is fetched anew, its message counts as read."""
    account, uri, draft = (*key, "", "", "")[:3]

    def step() -> Screen:
        problem = ""
        opened = draft
        if uri and _known(office, Seen(account, uri)):
            message = office.inbox.open(account, uri)
            opened = draft or message.draft
            problem = message.problem
        screen = look(office, Seen(account, uri, opened), reader)
        return replace(screen, notice=problem or screen.notice, level="warn" if problem else screen.level)

    return safely(office, Seen(account, uri, draft), reader, step)


def _known(office: Office, seen: Seen) -> bool:
    return seen.uri in office.inbox.mail.known(seen.account, [seen.uri])


# ------------------------------------------------------------ the draft


def save(office: Office, seen: Seen, text: str, sent: str, by: str, reader: str) -> Screen:  # noqa: PLR0917
    """Keep what the text box and the fields around it hold; the first words of a reply put it on the desk."""
    return _act(office, seen, text, sent, by, reader, lambda draft: draft)


def approve(  # noqa: PLR0917 - one call, one place
    office: Office, seen: Seen, text: str, sent: str, by: str, reader: str, *, reason: str = ""
) -> Screen:
    """Keep what the text box and the fields around it hold, and let exactly that go."""
    return _act(
        office, seen, text, sent, by, reader,
        lambda draft: office.approve(draft.id, draft.version, by, reason=reason, reader=reader),
    )  # fmt: skip


def reject(office: Office, seen: Seen, text: str, sent: str, by: str, reader: str) -> Screen:  # noqa: PLR0917
    """Set the draft aside."""
    return _act(office, seen, text, sent, by, reader, lambda draft: office.desk.reject(draft.id, draft.version, by))


def publish(office: Office, seen: Seen, text: str, sent: str, by: str, reader: str) -> Screen:  # noqa: PLR0917
    """Send what was approved; refused when the text box or the fields around it hold anything else."""

    def step() -> Screen:
        draft = office.desk.get(seen.draft)
        if wanted(draft, text, sent) != draft.content:
            told = say("ui.inbox_unsaved", reader)
            return replace(look(office, seen, reader), notice=told, level="warn", text=text, sent=sent)
        done = office.publish(draft.id, by, patience=8.0, reader=reader)
        screen = look(office, seen, reader)
        if done.state == "published":
            return replace(screen, notice=say("ui.inbox_published", reader))
        problem = done.sending.problem if done.state == "failed" else waiting(done, reader)
        return replace(screen, notice=problem, level="bad" if done.state == "failed" else "warn")

    return safely(office, seen, reader, step, text, sent)


def withdraw(office: Office, seen: Seen, by: str, reader: str) -> Screen:
    """Delete what was published."""

    def step() -> Screen:
        office.withdraw(seen.draft, by)
        return replace(look(office, seen, reader), notice=say("ui.inbox_withdrawn", reader))

    return safely(office, seen, reader, step)


def answer_new_version(  # noqa: PLR0917 - one call, one place
    office: Office, seen: Seen, text: str, sent: str, by: str, reader: str
) -> Screen:
    """Tie the draft to the message as it reads now; it then wants approval again."""

    def step() -> Screen:
        kept = office.answering.retarget(seen.draft, seen.version, by, reader=reader)
        screen = look(office, replace(seen, version=kept.version), reader)
        return replace(screen, notice=say("ui.inbox_retargeted", reader), text=text, sent=sent)

    return safely(office, seen, reader, step, text, sent)


def check(office: Office, seen: Seen, text: str, sent: str, reader: str) -> Draft | None:
    """What is to be said about the text as it stands in the box, and about what goes with it."""
    if not seen.draft or not text.strip():
        return None
    draft = office.desk.get(seen.draft)
    return office.desk.checked(replace(draft, content=drawn(draft.content, sent)), parts_of(text), reader)


# ------------------------------------------------------------ the message


def decide(office: Office, seen: Seen, standing: Standing, by: str, reader: str) -> Screen:
    """A person's word on a message: it needs no reply, or somebody else takes it over, or it waits again."""

    def step() -> Screen:
        office.inbox.set_standing(seen.account, seen.uri, standing, by)
        return replace(look(office, seen, reader), notice=say(f"ui.inbox_set_{standing}", reader))

    return safely(office, seen, reader, step)


def like(office: Office, seen: Seen, by: str, reader: str) -> Screen:
    """Answer with a like."""

    def step() -> Screen:
        office.inbox.like(seen.account, seen.uri, by)
        return replace(look(office, seen, reader), notice=say("ui.inbox_liked", reader))

    return safely(office, seen, reader, step)


def hurry(office: Office, seen: Seen, what: Sequence[object], by: str, reader: str) -> Screen:
    """A person's word on by when a message wants an answer: `["urgency", value]` as the page sends it, an empty value
    to go back to what was read; anything else changes nothing."""

    def step() -> Screen:
        value = next((one for one in (*URGENCIES, None) if list(what) == ["urgency", one or ""]), None)
        if value is not None or list(what) == ["urgency", ""]:
            office.inbox.set_urgency(seen.account, seen.uri, value, by)
        return look(office, seen, reader)

    return safely(office, seen, reader, step)


# ------------------------------------------------------------ together


def refresh(office: Office, reader: str, *, older: bool = False, read: bool = False) -> str:
    """Look for messages now, for older ones, or call all read; what came of it in a sentence."""
    told: list[str] = []
    for account in office.inbox.accounts():
        try:
            if read:
                office.inbox.mark_all_read(account)
                told.append(say("ui.inbox_all_read", reader))
                continue
            done = office.inbox.older(account) if older else office.inbox.sync(account)
            told.append(plural("ui.inbox_new_{}", done.new, reader))
            if older and done.complete and not done.new:
                told[-1] = say("ui.inbox_no_older", reader)
        except PapillonError as error:
            told.append(error.text(reader))
    return " ".join(dict.fromkeys(told))


def _act(  # noqa: PLR0917 - one call, one place
    office: Office, seen: Seen, text: str, sent: str, by: str, reader: str, then: Callable[[KeptDraft], KeptDraft]
) -> Screen:  # fmt: skip
    def step() -> Screen:
        if not seen.draft:
            draft = office.answering.write(seen.account, seen.uri, parts_of(text), by, reader=reader)
            then(draft)
            return look(office, replace(seen, draft=draft.id), reader)
        draft = office.desk.get(seen.draft)
        content = wanted(draft, text, sent)
        if content != draft.content:
            draft = office.desk.edit(draft.id, seen.version, content, by, reader=reader)
        elif draft.version != seen.version:
            draft = replace(draft, version=seen.version)
        then(draft)
        return look(office, seen, reader)

    return safely(office, seen, reader, step, text, sent)


def safely(  # noqa: PLR0917 - one call, one place
    office: Office, seen: Seen, reader: str, step: Callable[[], Screen], text: str | None = None, sent: str = ""
) -> Screen:
    """The screen that a step gives; on a failure, what is open as it stands now, what the person wrote, and why."""
    try:
        return step()
    except PapillonError as error:
        told = error.text(reader)
        failed = error
    try:
        screen = look(office, seen, reader)
    except PapillonError:
        return Screen(seen, notice=told, level="bad", text=text, sent=sent)
    level: Literal["warn", "bad"] = "warn" if isinstance(failed, Conflict) else "bad"
    return replace(screen, notice=told, level=level, text=text, sent=sent)

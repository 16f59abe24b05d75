"""Connecting and disconnecting accounts. The password goes to the network and nowhere else."""

from typing import Literal

from assistant.desk import Office
from assistant.errors import PapillonError
from assistant.wording import say

Told = tuple[str, Literal["info", "warn", "bad"]]
"""A sentence for the person, and how serious it is."""


def connect(  # noqa: PLR0917 - one call, one place
    office: Office, handle: str, password: str, person: str, service: str, reader: str
) -> Told:
    """Sign in and keep the session."""
    if not handle.strip() or not password.strip():
        return say("ui.account_fields", reader), "warn"
    try:
        account = office.networks.add(handle.strip(), password.strip(), person=person, service=service.strip())
    except PapillonError as error:
        return error.text(reader), "bad"
    office.inbox.look_again(account)
    return say("ui.account_added", reader, handle=account.handle), "info"


def disconnect(office: Office, account_id: str, reader: str) -> Told:
    """Sign out and forget the session; what was received goes with it, what was drafted and published stays."""
    try:
        account = office.networks.account(account_id)
        office.networks.remove(account)
    except PapillonError as error:
        return error.text(reader), "bad"
    office.inbox.mail.forget(account.id)
    return say("ui.account_removed", reader, handle=account.handle), "info"


def label(office: Office, account_id: str, wanted: bool, reader: str) -> Told:
    """Put the network's label for automated accounts on the profile, or take it off, as the brand's file wants it."""
    try:
        account = office.networks.account(account_id)
        changed = office.networks.connect(account).mark_automated(wanted)
    except PapillonError as error:
        return error.text(reader), "bad"
    key = f"ui.bot_label_{'on' if wanted else 'off'}{'' if changed else '_already'}"
    return say(key, reader, handle=account.handle), "info"


def choices(office: Office, names: dict[str, str]) -> list[tuple[str, str]]:
    """The accounts by handle, with whose they are."""
    return [
        (
            f"@{account.handle}" + (f" · {names.get(account.person, account.person)}" if account.person else ""),
            account.id,
        )
        for account in office.inbox.accounts()
    ]

"""The accounts of a brand, with their sessions encrypted in the database, and the networks seen through them."""

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import BadInput, SignedOut
from assistant.networks.network import MOST_REPLIES, Network, PublicNetwork
from assistant.networks.references import parse_handle
from assistant.networks.vault import Vault
from assistant.records import Account, Conversation, Exported
from assistant.settings import Settings
from assistant.store import Accounts, Database

if TYPE_CHECKING:
    from assistant.networks.bluesky import Bluesky, PublicBluesky

log = logging.getLogger(__name__)

BLUESKY = "bluesky"


class AccountBook:
    """The accounts of one brand; implements `Networks`. Safe for threads."""

    def __init__(self, settings: Settings, database: Database, brand: str) -> None:
        """Nothing is read or sent yet."""
        secret = settings.secret.get_secret_value() if settings.secret else ""
        self._service, self._appview = settings.bluesky_service, settings.bluesky_appview
        self._kept = Accounts(database, brand)
        self._vault = Vault(secret, settings.home)
        self._brand = brand
        self._lock = threading.Lock()
        self._open: dict[str, Bluesky] = {}
        self._public: PublicBluesky | None = None

    def accounts(self) -> tuple[Account, ...]:
        """As `Networks.accounts`."""
        return self._kept.list()

    def account(self, name: str = "", person: str = "") -> Account:
        """As `Networks.account`."""
        every = self.accounts()
        if name:
            wanted = parse_handle(name)
            found = [one for one in every if wanted in (one.id, one.handle.lower())]
        else:
            found = [one for one in every if one.person == person]
        if found:
            return found[0]
        if not every:
            raise BadInput("networks.no_account")
        known = ", ".join(f"@{one.handle}" for one in every)
        raise BadInput("networks.unknown_account", name=name or person or self._brand, known=known)

    def add(self, handle: str, app_password: str, *, person: str = "", service: str = "") -> Account:
        """As `Networks.add`."""
        from assistant.networks.wire import SignedWire

        name = parse_handle(handle)
        password = app_password.strip()
        if not password:
            raise BadInput("networks.no_password", handle=name)
        sessions: list[str] = []
        wire = SignedWire(
            service or self._service, lambda text, _: sessions.append(text), lambda: "", stay=bool(service)
        )
        try:
            wire.sign_in(name, password)
            account = Account(wire.did, wire.handle, BLUESKY, self._brand, person, wire.server)
        finally:
            wire.close()
        kept = self._kept.put(account, self._vault.lock(sessions[-1], self._purpose(account.id)))
        with self._lock:
            before = self._open.pop(account.id, None)
        if before is not None:
            before.close()
        return kept

    def remove(self, account: Account) -> None:
        """As `Networks.remove`."""
        try:
            self.connect(account).sign_out()
        except SignedOut as error:
            log.info("nothing to sign out of: %s", error)
        self._kept.remove(account.id)
        with self._lock:
            opened = self._open.pop(account.id, None)
        if opened is not None:
            opened.close()

    def connect(self, account: Account) -> Network:
        """As `Networks.connect`."""
        from assistant.networks.bluesky import Bluesky
        from assistant.networks.wire import SignedWire

        with self._lock:
            opened = self._open.get(account.id)
            if opened is None:
                session = self._session(account.id)
                if not session:
                    raise SignedOut("networks.signed_out", account=account.handle)
                # The address kept is the one the session was begun with: it is where the account lives.
                wire = SignedWire(
                    account.service,
                    lambda text, handle: self._renewed(account.id, text, handle),
                    lambda: self._session(account.id),
                    stay=True,
                )
                wire.resume(session)
                opened = self._open[account.id] = Bluesky(wire, account)
            return opened

    def public(self) -> PublicNetwork:
        """As `Networks.public`."""
        from assistant.networks.bluesky import PublicBluesky
        from assistant.networks.wire import Wire

        with self._lock:
            if self._public is None:
                self._public = PublicBluesky(Wire(self._appview))
            return self._public

    def read_post(self, reference: str, *, replies: int = MOST_REPLIES) -> Conversation:
        """As `Networks.read_post`."""
        ours = next((one for one in self.accounts() if not one.person), None)
        try:
            reader = self.connect(ours) if ours is not None else self.public()
            return reader.read_post(reference, replies=replies)
        except SignedOut:
            if ours is None:
                raise
            log.warning("@%s is signed out: the post is read as everybody sees it", ours.handle)
            return self.public().read_post(reference, replies=replies)

    def export(self, account: Account, path: Path, *, anew: bool = False) -> Exported | None:
        """Write an account's whole repository to a CAR file; None when nothing in it has changed since `imported` was
        last called and `anew` is False. (Whole: what a repository gives since a revision names no post that is gone.)

        Raises:
            PapillonError: as `Network.export`.
        """
        network = self.connect(account)
        if not anew and network.revision() == self._kept.revision(account.id):
            return None
        return network.export(path)

    def imported(self, exported: Exported) -> None:
        """Remember that an export has been taken into the library."""
        self._kept.imported(exported.account, exported.revision)

    def close(self) -> None:
        """As `Networks.close`."""
        with self._lock:
            opened = [*self._open.values(), *([self._public] if self._public else [])]
            self._open, self._public = {}, None
        for one in opened:
            one.close()

    def _session(self, id_: str) -> str:
        box = self._kept.session(id_)
        return self._vault.open(box, self._purpose(id_)) if box else ""

    def _renewed(self, id_: str, session: str, handle: str) -> None:
        self._kept.renew(id_, self._vault.lock(session, self._purpose(id_)), handle)

    def _purpose(self, id_: str) -> str:
        return f"session/{self._brand}/{id_}"

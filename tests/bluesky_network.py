"""The real Bluesky network on loopback: a PLC directory, a PDS and the AppView, started once for a test run.

network.new_account("customer")      # a handle, a password, an app password
network.sync()                       # wait until the AppView has indexed everything
network.client(account)              # the SDK, signed in, to act as somebody else would
"""

import base64
import hashlib
import hmac
import json
import random
import socket
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from atproto import Client, Request, models

from tests.atproto_network.install import modules

HERE = Path(__file__).parent / "atproto_network"
PASSWORD = "correct horse"


@dataclass(frozen=True)
class TestAccount:
    """An account on the network. `app_password` is what a person types into Papillon."""

    __test__ = False

    did: str
    handle: str
    app_password: str
    password: str = field(default=PASSWORD, repr=False)


class BlueskyNetwork:
    """The running network. `pds` and `appview` are addresses."""

    def __init__(self, *options: str) -> None:
        folder = modules()
        last = ""
        for _ in range(4):
            base = _free_ports()
            command = ["node", "network.mjs", "--watch-stdin", "--modules", str(folder), "--base-port", str(base)]
            errors = tempfile.TemporaryFile()  # noqa: SIM115  # it closes with the process
            self._process = subprocess.Popen(
                [*command, *options], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
            assert self._process.stdout is not None
            line = self._process.stdout.readline()
            if line:
                break
            self._process.wait(30)  # another process took a port meanwhile
            errors.seek(0)
            last = errors.read().decode()[-2000:]
        else:
            raise RuntimeError(f"the network did not start: {last}")
        self.ready: dict[str, Any] = json.loads(line)
        self.pds: str = self.ready["pds"]
        self.appview: str = self.ready["appview"] or ""
        self._clients: dict[str, Client] = {}

    def stop(self) -> None:
        """Stop everything and remove all state."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def sync(self) -> None:
        """Wait until the AppView has indexed all that the PDS has written."""
        httpx.post(f"{self.ready['control']}/sync", timeout=30).raise_for_status()

    def new_account(self, name: str = "brand", *, display_name: str = "", description: str = "") -> TestAccount:
        """A new account; `name` begins its handle (at most 10 letters)."""
        handle = f"{name}-{uuid.uuid4().hex[:6]}.test"
        client = Client(self.pds, request=Request(timeout=30))
        wanted = {"handle": handle, "email": f"{handle}@example.com", "password": PASSWORD}
        made = client.com.atproto.server.create_account(models.ComAtprotoServerCreateAccount.Data(**wanted))
        self.sync()
        client.login(handle, PASSWORD)
        if display_name or description:
            record = models.AppBskyActorProfile.Record(
                display_name=display_name or None, description=description or None
            )
            client.com.atproto.repo.put_record(
                models.ComAtprotoRepoPutRecord.Data(
                    repo=made.did, collection="app.bsky.actor.profile", rkey="self", record=record
                )
            )
            self.sync()
        app_password = client.com.atproto.server.create_app_password({"name": "papillon"}).password
        account = TestAccount(made.did, handle, app_password)
        self._clients[account.did] = client
        return account

    def client(self, account: TestAccount) -> Client:
        """The SDK signed in as this account, with its main password."""
        return self._clients[account.did]

    def post(self, account: TestAccount, text: str, **more: Any) -> Any:
        """Posts as this account, mentions and links found, and waits until it is indexed."""
        client = self.client(account)
        sent = client.send_post(text, facets=client.detect_facets(text), **more)
        self.sync()
        return sent

    def reply(self, account: TestAccount, text: str, parent: Any, root: Any = None, **more: Any) -> Any:
        """Replies as this account. `parent` and `root` are what `post` and `reply` gave."""
        to = models.create_strong_ref(parent)
        first = models.create_strong_ref(root) if root is not None else to
        return self.post(account, text, reply_to=models.AppBskyFeedPost.ReplyRef(parent=to, root=first), **more)

    def admin(self, method: str, body: dict[str, Any]) -> None:
        """An XRPC procedure as the server's administrator."""
        basic = ("admin", self.ready["adminPassword"])
        httpx.post(f"{self.pds}/xrpc/{method}", json=body, auth=basic, timeout=30).raise_for_status()

    def take_down(self, account: TestAccount, *, applied: bool = True) -> None:
        """Suspend an account, or give it back."""
        subject = {"$type": "com.atproto.admin.defs#repoRef", "did": account.did}
        takedown = {"applied": True, "ref": "test"} if applied else {"applied": False}
        self.admin("com.atproto.admin.updateSubjectStatus", {"subject": subject, "takedown": takedown})

    def access_token(self, account: TestAccount, seconds: float) -> str:
        """An access token of this account that expires in so many seconds; a past time gives an expired one."""

        def part(value: object) -> str:
            return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

        expires = int(time.time() + seconds)
        head = part({"typ": "at+jwt", "alg": "HS256"})
        aud = self.ready["pdsDid"]
        claims = {"scope": "com.atproto.appPass", "aud": aud, "sub": account.did, "iat": expires - 7200, "exp": expires}
        body = part(claims)
        digest = hmac.new(self.ready["jwtSecret"].encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
        return f"{head}.{body}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def _free_ports() -> int:
    """A base number whose next five ports are free now."""
    while True:
        base = random.randrange(20_000, 32_000, 10)
        try:
            for port in range(base + 1, base + 6):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return base

"""Calls to one AT Protocol server, with or without an account, through the SDK."""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.errors import BadInput, SignedOut
from assistant.networks.allowance import Allowance
from assistant.networks.failures import Purpose, expired, told

if TYPE_CHECKING:
    import httpx
    from atproto import Session

log = logging.getLogger(__name__)

T = TypeVar("T")
CONNECT_SECONDS, ANSWER_SECONDS, UPLOAD_SECONDS = 6.0, 30.0, 60.0
_JSON = "application/json"


class Wire:
    """A server's XRPC methods. Safe for threads. What goes wrong comes out as our errors, never retried here."""

    def __init__(self, server: str) -> None:
        """Nothing is sent yet.

        Raises:
            BadInput: the address means nothing.
        """
        from atproto import Client, Request
        from httpx import Timeout

        self.server = checked_address(server)
        self.allowance = Allowance()
        self._origins = {self.server}
        hooks = {"request": [self._stay], "response": [self._note]}
        timeout = Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS, write=UPLOAD_SECONDS)
        self._client: Client = Client(self.server, request=Request(timeout=timeout, event_hooks=hooks))

    @property
    def name(self) -> str:
        """The server, as a person is told."""
        return self.server.partition("://")[2]

    def query(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The JSON object that a query answers; a parameter that is None is left out."""
        from atproto_client.models.dot_dict import DotDict

        asked = DotDict({key: one for key, one in parameters.items() if one is not None})
        return self._call(lambda: self._object(self._client.invoke_query(method, asked, ignore_session_check=True)))

    def procedure(self, method: str, body: Mapping[str, Any] | str, purpose: Purpose = "write") -> dict[str, Any]:
        """What a procedure answers; empty when it answers nothing. `body` is an object or its JSON, sent as it is."""
        content = (body if isinstance(body, str) else json.dumps(body)).encode()

        def sent() -> dict[str, Any]:
            headers = {"Content-Type": _JSON}
            answer = self._client.invoke_procedure(method, content=content, headers=headers, ignore_session_check=True)
            return self._object(answer)

        return self._call(sent, purpose)

    def upload(self, data: bytes, kind: str) -> dict[str, Any]:
        """Put a file on the server; it stays for some hours when no record points to it."""

        def sent() -> dict[str, Any]:
            headers = {"Content-Type": kind}
            return self._object(
                self._client.invoke_procedure(
                    "com.atproto.repo.uploadBlob", content=data, headers=headers, ignore_session_check=True
                )
            )

        return self._call(sent)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.request.close()

    def _call(self, call: Callable[[], T], purpose: Purpose = "read") -> T:
        try:
            return call()
        except Exception as error:
            raise told(error, server=self.name, purpose=purpose) from error

    @staticmethod
    def _object(answer: Any) -> dict[str, Any]:
        if isinstance(answer.content, dict):
            return answer.content
        if not answer.content:
            return {}
        raise ValueError("an answer that is no JSON object")

    def _stay(self, request: "httpx.Request") -> None:
        """The SDK follows redirects: never to another server, which might stand inside our own network."""
        from httpx import RequestError

        origin = f"{request.url.scheme}://{request.url.netloc.decode()}"
        if origin not in self._origins:
            raise RequestError(f"sent on to {origin}", request=request)

    def _note(self, response: "httpx.Response") -> None:
        self.allowance.note(response.status_code, response.headers)


class SignedWire(Wire):
    """A server's methods as one account. An expired session is renewed once, under a lock, and saved before it is used.

    `save` gets the session's text after each renewal; `newest` gives the one kept, which another process may have
    renewed meanwhile.
    """

    def __init__(self, server: str, save: Callable[[str, str], None], newest: Callable[[], str], *, stay: bool) -> None:
        """`stay` keeps to this server's address also when the account's document names another one."""
        super().__init__(server)
        self.handle = ""
        self.did = ""
        self._save, self._newest, self._stays = save, newest, stay
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"SignedWire({self.server!r}, {self.handle!r})"

    def sign_in(self, handle: str, password: str) -> None:
        """Begin a session and save it.

        Raises:
            SignInRefused: handle and password are not an account's.
            PapillonError: as `told`.
        """
        try:
            self._client.login(handle, password, fetch_bsky_profile=False)
        except Exception as error:  # noqa: BLE001 - `told` raises what is no failure of a server
            # Without its cause: the SDK's error may hold the request, and so the password.
            raise told(error, server=self.name, purpose="sign_in", account=handle) from None
        session = self._session()
        named = (session.pds_endpoint or "").removesuffix("/xrpc").rstrip("/")
        if named.startswith("https://") and not self._stays:
            self.server = checked_address(named)
            self._origins.add(self.server)
        self._take(session)
        self._save(self._client.export_session_string(), self.handle)

    def resume(self, session: str) -> None:
        """Go on with a saved session. Nothing is sent.

        Raises:
            SignedOut: the text is no session.
        """
        from atproto import Session

        try:
            self._take(Session.decode(session))
        except (ValueError, TypeError, KeyError) as error:
            raise SignedOut("networks.signed_out", account=self.handle or self.name, server=self.name) from error

    def sign_out(self) -> None:
        """End the session on the server."""
        headers = {"Authorization": f"Bearer {self._session().refresh_jwt}", "Content-Type": _JSON}
        method = "com.atproto.server.deleteSession"
        self._call(lambda: self._client.invoke_procedure(method, headers=headers, ignore_session_check=True))

    def _call(self, call: Callable[[], T], purpose: Purpose = "read") -> T:
        used = self._session().access_jwt
        try:
            return call()
        except Exception as error:
            if not expired(error):
                raise told(error, server=self.name, purpose=purpose, account=self.handle) from error
        self._renew(used)
        try:
            return call()
        except Exception as error:
            raise told(error, server=self.name, purpose=purpose, account=self.handle) from error

    def _renew(self, used: str) -> None:
        """A new session in place of the one whose token `used` has expired."""
        with self._lock:
            if self._session().access_jwt != used:
                return
            kept = self._newest()
            if kept:
                self.resume(kept)
                if self._session().access_jwt != used:
                    return
            headers = {"Authorization": f"Bearer {self._session().refresh_jwt}"}
            try:
                renewed = self._client.com.atproto.server.refresh_session(headers=headers, ignore_session_check=True)
            except Exception as error:  # noqa: BLE001 - `told` raises what is no failure of a server
                raise told(error, server=self.name, account=self.handle) from None
            session = self._session()
            session.access_jwt, session.refresh_jwt = renewed.access_jwt, renewed.refresh_jwt
            session.handle = renewed.handle
            self._save(session.encode(), renewed.handle)
            self._take(session)

    def _session(self) -> "Session":
        from atproto import Session

        return Session.decode(self._client.export_session_string())

    def _take(self, session: "Session") -> None:
        """Speak as this session from now on. The server stays: other threads may be in the middle of a call."""
        session.pds_endpoint = self.server
        self._client.login(session_string=session.encode(), fetch_bsky_profile=False)
        self.handle, self.did = session.handle, session.did


def checked_address(server: str) -> str:
    """A server's address without anything after the host: https, or http on this machine.

    Raises:
        BadInput: it means nothing.
    """
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(server if "://" in server else f"https://{server}")
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadInput("networks.bad_service", server=server) from error
    here = host in ("localhost", "127.0.0.1", "::1")
    if not host or parts.username or parts.scheme not in ("https", "http") or (parts.scheme == "http" and not here):
        raise BadInput("networks.bad_service", server=server)
    return f"{parts.scheme}://{parts.netloc.lower()}"

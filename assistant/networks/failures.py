"""What a network's server did wrong, told as one of our own errors.

Every class of `atproto` and of `httpx` that can leave a call is mapped here; a test enumerates them.
"""

import logging
import ssl
import time
from collections.abc import Mapping
from typing import Any, Literal

from assistant.errors import (
    AccountClosed,
    BadInput,
    NetworkRateLimited,
    NetworkRefused,
    NetworkUnreachable,
    OutcomeUnknown,
    PapillonError,
    PostGone,
    SignedOut,
    SignInRefused,
)

logger = logging.getLogger(__name__)

Purpose = Literal["read", "write", "sign_in"]
"""What was being done. A write may have arrived although no answer came."""

UNTOLD_SECONDS = 60
"""How long we wait when a server asks to wait and does not say how long."""
LONGEST_REASON = 200

_EXPIRED = "ExpiredToken"
# Errors by their name in the answer (com.atproto.server and bluesky-social/atproto packages/pds/src/auth-verifier.ts).
_BY_NAME: Mapping[str, tuple[type[PapillonError], str]] = {
    "AccountTakedown": (AccountClosed, "networks.taken_down"),
    "AccountSuspended": (AccountClosed, "networks.taken_down"),
    "RepoTakendown": (AccountClosed, "networks.taken_down"),
    "RepoSuspended": (AccountClosed, "networks.taken_down"),
    "AccountDeactivated": (AccountClosed, "networks.deactivated"),
    "RepoDeactivated": (AccountClosed, "networks.deactivated"),
    _EXPIRED: (SignedOut, "networks.signed_out"),
    "InvalidToken": (SignedOut, "networks.signed_out"),
    "AuthMissing": (SignedOut, "networks.needs_account"),
    "NotFound": (PostGone, "networks.post_gone"),
    "RecordNotFound": (PostGone, "networks.post_gone"),
    "RepoNotFound": (BadInput, "networks.nobody"),
    "XRPCNotSupported": (NetworkUnreachable, "networks.not_served"),
    "MethodNotImplemented": (NetworkUnreachable, "networks.not_served"),
}
_AT_SIGN_IN: Mapping[str, tuple[type[PapillonError], str]] = {
    "AuthenticationRequired": (SignInRefused, "networks.wrong_password"),
    "AuthFactorTokenRequired": (SignInRefused, "networks.second_factor"),
}
MALFORMED = (ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What the SDK raises when an answer has not the shape of one."""


def told(error: BaseException, *, server: str, purpose: Purpose = "read", account: str = "") -> PapillonError:
    """The error of ours that says what `error` means to a person. `account` is the handle it is told with.

    Raises:
        BaseException: `error` itself, when it is no failure of a network's server (it is a bug, and must be seen).
    """
    from atproto import exceptions

    names = {"server": server, "account": account or server}
    if isinstance(error, exceptions.RateLimitExceededError):
        return NetworkRateLimited("networks.rate_limited", seconds=_seconds(error), **names)
    if isinstance(error, exceptions.RequestErrorBase) and error.response is not None:
        return _answered(error.response.status_code, *_said(error.response.content), names, purpose)
    if isinstance(error, exceptions.RequestErrorBase) and error.__cause__ is not None:
        error = error.__cause__
    return _unanswered(error, names, purpose)


def _unanswered(error: BaseException, names: dict[str, str], purpose: Purpose) -> PapillonError:
    import httpx
    from atproto import exceptions
    from atproto_core.exceptions import AtProtocolError

    certificate = isinstance(error, httpx.ConnectError) and _certificate(error)
    unreachable = (NetworkUnreachable, "networks.certificate" if certificate else "networks.unreachable")
    lost = OutcomeUnknown if purpose == "write" else NetworkUnreachable
    table: tuple[tuple[tuple[type[BaseException], ...], tuple[type[PapillonError], str]], ...] = (
        ((httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError), unreachable),
        ((httpx.UnsupportedProtocol, httpx.InvalidURL), (BadInput, "networks.bad_service")),
        ((exceptions.LoginRequiredError,), (SignedOut, "networks.signed_out")),
        ((httpx.TransportError, exceptions.RequestErrorBase), (lost, "networks.no_answer")),
        ((AtProtocolError, httpx.HTTPError, httpx.StreamError, *MALFORMED), (lost, "networks.malformed")),
    )
    for vendors, (ours, key) in table:
        if isinstance(error, vendors):
            logger.debug("%s: %s", names["server"], type(error).__name__)
            return ours("networks.outcome_unknown" if ours is OutcomeUnknown else key, **names)
    raise error


def error_name(error: BaseException) -> str:
    """The name an XRPC error carries, empty when there is none."""
    response = getattr(error, "response", None)
    return _said(response.content)[0] if response is not None else ""


def expired(error: BaseException) -> bool:
    """Whether an error only says that the session's token has run out."""
    return error_name(error) == _EXPIRED


def _answered(status: int, name: str, message: str, names: dict[str, str], purpose: Purpose) -> PapillonError:
    by_name = {**_BY_NAME, **(_AT_SIGN_IN if purpose == "sign_in" else {})}
    ours: type[PapillonError] = NetworkRefused
    key = "networks.refused"
    if name in by_name:
        ours, key = by_name[name]
    elif status >= 500 or (purpose == "write" and not name):
        # A page of a gateway in front of the server does not tell whether the server got the request.
        upstream = name in ("UpstreamFailure", "UpstreamTimeout")
        ours, key = NetworkUnreachable, "networks.upstream_down" if upstream else "networks.server_error"
        if purpose == "write":
            ours, key = OutcomeUnknown, "networks.outcome_unknown"
    elif status == 401:
        ours, key = SignedOut, "networks.signed_out"
    elif status in (404, 405):
        ours, key = NetworkUnreachable, "networks.not_served"
    elif purpose == "read" and "not found" in message.lower():
        ours, key = BadInput, "networks.nobody"
    return ours(key, reason=_short(message or name or f"HTTP {status}"), status=status, **names)


def _said(content: Any) -> tuple[str, str]:
    """Name and message of an XRPC error; both empty for an HTML page or anything else."""
    name, message = getattr(content, "error", None), getattr(content, "message", None)
    return name if isinstance(name, str) else "", message if isinstance(message, str) else ""


def _seconds(error: Any) -> int:
    """How long a 429 asks us to wait: `retry-after`, else until its window ends by the server's own clock."""
    wait = error.retry_after
    if wait is None and error.reset_at is not None:
        wait = error.reset_at.timestamp() - _server_time(error.response.headers)
    return max(1, min(86_400, round(wait))) if wait is not None else UNTOLD_SECONDS


def _server_time(headers: Mapping[str, str]) -> float:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(headers["date"]).timestamp()
    except (KeyError, TypeError, ValueError):
        return time.time()


def _certificate(error: BaseException) -> bool:
    """Whether a connection failed because of a certificate: an address of another server, or a clock that is wrong."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return True
        seen = seen.__cause__ or seen.__context__
    return "CERTIFICATE_VERIFY_FAILED" in str(error)


def _short(reason: str) -> str:
    line = " ".join(reason.split())
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1] + "…"

"""Every failure of the SDK and of its HTTP library comes out as one of our errors, in both languages."""

import inspect
import ssl
import time

import httpx
import pytest
from atproto import exceptions
from atproto_client.models.common import XrpcError
from atproto_client.request import Response

from assistant.errors import (
    AccountClosed,
    BadInput,
    NetworkRefused,
    NetworkUnreachable,
    OutcomeUnknown,
    PapillonError,
    PostGone,
    SignedOut,
    SignInRefused,
)
from assistant.networks.failures import Purpose, expired, told

PURPOSES: tuple[Purpose, ...] = ("read", "write", "sign_in")
REQUEST = httpx.Request("GET", "https://pds.exemple.ca/xrpc/x")
HTTPX = [
    one
    for one in vars(httpx).values()
    if inspect.isclass(one) and issubclass(one, Exception) and not issubclass(one, httpx.CookieConflict)
]
SDK = [
    one
    for one in vars(exceptions).values()
    if inspect.isclass(one) and issubclass(one, Exception) and one.__module__.startswith("atproto")
]


def made(kind: type[Exception]) -> Exception:
    if issubclass(kind, httpx.HTTPStatusError):
        return kind("said", request=REQUEST, response=httpx.Response(500, request=REQUEST))
    if (
        issubclass(kind, (httpx.RequestError, httpx.ResponseNotRead))
        and "request" in inspect.signature(kind).parameters
    ):
        return kind("said", request=REQUEST)  # type: ignore[call-arg]
    try:
        return kind()
    except TypeError:
        return kind("said")


def answer(status: int, error: str = "", message: str = "", **headers: str) -> exceptions.RequestErrorBase:
    content = XrpcError(error=error, message=message) if error else b"<html><h1>Bad Gateway</h1></html>"
    response = Response(False, status, content, headers)
    kinds = {400: exceptions.BadRequestError, 401: exceptions.UnauthorizedError, 429: exceptions.RateLimitExceededError}
    kinds |= {409: exceptions.NetworkError, 413: exceptions.NetworkError, 502: exceptions.NetworkError}
    return kinds.get(status, exceptions.RequestException)(response)


@pytest.mark.parametrize("kind", [*HTTPX, *SDK], ids=lambda one: one.__name__)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_class_is_mapped(kind: type[Exception], purpose: Purpose) -> None:
    """No class of the two vendors leaves the room; each becomes an error that can be told in both languages."""
    error = told(made(kind), server="pds.exemple.ca", purpose=purpose, account="nom.test")

    assert isinstance(error, PapillonError)
    assert error.text("en")
    assert error.text("fr")


def test_there_are_classes_to_enumerate() -> None:
    """The enumeration is not empty, and holds the classes that matter."""
    assert {"NetworkError", "RateLimitExceededError", "LoginRequiredError"} <= {one.__name__ for one in SDK}
    assert {"ReadTimeout", "RemoteProtocolError", "InvalidURL"} <= {one.__name__ for one in HTTPX}


@pytest.mark.parametrize(
    ("status", "name", "message", "purpose", "expected"),
    [
        (401, "AuthenticationRequired", "Invalid identifier or password", "sign_in", SignInRefused),
        (401, "AuthFactorTokenRequired", "A sign in code has been sent", "sign_in", SignInRefused),
        (401, "AuthenticationRequired", "", "write", SignedOut),
        (400, "ExpiredToken", "Token has been revoked", "read", SignedOut),
        (400, "InvalidToken", "Bad token scope", "write", SignedOut),
        (401, "AuthMissing", "Authentication Required", "read", SignedOut),
        (401, "AccountTakedown", "", "sign_in", AccountClosed),
        (401, "AccountDeactivated", "", "write", AccountClosed),
        (400, "NotFound", "Post not found", "read", PostGone),
        (400, "InvalidRequest", "Profile not found", "read", BadInput),
        (400, "InvalidRequest", "grapheme too big", "write", NetworkRefused),
        (400, "InvalidSwap", "Record was at bafy", "write", NetworkRefused),
        (400, "BlobNotFound", "Could not find blob", "write", NetworkRefused),
        (413, "PayloadTooLarge", "request entity too large", "read", NetworkRefused),
        (502, "UpstreamFailure", "Upstream service unreachable", "read", NetworkUnreachable),
        (500, "InternalServerError", "Internal Server Error", "write", OutcomeUnknown),
        (500, "InternalServerError", "Internal Server Error", "read", NetworkUnreachable),
        (502, "", "", "write", OutcomeUnknown),
        (503, "", "", "read", NetworkUnreachable),
        (403, "", "", "write", OutcomeUnknown),
        (404, "", "", "sign_in", NetworkUnreachable),
        (501, "MethodNotImplemented", "Method Not Implemented", "write", NetworkUnreachable),
    ],
)
def test_what_servers_say(
    status: int, name: str, message: str, purpose: Purpose, expected: type[PapillonError]
) -> None:
    """Each refusal of a PDS is told as what it means; an answer without a name, a gateway's page, leaves a write
    open."""
    assert type(told(answer(status, name, message), server="s", purpose=purpose)) is expected


def test_the_wait_is_the_servers_own() -> None:
    """`retry-after` wins; without it the window's end counts by the server's clock, not by ours; without both a
    minute."""
    ahead = time.time() + 3600
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(ahead))
    reset = {"ratelimit-reset": str(int(ahead) + 42)}

    waits = [
        told(answer(429, "RateLimitExceeded", "", **headers), server="s").values["seconds"]
        for headers in ({"retry-after": "7", **reset}, {"date": date, **reset}, {})
    ]

    assert waits == [7, 42, 60]


@pytest.mark.parametrize(
    ("cause", "read", "write"),
    [
        (httpx.ConnectError("refused"), NetworkUnreachable, NetworkUnreachable),
        (httpx.ConnectTimeout("late"), NetworkUnreachable, NetworkUnreachable),
        (httpx.PoolTimeout("busy"), NetworkUnreachable, NetworkUnreachable),
        (httpx.ReadTimeout("late"), NetworkUnreachable, OutcomeUnknown),
        (httpx.WriteError("gone"), NetworkUnreachable, OutcomeUnknown),
        (httpx.RemoteProtocolError("hung up"), NetworkUnreachable, OutcomeUnknown),
        (ValueError("no JSON"), NetworkUnreachable, OutcomeUnknown),
    ],
)
def test_sent_or_not(cause: Exception, read: type[PapillonError], write: type[PapillonError]) -> None:
    """What failed before anything was sent can be tried again; what failed after it leaves a write open. The SDK hides
    the difference in the cause of its error."""
    wrapped = exceptions.NetworkError()
    wrapped.__cause__ = cause

    assert type(told(wrapped, server="s", purpose="write")) is write
    assert type(told(cause, server="s", purpose="write")) is write
    assert type(told(cause, server="s", purpose="read")) is read


def test_a_wrong_clock_shows_as_a_certificate() -> None:
    """A certificate that is not valid here is told with the clock as a reason to look at."""
    error = httpx.ConnectError("failed")
    error.__cause__ = ssl.SSLCertVerificationError("certificate is not yet valid")

    assert "clock" in str(told(error, server="s"))


def test_only_an_expired_token_is_expired() -> None:
    """A session is renewed for one answer only."""
    assert expired(answer(400, "ExpiredToken", "Token has expired"))
    assert not expired(answer(400, "InvalidToken"))
    assert not expired(httpx.ReadTimeout("late"))


def test_our_own_mistakes_are_seen() -> None:
    """What is no failure of a server is raised again, not dressed up as one."""
    with pytest.raises(ZeroDivisionError):
        told(ZeroDivisionError(), server="s")


def test_a_page_of_html_is_not_shown() -> None:
    """An error page is never quoted to a person, and a long reason is cut."""
    assert "<" not in str(told(answer(403), server="s"))
    assert len(str(told(answer(400, "InvalidRequest", "x" * 5000), server="s"))) < 300

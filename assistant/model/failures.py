"""What the model's server did wrong, told as one of our own errors.

Every class of `openai` and of `httpx2` that can leave a call is mapped here; a test enumerates them.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assistant.errors import (
    BadInput,
    ModelBroken,
    ModelRateLimited,
    ModelRefused,
    ModelTimeout,
    ModelUnavailable,
    PapillonError,
)

logger = logging.getLogger(__name__)

# What servers say of a request longer than their context. OpenAI: code `context_length_exceeded`
# (https://platform.openai.com/docs/guides/error-codes); llama.cpp: type `exceed_context_size_error`
# (tools/server/README.md); vLLM: "maximum context length".
_TOO_LONG = re.compile(r"context_length_exceeded|exceed_context_size|context (length|size|window)", re.I)
_FILTERED = re.compile(r"content_filter|content_policy|content management policy|safety system", re.I)

# What langchain_openai and openai raise when valid JSON has not the shape of an answer.
MALFORMED = (ValueError, TypeError, KeyError, AttributeError, IndexError)


def told(error: BaseException, *, server: str, model: str, written: bool = False) -> PapillonError:
    """The error of ours that says what `error` means to a person.

    `server` is the address and `model` the name they are told; `written` says that part of an answer had already come.

    Raises:
        BaseException: `error` itself, when it is no failure of a model's server (it is a bug, and must be seen).
    """
    import httpx2
    import openai

    names = {"server": server, "model": model}
    if isinstance(error, openai.RateLimitError):
        return _rate_limited(error, names)
    if isinstance(error, openai.APIStatusError):
        return _refused_status(error.status_code, _detail(error), names)
    gone = (ModelUnavailable, "model.gone" if written else "model.unreachable")
    late = (ModelTimeout, "model.stalled" if written else "model.timeout")
    broken = (ModelBroken, "model.malformed")
    table: tuple[tuple[type[BaseException], tuple[type[PapillonError], str]], ...] = (
        (openai.APITimeoutError, late),
        (httpx2.TimeoutException, late),
        (TimeoutError, late),
        (openai.APIConnectionError, gone),
        (httpx2.TransportError, gone),
        (openai.APIResponseValidationError, broken),
        (openai.ContentFilterFinishReasonError, (ModelRefused, "model.filtered")),
        (openai.LengthFinishReasonError, (ModelBroken, "model.only_thought")),
    )
    for vendors, (ours, key) in table:
        if isinstance(error, vendors):
            return ours(key, **names)
    if isinstance(error, openai.APIError):
        # An error sent inside a stream that had begun well: only its text tells what it was.
        status = _status_within(error)
        told_as = _refused_status(status, _detail(error), names)
        return ModelUnavailable("model.gone", **names) if written and status >= 500 else told_as
    if isinstance(error, (openai.OpenAIError, httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, *MALFORMED)):
        logger.warning("the answer of %s could not be read: %s", server, type(error).__name__)
        logger.debug("details", exc_info=error)
        return ModelBroken("model.malformed", **names)
    raise error


@contextmanager
def failures_told(*, server: str, model: str) -> Iterator[None]:
    """Inside it, what the vendors raise comes out as our errors."""
    import httpx2
    import openai

    try:
        yield
    except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, *MALFORMED) as error:
        raise told(error, server=server, model=model) from error


def retry_after(error: BaseException) -> float | None:
    """Seconds the server asked to wait (RFC 9110, section 10.2.3), None when it did not say."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        return max(0.0, float(headers["retry-after"]))
    except (KeyError, ValueError):
        return None


def _rate_limited(error: Any, names: dict[str, str]) -> PapillonError:
    if "insufficient_quota" in (error.code or "", error.type or ""):
        return ModelUnavailable("model.no_credit", **names)
    seconds = retry_after(error)
    if seconds is None:
        return ModelRateLimited("model.rate_limited", **names)
    return ModelRateLimited("model.rate_limited_for", seconds=max(1, round(seconds)), **names)


_BY_STATUS: dict[int, tuple[type[PapillonError], str]] = {
    401: (ModelUnavailable, "model.key_refused"),
    403: (ModelUnavailable, "model.forbidden"),
    404: (ModelUnavailable, "model.unknown"),
    408: (ModelTimeout, "model.timeout"),
    429: (ModelRateLimited, "model.rate_limited"),
    504: (ModelTimeout, "model.timeout"),
}


def _refused_status(status: int, detail: str, names: dict[str, str]) -> PapillonError:
    if status < 500 and _TOO_LONG.search(detail):
        return BadInput("model.too_long", **names)
    if status < 500 and _FILTERED.search(detail):
        return ModelRefused("model.filtered", **names)
    if status in _BY_STATUS:
        ours, key = _BY_STATUS[status]
        return ours(key, **names)
    if status < 500:
        return ModelBroken("model.bad_request", detail=_first_line(detail), **names)
    return ModelUnavailable("model.server_error", status=status, **names)


def _status_within(error: Any) -> int:
    """The HTTP status that a mid-stream error means; llama.cpp writes it in `code`, others write a word or nothing."""
    code = str(error.code or "")
    return int(code) if re.fullmatch(r"[45]\d\d", code) else 500


def _detail(error: Any) -> str:
    """All the server said about the failure: message, type and code."""
    body = error.body if isinstance(error.body, dict) else {}
    return " ".join(str(part) for part in (body.get("message") or error.message, error.type, error.code) if part)


def _first_line(detail: str) -> str:
    line = detail.strip().split("\n")[0]
    return line if len(line) <= 200 else line[:199] + "…"

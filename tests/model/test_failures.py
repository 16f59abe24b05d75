"""Every error a vendor can raise during a call is one of ours."""

import inspect
from typing import Any

import httpx2
import openai
import pytest
from openai import _exceptions as openai_exceptions

from assistant.errors import PapillonError
from assistant.model.failures import failures_told, told
from assistant.model.weights import BUILTIN
from assistant.wording import LANGUAGES

REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions")
RESPONSE = httpx2.Response(418, request=REQUEST)


def subclasses(root: type[BaseException]) -> list[type[BaseException]]:
    """A class and all that derive from it, langchain_openai's too."""
    import langchain_openai.chat_models.base  # noqa: F401 (defines some)

    return [root, *(found for child in root.__subclasses__() for found in subclasses(child))]


def instance(kind: type[BaseException]) -> BaseException:
    """An instance of a vendor's error, whatever its constructor wants."""
    given: dict[str, Any] = {
        "message": "m", "request": REQUEST, "response": RESPONSE, "body": None, "completion": None, "error": "e",
        "unsent_messages": [], "symbol": "s", "method": "GET", "start_index": 0, "url": "u",
    }  # fmt: skip
    if issubclass(kind, openai.LengthFinishReasonError):
        return kind.__new__(kind)
    try:
        wanted = inspect.signature(kind).parameters
    except ValueError:  # no constructor of its own
        return kind("m")
    arguments = {name: given[name] for name in wanted if name in given}
    required = [name for name, kept in wanted.items() if kept.default is kept.empty and name not in arguments]
    return kind("m") if required and not arguments and len(required) == 1 else kind(**arguments)


VENDORS = sorted(
    {
        *subclasses(openai.OpenAIError),
        *subclasses(httpx2.HTTPError),
        *subclasses(httpx2.StreamError),
        httpx2.InvalidURL,
    },
    key=lambda kind: f"{kind.__module__}.{kind.__qualname__}",
)


@pytest.mark.parametrize("kind", VENDORS, ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
def test_no_vendor_error_is_unmapped(kind: type[BaseException]) -> None:
    """Each exception class of openai, langchain_openai and httpx2 becomes an error of ours with both sentences."""
    for written in (False, True):
        error = told(instance(kind), server="http://s", model="m", written=written)
        assert isinstance(error, PapillonError)
        assert all(error.text(language) for language in LANGUAGES)


def test_the_list_of_openai_errors_is_complete() -> None:
    """No exception that openai publishes stands outside the classes tested here."""
    published = {getattr(openai_exceptions, name) for name in openai_exceptions.__all__}
    assert published - set(VENDORS) == {openai.InvalidWebhookSignatureError}  # webhooks are never received


def test_a_bug_is_not_hidden() -> None:
    """An error that is no server's doing comes out as it is."""
    with pytest.raises(ZeroDivisionError), failures_told(server="s", model=BUILTIN.name):
        _ = 1 / 0
    with pytest.raises(ZeroDivisionError):
        told(ZeroDivisionError(), server="s", model="m")

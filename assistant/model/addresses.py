"""Addresses of model servers: which is OpenAI's own, and how an address is shown to a person."""

from urllib.parse import urlsplit

# https://platform.openai.com/docs/api-reference/introduction
OPENAI_ADDRESS = "https://api.openai.com/v1"


def is_openai(address: str) -> bool:
    """Whether an address is OpenAI's own (`api.openai.com`, or a regional one such as `eu.api.openai.com`)."""
    host = urlsplit(address).hostname or ""
    return host == "api.openai.com" or host.endswith(".api.openai.com")


def shown(address: str) -> str:
    """An address as a person may see it: without user, password, query or fragment."""
    parts = urlsplit(address)
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path.rstrip('/')}"

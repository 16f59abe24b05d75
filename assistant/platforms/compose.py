"""Addresses that open a network's own compose page with the text filled in."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode


def address(base: str, parameters: Mapping[str, str]) -> str:
    """`base` with the parameters that are not empty: UTF-8, a blank as %20, a plus as %2B, a line break as %0A."""
    given = {name: value for name, value in parameters.items() if value}
    return f"{base}?{urlencode(given, quote_via=quote, safe='', errors='replace')}" if given else base

"""Places that a text names, and the provinces, states and countries that they lie in: what holds in Canada holds in
Toronto. The table and its sources: `places.tsv`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import regex

from assistant.store.fulltext import fold

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’.][\p{L}]+)*\.?")
_MOST_WORDS = 4
_LEAD = regex.compile(
    r"(?:^|[\s(])(?:à|au|aux|a|en|vers|chez|de|du|des|to|in|into|within|near|from|for|of|pour|jusqu'à|jusqu'en|nach|hacia|"
    r"via|live|living|habite|at)\s+(?:la |le |l'|the )?$",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place named at `start` to `end` of a text. `within` are the codes of what it is or lies in, `CA-ON` and `CA`;
    of all places of its name, where the text does not say which. `region` is its own code when it is a country, a
    province or a state."""

    start: int
    end: int
    within: frozenset[str]
    region: str = ""


@lru_cache(maxsize=4_000)
def places_of(text: str) -> tuple[Place, ...]:
    """The places that a text names, in its order. A city in small letters only after “to”, « à » and their like, since
    many are common words; a region always."""
    found = tuple(_named(text))
    regions = {one.region for one in found if one.region}
    return tuple(_where(one, regions) for one in found)


def _where(place: Place, regions: set[str]) -> Place:
    """Of all places of a name those in a region that the text names too: Burlington, Vermont."""
    inside = {code for code in place.within if code in regions and "-" in code}
    if place.region or not inside:
        return place
    return Place(place.start, place.end, frozenset(inside | {code.partition("-")[0] for code in inside}))


def _named(text: str) -> Iterator[Place]:
    cities, regions = _table()
    words = [(one.start(), one.end()) for one in _WORD.finditer(text)]
    place = 0
    while place < len(words):
        for count in range(min(_MOST_WORDS, len(words) - place), 0, -1):
            start, end = words[place][0], words[place + count - 1][1]
            said = text[start:end].rstrip(".") if count > 1 or "." not in text[start : end - 1] else text[start:end]
            name = fold(said.replace("’", "'").replace("-", " ")).strip()
            upper = said[:1].isupper() and (start > 0 or count > 1)
            led = _LEAD.search(text[:start]) is not None
            region = regions.get(name, "")
            coded = count == 1 and said in _codes()
            led_to = led and said not in _WORDS_TOO and not text.isupper()
            if not region and coded and (led_to or _AFTER_A_NAME.search(text[:start])):
                region = _codes()[said]
                yield Place(start, start + len(said), frozenset({region, region.partition("-")[0]}), region)
                break
            if region and (len(name) > 3 or said.isupper() or "." in said):
                within = {region, region.partition("-")[0], *(cities.get(name, ()) if led or upper else ())}
                yield Place(start, start + len(said), frozenset(within), region)
                break
            codes = cities.get(name) or cities.get(_SAINT.sub(r"saint\1 ", name), ())
            if codes and len(name) > 2 and (upper or led):
                yield Place(start, start + len(said), frozenset({*codes, *(one.partition("-")[0] for one in codes)}))
                break
        else:
            count = 1
        place += count


_AFTER_A_NAME = regex.compile(r"\b\p{Lu}\p{Ll}+[,]? $|\b\p{Lu}\p{Ll}+, ?$")
"""What stands before a province's or a state's two letters: “Hamilton ON”, “Portland, ME”; “to BC” is said as well."""


_SAINT = regex.compile(r"^st(e?)\.? ")
_WORDS_TOO = frozenset({"IN", "ME", "OR", "OK", "OH", "HI", "ON", "MA", "PA", "LA", "DE", "MI", "AL"})
"""Codes that are words as well, in capitals when one shouts: “give it to ME”."""


@cache
def _codes() -> Mapping[str, str]:
    """The provinces and states of Canada and the United States by their two letters."""
    return {code[3:]: code for code in _table()[1].values() if code[:3] in ("CA-", "US-") and len(code) == _CODED}


_CODED = 5


@cache
def _table() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, str]]:
    """Cities with the codes of where they lie, and regions with their code."""
    cities: dict[str, tuple[str, ...]] = {}
    regions: dict[str, str] = {}
    for line in files("assistant.drafting").joinpath("places.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, names, inside = line.split("\t")
        regions.update(dict.fromkeys(names.split("|"), code))
        for name in filter(None, inside.split("|")):
            cities[name] = (*cities.get(name, ()), code)
    return cities, regions

"""Messages of loss and farewell: nothing is ever ready for them, and nobody is thanked lightly."""

import regex

_NEAR_ONES = (
    r"(?:père|papa|mère|maman|frère|sœur|soeur|mari|femme|blonde|chum|conjointe?|fils|fille|ami|amie|oncle|tante|"
    r"grand-?(?:père|mère|papa|maman)|mémé|pépé|mamie|papi|mamy|voisine?|chien|chienne|chat|chatte|bébé|"
    r"dad|father|mom|mum|mother|brother|sister|husband|wife|partner|son|daughter|friend|uncle|aunt|"
    r"grand(?:pa|ma|father|mother)|nan|gran|neighbou?r|dog|cat|baby)"
)
_LOSS = regex.compile(
    rf"\b{_NEAR_ONES}(?: \w+){{0,2}} (?:est (?:décédée?|morte?)|nous a quittés?|died|passed|is gone"
    r"(?! \w)|est partie?(?! (?:avec|sans|en|au|aux|à|chez|pour|chercher|voir|dans|vivre|travailler)\b))(?!\w)"
    r"|\b(?:décédée?s?|décès|funérailles|obsèques|enterrement|en deuil|passed away|passed (?:on|last|this|in)|funeral|"
    r"memorial service|mourning|grieving|lost (?:my|our|her|his)(?: \w+)? "
    rf"{_NEAR_ONES}|perdu (?:mon|ma|notre|son|sa)(?: \w+)? {_NEAR_ONES}|terminal|palliati\w+|cancer|miscarriage|"
    r"fausse couche)\b",
    regex.IGNORECASE,
)
_FAREWELL = regex.compile(
    r"\b(?:(?:c['’](?:était|est)|ce (?:sera|fut)) (?:mon|ma) derni\w+|(?:my|the) last (?:one|time|coffee|visit|filter|"
    r"cup|show|night|message|laugh)\b(?! of the)|last time i|prenez soin de (?:vous|lui|elle|"
    r"la gang|l['’]équipe|tout le monde|vos proches)|m['’]en (?:aller|vais) pour (?:de bon|"
    r"toujours)|done with (?:all of it|everything)|not with \w+[.,]? with all of it|take care of (?:each|him|"
    r"her|them|yourselves|\p{Lu})|adieu|goodbye|won['’]t be (?:needing|around|here|back)|"
    r"not (?:planning on|going to) (?:be|being) (?:around|here)|n['’]aurai plus besoin|donné mes (?:plantes|affaires)|"
    r"giving away my)\b",
    regex.IGNORECASE,
)


def tells_of_loss(message: str) -> bool:
    """Whether a message tells that somebody died or is very ill, or says goodbye."""
    return _LOSS.search(message) is not None or _FAREWELL.search(message) is not None

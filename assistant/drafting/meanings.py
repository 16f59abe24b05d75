"""Words of French and English that mean the same, or its opposite, for looking up what a draft says.

Only what changes whether a sentence is true is listed: opening and closing, free and paid, sending, refunding. All
other words stand for themselves, by their stem.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

import regex

from assistant.store.fulltext import fold, index_terms, stem_of

_SAME = {
    "open": "ouvert ouverte ouverts ouvertes ouvre ouvrent ouvrir ouvrons ouverture open opens opened opening",
    "ship": (
        "livrer livre livrent livrons livrez livraison livraisons envoyer envoie envoient envoyons envoyez envoi "
        "envois "
        "expédier expédie expédions expédition expéditions ship ships shipping shipped deliver delivers delivery "
        "deliveries delivering"
    ),
    "free": "gratuit gratuite gratuits gratuites gratuitement gratis free",
    "available": "disponible disponibles available",
    "accept": (
        "accepter accepte acceptons acceptez accepté acceptée acceptés acceptées accept accepts accepted bienvenu "
        "bienvenue bienvenus bienvenues welcome admis admise admises permis permise permises autorisé autorisée "
        "autorisés autorisées allowed permitted"
    ),
    "include": "compris comprise comprises inclus incluse incluses inclut include includes included including",
    "cost": "prix coûter coûte coûtent coût coûts tarif tarifs price prices priced cost costs",
    "refund": "rembourser rembourse rembourserai remboursé remboursée remboursés remboursons remboursement "
    "remboursements refund refunds refunded refunding reimburse",
    "replace": "remplacer remplace remplacé remplacée remplacés remplaçons remplacement replace replaces replaced "
    "replacement replacing",
    "exchange": "échanger échange échanges échangeons échangé échangée exchange exchanges exchanged exchanging",
    "call": "appeler appelle appelles appelez appel rappeler rappelle rappellera call calls called phone phoning "
    "téléphoner téléphone",
    "keep": "garder garde gardons gardé réserver réserve réservons hold holds keep keeps reserve",
    "remake": "refaire refait refaits refont remake remakes redo redone",
    "repair": "réparer répare réparons réparation réparations repair repairs repaired repairing fix fixes fixed "
              "fixing",
    "cancel": "annuler annule annulé annulée annulation cancel cancels cancelled canceled cancelling cancellation",
    "book": "réservation réservations booking bookings booked",
    "sell": "vendre vend vendons vendez vente sell sells selling sold",
    "rent": "louer loue louons louez location locations rent rents rental rentals renting hire",
    "leave": "partir partent partons parte leave leaves leaving",
    "grind": "mouture moutures moudre moud mouds moulu moulue moulus grind grinds grinding ground",
    "french": "français française françaises francais french",
    "english": "anglais anglaise anglaises english",
    "kilo": "kg kilo kilos kilogramme kilogram",
    "cacao": "cacao cocoa",
    "bag": "sac sacs bag bags",
    "dog": "chien chiens chienne dog dogs",
    "child": "enfant enfants child children kid kids",
    "bicycle": "vélo vélos bicycle bicycles bike bikes",
    "before": "avant before",
    "after": "après after",
    "inside": "intérieur dedans inside indoors indoor",
}  # fmt: skip
_OPPOSITE = {
    "open": "fermé fermée fermés fermées fermer fermeture closed shut closure ferme ferment fermons close closes",
    "free": "payant payante payants payantes paid",
    "available": "épuisé épuisée épuisés épuisées indisponible indisponibles unavailable",
    "accept": "refuser refuse refusons refusé refusée refusés interdit interdite interdits interdites forbidden "
    "prohibited banned refuses refused",
    "include": "excluding rule exclure exclu exclue exclus exclues exclut exclude excludes excluded",
}
POLAR = frozenset(_OPPOSITE)
"""What has an opposite: these words decide whether two clauses speak of the same."""
_CLOSING = regex.compile(r"^(?:ferm(?:e|ent|ons|er)|closes?)$")
"""« On ferme à 18 h » with an hour says until when it is open."""
_COUNTRY = {
    word: country
    for country, words in {
        "ca": "québec quebec ontario alberta manitoba saskatchewan yukon nunavut canada canadian montréal montreal "
        "toronto vancouver halifax ottawa calgary winnipeg edmonton",
        "us": "usa états-unis américain vermont maine florida floride texas ohio california californie oregon "
        "massachusetts connecticut boston chicago illinois michigan virginia georgia colorado arizona nevada "
        "washington pennsylvania tennessee minnesota",
    }.items()
    for word in words.split()
}
_PLACE_PHRASES = tuple(
    (regex.compile(rf"\b(?:{pattern})(?!\w)", regex.IGNORECASE), country)
    for country, pattern in (
        (
            "us",
            r"united states|[ée]tats-unis|u\.s\.(?:a\.)?|the us|the states|new[ -](?:york|jersey|hampshire|"
            r"mexico)",
        ),
        (
            "ca",
            "british columbia|colombie-britannique|nova scotia|nouvelle-écosse|new brunswick|nouveau-brunswick|"
            "newfoundland|terre-neuve",
        ),
        ("abroad", "dans le monde|monde entier|(?:in|around|all over) the world|à l['’]étranger"),
    )
)
_ABROAD = frozenset(
    fold(word)
    for word in (
        "france lyon paris nantes bordeaux marseille belgique belgium bruxelles brussels suisse switzerland genève "
        "allemagne germany berlin italie italy rome espagne spain madrid portugal lisbonne lisbon angleterre england "
        "londres london écosse scotland irlande ireland dublin uk britain europe european européen pays-bas "
        "netherlands "
        "amsterdam suède sweden norvège norway danemark denmark finlande finland pologne poland autriche austria "
        "grèce "
        "greece turquie turkey japon japan tokyo chine china corée korea inde india australie australia sydney "
        "zealand "
        "zélande mexique mexico brésil brazil argentine argentina chili chile colombie colombia éthiopie ethiopia "
        "kenya guatemala honduras rwanda indonésie indonesia pérou peru maroc "
        "morocco "
        "tunisie tunisia algérie algeria sénégal senegal afrique africa asie asia cuba haïti haiti singapour "
        "singapore "
        "vietnam thaïlande thailand hawaï hawaii alaska overseas outre-mer étranger abroad international "
        "internationally worldwide"
    ).split()
)
"""Countries and great cities that customers ask about. A place that is not listed is not judged."""


@cache
def _concepts() -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for sign, groups in ((1, _SAME), (-1, _OPPOSITE)):
        for concept, words in groups.items():
            for word in words.split():
                found.setdefault(fold(word), (concept, sign))
    return found


@lru_cache(maxsize=50_000)
def meaning_of(word: str) -> tuple[str, int]:
    """What a word stands for, and -1 when it says the opposite of it. Empty for a word that tells nothing."""
    folded = fold(word)
    if country_of(word):
        return f"land:{folded}", 1
    known = _concepts().get(folded)
    if known is not None:
        return known
    terms = index_terms(word)
    if not terms or folded.isdigit() or folded in _EMPTY:
        return "", 1
    return (terms[-1] if len(terms) > 1 else terms[0]), 1


_EMPTY = frozenset(
    "oui non yes si merci thanks bonjour hello hi salut allo allô bien sur sure bon ben ok okay pis faque here ici "
    "there aller va vas allez go going come viens venez pass passe passez get got just really vraiment jour jours "
    "day "
    "days heure heures hour hours mois month months semaine semaines week weeks an ans year years minute minutes min "
    "dollar dollars piastres g am pm h lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday "
    "wednesday "
    "lundis mardis mercredis jeudis vendredis samedis dimanches thursday friday saturday sunday mondays tuesdays "
    "wednesdays thursdays fridays saturdays sundays deux trois quatre "
    "cinq six sept huit neuf dix two three four five seven eight nine ten ouvrable ouvrables business working un une "
    "one made make makes making exist existe existent exists come comes vient viennent arriver arrive rien at de of "
    "on in to moins instant moment now pour count counts compter comptez compte "
    "ca cela it its let lets want voulez veux vouloir peux pouvez peut pouvoir can could possible".split()
)


def closes(word: str) -> bool:
    """Whether a verb says that something shuts, which with an hour beside it tells until when it is open."""
    return _CLOSING.match(fold(word)) is not None


def country_of(word: str) -> str:
    """The country that a word names or lies in: `ca`, `us`, `abroad`, or empty for what is not listed."""
    folded = word.lower()
    return _COUNTRY.get(folded, "") or ("abroad" if fold(word) in _ABROAD else "")


def places_in(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The countries that phrases of several words name between two places of a text, with their spans."""
    for pattern, country in _PLACE_PHRASES:
        for match in pattern.finditer(text, start, end):
            yield country, match.start(), match.end()


def stem(word: str) -> str:
    """What a word stands for, whatever its sign."""
    return meaning_of(word)[0] or stem_of(word.lower())

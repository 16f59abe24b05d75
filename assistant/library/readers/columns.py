"""Which column of a CSV file holds what, guessed from the names that tools and people give them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

# By preference: a more telling name stands first. All are folded: lower case, no accents, letters and digits only.
_NAMES: dict[str, tuple[str, ...]] = {
    "text": tuple(
        "text texte posttext textedupost textedelapublication postmessage posttextcontent fulltext contenu "
        "content contenudupost postcontent caption legende sharecommentary commentary body corps reponse "
        "notrereponse reply ourreply answer publication post tweet tweettext message description".split()
    ),
    "date": tuple(
        "date datedepublication datepublication datedepub publieele publiele publishedat published publishdate "
        "publishtime publicationdate postdate posteddate posted postedat datetime createdat created createdtime "
        "creele sent sentat dateheure timestamp scheduleddate".split()
    ),
    "time": tuple("time heure heuredepublication posttime".split()),
    "platform": tuple(
        "platform plateforme network reseau reseausocial socialnetwork channel canal service media profilenetwork "
        "source".split()
    ),
    "language": tuple("language langue lang".split()),
    "kind": tuple("kind type posttype typedepost typedepublication genre nature".split()),
    "id": tuple("id postid tweetid identifiant statusid messageid numero".split()),
    "likes": tuple("likes like jaime mentionsjaime favorites favourites favoris favoritecount reactions".split()),
    "reposts": tuple("reposts repost retweets retweetcount shares partages boosts repartages republications".split()),
    "replies": tuple("replies replycount comments commentaires reponses commentcount".split()),
    "answered": tuple(
        "answered messageclient messageduclient messagerecu customermessage messagefromcustomer question "
        "originalmessage messageoriginal inreplytotext enreponsea commentaireclient comment commentaire "
        "incomingmessage message".split()
    ),
    "address": tuple(
        "address adresse url link lien permalink permalien posturl postlink lienpermanent tweeturl externalpostlink "
        "publishedurl".split()
    ),
    "status": tuple("status statut state etat poststatus".split()),
    "visibility": tuple("visibility visibilite privacy audience confidentialite".split()),
    "reposted": tuple("reposted isrepost retweet isretweet retweeted estunretweet".split()),
    "author": tuple("answeredauthor author auteur client customer from de username compte".split()),
}
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2}")
_FRENCH = frozenset(
    "texte contenu legende reponse datedepublication datepublication publiele heure plateforme reseau "
    "reseausocial canal langue genre identifiant jaime mentionsjaime favoris partages commentaires reponses "
    "messageclient messagerecu auteur".split()
)


class Columns(dict[str, int]):
    """What is held → the place of its column, from 0. `french` tells that the names are French."""

    french: bool = False


def guess_columns(header: Sequence[str]) -> Columns:
    """What each column of a header holds. Without a guess for `text`, it is no table of posts."""
    folded = [folded_name(name) for name in header]
    found = Columns()
    for held, names in _NAMES.items():
        for name in names:
            if name in folded and folded.index(name) not in found.values():
                found[held] = folded.index(name)
                break
    found.french = any(name in _FRENCH for name in folded)
    return found


def guess_day_first(dates: Iterable[str], *, french: bool) -> tuple[bool, bool]:
    """Whether dates such as 04/11/2025 begin with the day, and whether that is sure.

    It is sure when one date cannot be read the other way, or when no date is written so. Else French tables begin with
    the day, others with the month.
    """
    day_first = month_first = any_slashed = False
    for date in dates:
        if match := _SLASHED.match(date):
            any_slashed = True
            day_first |= int(match[1]) > 12
            month_first |= int(match[2]) > 12
    if day_first != month_first:
        return day_first, True
    return french, not any_slashed


def folded_name(name: str) -> str:
    """A name of a column without case, accents, blanks and signs."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in letters if character.isascii() and character.isalnum())

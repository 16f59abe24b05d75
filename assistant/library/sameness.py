"""Whether two posts say the same: what of a text is compared, and how near-copies are found among very many.

Near-copies are found by MinHash with banding (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets,
chapter 3), so the cost grows with the number of posts and not with the number of pairs.
"""

import hashlib
import re
import unicodedata

from assistant.records import Post

_LINK = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_MENTION = re.compile(r"@[\w.-]+(?:@[\w.-]+)?")
_LAST_TAGS = re.compile(r"(?:\s*#\w+)+\s*$")
_NOT_WORDS = re.compile(r"[\W_]+")
_TELLING_WORDS = 4


def said(text: str) -> str:
    """The words of a text as they are compared: no case, accents of letters kept, no links, mentions, punctuation or
    closing hashtags, which differ between the networks of one cross-post. A text of hardly any words stays whole."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = _LAST_TAGS.sub("", _MENTION.sub(" ", _LINK.sub(" ", folded)))
    words = _NOT_WORDS.sub(" ", bare).strip()
    return words if words.count(" ") >= _TELLING_WORDS - 1 else " ".join(folded.split())


def same_key(post: Post) -> str:
    """Equal for two posts that say the same: of one person, as a post or in answer to the same message."""
    answered = said(post.answered.text) if post.answered is not None else ""
    return hashlib.sha256(f"{post.kind}\n{post.person}\n{answered}\n{said(post.text)}".encode()).hexdigest()[:32]

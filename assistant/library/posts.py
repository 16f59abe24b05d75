"""What is stored of a post, as the post it was."""

from assistant.records import Post, PostKind
from assistant.store import Entry


def post_of(entry: Entry) -> Post:
    """The post that a stored entry holds."""
    passage = entry.passage
    kind: PostKind = "reply" if passage.kind == "reply" else "post"
    return Post(
        id=entry.post,
        text=passage.text,
        platform=passage.platform,
        language=passage.language,
        kind=kind,
        date=passage.date,
        person=passage.person,
        answered=passage.answered,
        likes=passage.likes,
        reposts=entry.reposts,
        replies=entry.replies,
        address=passage.address,
        reply_to=entry.reply_to,
        addressed=entry.addressed,
        quoted=passage.quoted,
        places=entry.places,
        parts=entry.parts,
    )

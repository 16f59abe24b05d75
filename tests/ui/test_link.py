"""A conversation read by its address, as it is shown above the drafts and given to the model."""

from datetime import UTC, datetime

from assistant.records import Conversation, Gone, Message, Picture, Profile, ReplyRequest, SocialPost, ThreadReply
from assistant.ui.handlers.reply import answering, context_of
from assistant.ui.rendering.inbox import around

ODILE = Profile("did:plc:odile", "odile.test", "Odile <b>")
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def post(key: str, text: str, **more: object) -> SocialPost:
    uri = f"at://{ODILE.id}/app.bsky.feed.post/{key}"
    address = f"https://bsky.app/profile/odile.test/post/{key}"
    return SocialPost(uri, f"cid-{key}", ODILE, text, NOW, NOW, address, **more)  # type: ignore[arg-type]


ASKED = post("z", "Il est percé. <script>", pictures=(Picture("Un sac"),), reply_disabled=True)


def test_it_is_shown_escaped() -> None:
    """Everything another person wrote is text, and what stands in the way of an answer is said."""
    shown = around(Conversation(ASKED, ODILE, (post("a", "<img src=x>"), Gone("at://x", "deleted"))), "fr")

    assert "<script>" not in shown
    assert "<img" not in shown
    assert "Odile &lt;b&gt;" in shown
    assert "Un sac" in shown
    assert 'class="notice warn"' in shown


def test_a_long_thread_is_folded() -> None:
    """Of a long thread the first post and the last three stand open; what is between opens with a click."""
    above = tuple(post(str(number), f"Mot {number}") for number in range(9))

    shown = around(Conversation(ASKED, ODILE, above, (ThreadReply(post("r", "Réponse"), 1),), unshown=4), "fr")

    folded = shown[shown.index("<details") : shown.index("</details>")]
    assert [number for number in range(9) if f"Mot {number}" in folded] == [1, 2, 3, 4, 5]
    assert shown.index("Mot 0") < shown.index("<details")
    assert "Réponse" in shown


def test_the_request_holds_the_conversation() -> None:
    """The post is the message, what is above is the thread, and a draft answers exactly this version of the post."""
    request = ReplyRequest(Message("https://bsky.app/profile/odile.test/post/z"), "x", reader="fr")
    found = Conversation(ASKED, ODILE, (post("a", "Bonjour"),))

    asked, context = answering(request, found), context_of(request, found)

    assert (asked.platform, asked.message.author) == ("bluesky", "@odile.test")
    assert asked.message.text.startswith("Il est percé. <script>")
    assert "Un sac" in asked.message.text
    assert asked.thread == (Message("Bonjour", "@odile.test"),)
    assert context.target is not None
    assert context.target.post == ASKED.ref
    assert context_of(request, None).target is None

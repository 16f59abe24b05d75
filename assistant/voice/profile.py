"""What is measured of a voice, from its own posts: by person, language and network.

Under 50 posts the figures are shown with a warning: a style score needs 100 to 200 posts before it means something
(shared/formats-and-metrics.md, section 3).
"""

from collections.abc import Sequence

from assistant.records import Limit, Post, VoiceProfile
from assistant.voice.drift import periods
from assistant.voice.habits import lengths, lists, ratios, shares, told_words
from assistant.voice.measures import measures
from assistant.voice.rhythm import spread
from assistant.voice.texts import Reading, is_repost, read
from assistant.voice.words import missing_phrases, word_habits

ENOUGH_POSTS = 50
MOST_POSTS = 10_000
"""Posts of one voice that are measured; of more, every n-th in time is, and the profile says so."""


def measure_voice(
    posts: Sequence[Post],
    *,
    person: str = "",
    language: str = "",
    platform: str = "",
    names: Sequence[str] = (),
    others: Sequence[Post] = (),
    of: int = 0,
) -> VoiceProfile:
    """The profile of `person` (empty: the brand itself), in `language` and on `platform`, from those of `posts` that
    are theirs. Reposts are left out.

    `names` are names a text may be signed with; `others` are posts of the house's other voices, for what these say and
    this one never does; `of` is how many posts there are when `posts` is a sample already.
    """
    own = [
        post
        for post in posts
        if post.person == person
        and (not language or post.language == language)
        and (not platform or post.platform == platform)
    ]
    written = [post for post in own if not is_repost(post.text)]
    measured = sample(written, MOST_POSTS)
    total = max(of, len(written))
    readings = [read(post) for post in measured]
    worded = [reading for reading in readings if reading.length]
    habits = [
        *lengths(worded, language),
        *shares(readings, language),
        *ratios(worded, language),
        *lists(readings, names),
    ]
    words = word_habits(worded, language)
    never = words.never
    if others:
        said = [read(post) for post in sample(others, MOST_POSTS) if post.language == language]
        never = (*never, *missing_phrases(worded, said))
    elsewhere = sorted({post.language for post in posts if post.person == person} - {language, ""})
    replies = [reading for reading in readings if reading.post.kind == "reply"]
    return VoiceProfile(
        person=person,
        language=language,
        platform=platform,
        posts=len(readings),
        replies=len(replies),
        of=total,
        words=words.count,
        characters=spread([len(reading.post.own_text) for reading in readings]),
        reply_characters=spread([len(reading.post.own_text) for reading in replies]),
        sentence_words=spread([count for reading in worded for count in reading.sentences]),
        sentences=spread([len(reading.sentences) for reading in worded]),
        lengths={
            network: spread([reading.length for reading in worded if reading.post.platform == network])
            for network in sorted({reading.post.platform for reading in worded})
        },
        habits=(*habits, *told_words(words.favourites, words.subjects, never, worded)),
        favourites=words.favourites,
        subjects=words.subjects,
        never=never,
        periods=periods(readings, {one.name: one.find for one in measures(language)}),
        limits=tuple(_limits(own, readings, total, elsewhere, language)),
        enough=len(worded) >= ENOUGH_POSTS,
    )


def sample(posts: Sequence[Post], most: int) -> Sequence[Post]:
    """At most so many posts, evenly over the order given."""
    if len(posts) <= most:
        return posts
    return [posts[number * len(posts) // most] for number in range(most)]


def _limits(
    own: Sequence[Post], readings: Sequence[Reading], total: int, elsewhere: Sequence[str], language: str
) -> list[Limit]:
    found = []
    count = len(readings)
    reposts = sum(is_repost(post.text) for post in own)
    wordless = sum(not reading.length for reading in readings)
    if not count:
        found.append(Limit("none"))
        if elsewhere:
            found.append(Limit("elsewhere", {"languages": tuple(elsewhere)}))
    elif count - wordless < ENOUGH_POSTS:
        found.append(Limit("few", {"n": count - wordless, "enough": ENOUGH_POSTS}))
    if total > count:
        found.append(Limit("sampled", {"n": count, "of": total}))
    if reposts:
        found.append(Limit("reposts", {"n": reposts}))
    if wordless:
        found.append(Limit("wordless", {"n": wordless}))
    if count and not any(reading.post.kind == "reply" for reading in readings):
        found.append(Limit("no_replies"))
    if language not in ("fr", "en") and count:
        found.append(Limit("no_words_for"))
    return found

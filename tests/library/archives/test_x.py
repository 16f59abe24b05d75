"""Archives of X, made as X makes them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.library import Library
from assistant.records import ArchiveReport
from tests.library.archives.exports import tweet, ytd, zipped

ACCOUNT = ytd("account", [{"account": {"username": "moulin", "accountId": "42", "email": "secret@moulin.example"}}])
MESSAGES = ytd(
    "direct_messages",
    [{"dmConversation": {"messages": [{"messageCreate": {"text": "zzsecret between us", "senderId": "1"}}]}}],
)


def kept(library: Library, path: Path, **wishes: Any) -> tuple[ArchiveReport, dict[str, Mapping[str, Any]]]:
    """What became of an archive: its report, and its posts by id."""
    report = library.keep_archive(path, **wishes)
    lines = [json.loads(line) for line in (library.folder / report.path).read_text("utf-8").splitlines()]
    return report, {line["id"]: line for line in lines}


def archive(tmp_path: Path, tweets: list[dict[str, Any]], **more: str) -> Path:
    """A zip of an X archive; names of `more` with dots as `data/NAME.js`."""
    members = {"data/account.js": ACCOUNT, "data/direct-messages.js": MESSAGES, "data/tweets.js": ytd("tweets", tweets)}
    return zipped(tmp_path / "twitter-2022.zip", members | {f"data/{name}.js": text for name, text in more.items()})


def test_texts_are_as_others_saw_them(library: Library, tmp_path: Path) -> None:
    """Links are whole, those of pictures gone, entities undone, numbers numbers, dates in UTC."""
    entities = {
        "urls": [{"url": "https://t.co/aa", "expanded_url": "https://moulin.example/farine", "indices": ["0", "3"]}],
        "media": [{"url": "https://t.co/zz", "expanded_url": "https://twitter.com/moulin/status/7/photo/1"}],
    }
    path = archive(
        tmp_path, [tweet(7, "Farine &amp; levain: https://t.co/aa &gt; tout https://t.co/zz", entities=entities)]
    )

    report, posts = kept(library, path)

    assert report.path == "posts/x-archive-moulin.jsonl"
    assert posts["7"]["text"] == "Farine & levain: https://moulin.example/farine > tout"
    assert posts["7"]["date"] == "2022-10-19T07:07:25+00:00"
    assert (posts["7"]["likes"], posts["7"]["reposts"]) == (3, 1)
    assert posts["7"]["address"] == "https://x.com/moulin/status/7"
    assert "zzsecret" not in (library.folder / report.path).read_text("utf-8")


def test_a_thread_is_joined_and_a_reply_is_not(library: Library, tmp_path: Path) -> None:
    """Posts under one's own are one text in order, in whatever order the archive has them; names at the start of a
    reply are its address; a word two months later is another post."""
    own = {"in_reply_to_screen_name": "Moulin", "in_reply_to_user_id_str": "42"}
    tweets = [
        tweet(13, "Trois: on blute.", in_reply_to_status_id_str="12", **own),
        tweet(11, "Un: on nettoie le grain."),
        tweet(12, "Deux: on moud.", in_reply_to_status_id_str="11", **own),
        tweet(
            14,
            "@ana @zoe D'accord pour lundi, à 9 h!",
            in_reply_to_status_id_str="5",
            in_reply_to_screen_name="ana",
        ),
        tweet(
            15,
            "Deux mois plus tard, la farine est excellente.",
            in_reply_to_status_id_str="11",
            created_at="Mon Dec 19 10:00:00 +0000 2022",
            **own,
        ),
    ]

    report, posts = kept(library, archive(tmp_path, tweets))

    assert posts.keys() == {"11", "14", "15"}
    assert posts["11"]["text"] == "Un: on nettoie le grain.\n\nDeux: on moud.\n\nTrois: on blute."
    assert (posts["11"]["kind"], posts["11"]["parts"], posts["15"]["kind"]) == ("post", 3, "post")
    assert posts["14"]["text"] == "D'accord pour lundi, à 9 h!"
    assert posts["14"]["addressed"] == ["@ana", "@zoe"]
    assert posts["14"]["reply_to"] == "https://x.com/ana/status/5"
    assert (report.posts, report.replies, report.threads, report.joined) == (3, 1, 1, 3)


def test_what_must_not_come_in_is_counted_out(library: Library, tmp_path: Path) -> None:
    """Reposts, deleted posts, circles, bare shares, posts without words and earlier versions are counted by reason."""
    edited = {"initialTweetId": "21", "editControlInitial": {"editTweetIds": ["21", "22"]}}
    tweets = [
        tweet(20, "RT @ana: le pain est bon"),
        tweet(21, "On ouvre a 9 h lundi", edit_info={"initial": {"editTweetIds": ["21", "22"]}}),
        tweet(22, "On ouvre à 9 h lundi", edit_info={"edit": edited}),
        tweet(
            23, "https://t.co/aa", entities={"urls": [{"url": "https://t.co/aa", "expanded_url": "https://a.example"}]}
        ),
        tweet(24, "https://t.co/zz", entities={"media": [{"url": "https://t.co/zz"}]}),
    ]
    path = archive(
        tmp_path,
        tweets,
        **{
            "deleted-tweets": ytd("deleted_tweets", [tweet(30, "zzsecret oups")]),
            "twitter-circle-tweet": ytd("twitter_circle_tweet", [tweet(31, "zzsecret entre nous")]),
        },
    )

    report, posts = kept(library, path)

    assert [post["text"] for post in posts.values()] == ["On ouvre à 9 h lundi"]
    assert {one.reason: one.count for one in report.left_out} == {
        "repost": 1, "edited": 1, "bare_share": 1, "no_text": 1, "deleted": 1, "private": 1,
    }  # fmt: skip
    assert all(str(one.count) in one.sentence for one in report.left_out)
    assert any("1" in warning for warning in report.warnings)


def test_a_deleted_post_leaves_what_an_earlier_archive_brought_in(library: Library, tmp_path: Path) -> None:
    """A newer archive updates; what it names as deleted goes; what it does not mention stays."""
    first = [tweet(40, "Le four est en panne"), tweet(41, "On ferme à midi"), tweet(42, "Pain de seigle demain matin")]
    kept(library, archive(tmp_path, first))
    second = [tweet(41, "On ferme à midi", favorite_count="90"), tweet(43, "Le four est réparé")]
    gone = {"deleted-tweets": ytd("deleted_tweets", [tweet(40, "Le four est en panne")])}

    report, posts = kept(library, archive(tmp_path, second, **gone))

    assert posts.keys() == {"41", "42", "43"}
    assert (report.added, report.updated, report.unchanged, report.kept_before) == (1, 1, 0, 1)

    report, posts = kept(library, archive(tmp_path, second, **gone), anew=True)

    assert posts.keys() == {"41", "43"}


def test_several_parts_and_old_names(library: Library, tmp_path: Path) -> None:
    """Big accounts have their posts in parts; old archives call them `tweet`, end with a semicolon, and have no wrapper
    around a post."""
    old = [tweet(n, f"Le pain numéro {n} est sorti du four")["tweet"] for n in (50, 51)]
    path = zipped(
        tmp_path / "old.zip",
        {
            "tweet.js": ytd("tweet", old, end=";\n"),
            "tweet-part1.js": ytd("tweet", [tweet(52, "Le pain numéro 52 est sorti du four")], part=1),
        },
    )

    _, posts = kept(library, path)

    assert posts.keys() == {"50", "51", "52"}


def test_one_script_alone_under_any_name(library: Library, tmp_path: Path) -> None:
    """What a file is shows in it, not in its name."""
    path = tmp_path / "mes publications.txt"
    path.write_text(ytd("tweets", [tweet(60, "Bonjour du moulin")]), "utf-8")

    report, posts = kept(library, path)

    assert (report.source, posts["60"]["address"]) == ("x", "https://x.com/i/web/status/60")


def test_a_long_post_has_all_its_text(library: Library, tmp_path: Path) -> None:
    """The post stops after 280 characters; the rest stands in another file, found by how it begins."""
    whole = " ".join(f"Le moulin tourne au jour {n} & la farine est bonne." for n in range(20)) + " https://t.co/nn"
    short = whole[:270].replace("&", "&amp;") + "… https://t.co/more"
    note = {
        "noteTweetId": "1",
        "createdAt": "2023-10-19T22:07:25.000Z",
        "core": {
            "text": whole,
            "urls": [{"shortUrl": "https://t.co/nn", "expandedUrl": "https://moulin.example/long"}],
        },
    }

    _, posts = kept(
        library, archive(tmp_path, [tweet(70, short)], **{"note-tweet": ytd("note_tweet", [{"noteTweet": note}])})
    )

    assert posts["70"]["text"] == whole.replace("https://t.co/nn", "https://moulin.example/long")


def test_a_protected_account_gives_nothing(library: Library, tmp_path: Path) -> None:
    """The posts of a protected account were for its followers: none is kept, and the person is told why."""
    history = [
        {"protectedHistory": {"protectedAt": "2019-01-01T00:00:00.000Z", "action": "Unprotect"}},
        {"protectedHistory": {"protectedAt": "2021-01-01T00:00:00.000Z", "action": "Protect"}},
    ]
    path = archive(tmp_path, [tweet(80, "zzsecret")], **{"protected-history": ytd("protected_history", history)})

    seen = library.preview_archive(path)

    assert (seen.posts, [(one.reason, one.count) for one in seen.left_out]) == (0, [("private", 1)])
    assert any("protected" in warning for warning in seen.warnings)


def test_quoted_words_are_marked(library: Library, tmp_path: Path) -> None:
    """A repost by hand keeps the author's words apart; a quote post loses the link to what it quotes."""
    link = {"url": "https://t.co/qq", "expanded_url": "https://twitter.com/ana/status/5"}
    tweets = [
        tweet(90, "Tout à fait d'accord avec ça RT @ana: le pain de seigle est le meilleur"),
        tweet(91, "Voilà qui est bien dit https://t.co/qq", entities={"urls": [link]}),
    ]

    _, posts = kept(library, archive(tmp_path, tweets))
    library.ingest()

    ours = {post.id: post for post in library.posts(platform="x")}
    assert ours["90"].own_text == "Tout à fait d'accord avec ça"
    assert "seigle" in ours["90"].text
    assert posts["91"]["text"] == "Voilà qui est bien dit"


@pytest.mark.parametrize("name", ["account", "direct_messages", "like"])
def test_another_part_of_an_archive_is_named(library: Library, tmp_path: Path, name: str) -> None:
    """A script without posts is refused with what to give instead."""
    path = tmp_path / "part.js"
    path.write_text(ytd(name, [{name: {"fullText": "zzsecret"}}]), "utf-8")

    report = library.ingest([path], reader="fr")

    (skipped,) = report.skipped
    assert "tweets.js" in skipped.reason

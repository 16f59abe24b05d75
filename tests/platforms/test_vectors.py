"""The shared vectors: data computed by the networks' own code, or written from their documents."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from assistant.platforms import compose_url, count, facets, find, platform, split
from assistant.platforms.bluesky import shortened
from assistant.platforms.facebook import share_url as facebook_share
from assistant.platforms.linkedin import escape, little_text, unescape
from assistant.platforms.linkedin import share_url as linkedin_share
from assistant.platforms.threads import compose_url as threads_compose
from assistant.platforms.threads import links
from assistant.platforms.units import clusters, graphemes, utf8, utf16
from assistant.platforms.youtube import tags_length


def load(path: Path) -> Any:
    return (json.loads if path.suffix == ".json" else yaml.safe_load)(path.read_text("utf-8"))


def values(text: str, name: str, kind: str) -> list[str]:
    return [entity.text if kind == "link" else entity.value for entity in find(text, name) if entity.kind == kind]


def written(value: Any) -> Any:
    return value["repeat"] * value["times"] if isinstance(value, dict) else value


def decoded(codepoints: str) -> str:
    return "".join(chr(int(code, 16)) for code in codepoints.split())


def test_derived_counting(vectors: Path) -> None:
    """One text, measured by X, Bluesky, Mastodon and Threads."""
    for case in load(vectors / "derived-counting/cases.json")["cases"]:
        text, x, bluesky, mastodon = case["text"], case["x"], case["bluesky"], case["mastodon"]
        assert (utf8(text), utf16(text)) == (case["utf8_bytes"], case["utf16_units"])
        assert case["graphemes"] in (None, graphemes(text)), text
        accepted = {x["weighted"], x.get("weighted_if_every_current_emoji_is_2", x["weighted"])}
        fit = count(text, "x")
        assert fit.count in accepted, text
        assert fit.fits is x["valid"] or len(accepted) == 2, text
        for kind, name in (("link", "urls"), ("mention", "mentions"), ("tag", "hashtags")):
            assert values(text, "x", kind) == x[name], text
            assert values(text, "mastodon", kind) == mastodon[name], text
        assert values(text, "x", "cashtag") == [tag.upper() for tag in x["cashtags"]], text
        assert [(f.start, f.end, f.kind, f.value) for f in facets(text)] == [
            (f["byteStart"], f["byteEnd"], f["kind"], f["value"]) for f in bluesky["facets"]
        ], text
        assert bluesky["valid"] in (None, count(text, "bluesky").fits), text
        fit = count(text, "mastodon")
        assert mastodon["counted_length"] in (None, fit.count), text
        assert mastodon["valid_at_500"] in (None, fit.fits), text
        fit = count(text, "threads")
        assert (fit.count, fit.fits) == (case["threads"]["utf8_bytes"], case["threads"]["safe_at_500"]), text


def test_bluesky_short_links(vectors: Path) -> None:
    """Links shown short as the official app does."""
    for case in load(vectors / "derived-counting/cases.json")["cases"]:
        shown, _ = shortened(case["text"])
        assert shown == case["bluesky"]["app_display_text"], case["text"]
        assert case["bluesky"]["app_display_graphemes"] in (None, graphemes(shown)), case["text"]


def test_brevity(vectors: Path) -> None:
    """Every text of the shortening suite becomes posts that fit; links are those of the autolink suite."""
    cases = load(vectors / "brevity/tests.json")
    for case in cases["shorten"]:
        assert all(count(part, "x").fits for part in split(case["text"], "x")), case
    for case in cases["autolink"]:
        shown = re.findall(r'class="auto-link"[^>]*>([^<]*)<', case["expected"])
        given = re.findall(r'href="([^"]*)"', case["text"])
        assert values(case["text"], "x", "link") == shown + given, case


@pytest.mark.parametrize("section", ["usernames", "lists", "hashtags", "cashtags", "all"])
def test_x_autolink(vectors: Path, section: str) -> None:
    """X finds as many things as its own suite links; its section `urls` leaves out links without a scheme, X's counter
    does not."""
    for case in load(vectors / "twitter-text/autolink.yml")["tests"][section]:
        assert len(find(case["text"], "x")) == case["expected"].count("</a>"), case


def test_grapheme_breaks(vectors: Path) -> None:
    """Every string on which the versions of Unicode agree."""
    for case in load(vectors / "unicode/grapheme_break.json")["cases"]:
        if case["stable"]:
            text = decoded(case["codepoints"])
            assert [text[start:end] for start, end in clusters(text)] == [
                decoded(cluster) for cluster in case["clusters"]
            ]
            assert graphemes(text) == len(case["clusters"]), case


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("mentions", "mention"), ("urls", "link"), ("tco_urls_with_params", "link"), ("hashtags", "tag"),
        ("hashtags_from_astral", "tag"), ("cashtags", "cashtag"),
    ],
)  # fmt: skip
def test_x_extraction(vectors: Path, section: str, kind: str) -> None:
    """X finds what its own suite expects."""
    for case in load(vectors / "twitter-text/extract.yml")["tests"][section]:
        expected = [tag.upper() for tag in case["expected"]] if kind == "cashtag" else case["expected"]
        assert values(case["text"], "x", kind) == expected, case


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("mentions_with_indices", "mention"), ("mentions_or_lists_with_indices", "mention"),
        ("urls_with_indices", "link"), ("urls_with_directional_markers", "link"), ("hashtags_with_indices", "tag"),
        ("cashtags_with_indices", "cashtag"),
    ],
)  # fmt: skip
def test_x_places(vectors: Path, section: str, kind: str) -> None:
    """And where its own suite expects it."""
    for case in load(vectors / "twitter-text/extract.yml")["tests"][section]:
        found = [[entity.start, entity.end] for entity in find(case["text"], "x") if entity.kind == kind]
        assert found == [expected["indices"] for expected in case["expected"]], case


@pytest.mark.parametrize(
    "section", ["WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest"]
)
def test_x_weights(vectors: Path, section: str) -> None:
    """X weighs as its own suite expects under today's configuration."""
    for case in load(vectors / "twitter-text/validate.yml")["tests"][section]:
        fit = count(case["text"], "x")
        assert (fit.count, fit.fits) == (case["expected"]["weightedLength"], case["expected"]["valid"]), case


@pytest.mark.parametrize("section", ["country", "generic"])
def test_x_top_levels(vectors: Path, section: str) -> None:
    """Every top level domain of X's list makes a link."""
    for case in load(vectors / "twitter-text/tlds.yml")["tests"][section]:
        assert values(case["text"], "x", "link") == case["expected"], case


def test_x_documented_weights(vectors: Path) -> None:
    """The examples of X's documentation."""
    for case in load(vectors / "derived-rules/x_weighted_expectations.json")["cases"]:
        assert count(case["text"], "x").count == case["weighted"], case


def test_linkedin(vectors: Path) -> None:
    """Little text: escaping, and elements that stay."""
    for case in load(vectors / "derived-rules/linkedin_little_text_escape.json")["cases"]:
        assert escape(case["text"]) == case["escaped"]
        assert unescape(case["escaped"]) == case["text"]
    for case in load(vectors / "derived-rules/linkedin_little_text_elements.json")["cases"]:
        assert little_text("".join(map(_element, case["parts"]))) in case["accept"]


def _element(part: Any) -> str:
    if isinstance(part, str):
        return part
    if "mention" in part:
        return f"@[{part['mention']['name']}]({part['mention']['urn']})"
    return f"#{part['hashtag']}"


def test_threads(vectors: Path) -> None:
    """Bytes, links and topic tags of Threads."""
    for case in load(vectors / "derived-rules/threads_text_bytes.json")["cases"]:
        fit = count(case.get("prefix", "") + written(case["text"]), "threads")
        assert (fit.count, fit.fits) == (case["utf8_bytes"], case["safe"]), case
    for case in load(vectors / "derived-rules/threads_links.json")["cases"]:
        found = links(case["text"], case["link_attachment"] or "")
        assert (found, found <= platform("threads").facts["links"].value) == (case["links"], case["valid"]), case
    for case in load(vectors / "derived-rules/threads_topic_tag.json")["cases"]:
        assert count(case["tag"], "threads", field="topic_tag").fits is case["valid"], case


def test_youtube_tags(vectors: Path) -> None:
    """Quotes and commas count."""
    for case in load(vectors / "derived-rules/youtube_tags_length.json")["cases"]:
        length = tags_length(case["tags"])
        assert (length, length <= platform("youtube").facts["tags"].value) == (case["length"], case["valid"]), case


def test_compose_addresses(vectors: Path) -> None:
    """Every parameter arrives; for networks where we put the link into the text, text and link together."""
    for case in load(vectors / "derived-rules/intent_urls.json")["cases"]:
        name, params = case["platform"], case["params"]
        if name == "linkedin":
            address = linkedin_share(params["url"])
        elif name == "facebook":
            address = facebook_share(params["u"])
        elif "tag" in params:
            address = threads_compose(params["text"], topic=params["tag"])
        else:
            address = compose_url(
                params["text"],
                name,
                link=params.get("url", ""),
                server=urlsplit(case["base"]).netloc,
                reply_to=params.get("in_reply_to", ""),
            )
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == case["base"]
        assert {key: value[0] for key, value in parse_qs(parts.query).items()} == params, case


FIELDS = {
    ("youtube", "title"): "title",
    ("youtube", "description"): "description",
    ("tiktok", "video_caption"): "video_caption",
    ("tiktok", "photo_title"): "photo_title",
    ("tiktok", "photo_description"): "photo_description",
    ("instagram", "caption"): "caption",
    ("linkedin", "commentary"): "post",
    ("facebook", "message"): "message",
    ("x", "poll_option"): "poll_option",
    ("x", "alt_text"): "alt_text",
    ("bluesky", "alt_text_client"): "alt_text",
    ("mastodon", "poll_option"): "poll_option",
    ("threads", "text_attachment"): "text_attachment",
}
AT_MOST = {
    ("x", "poll_options_count"): "poll_options_most",
    ("x", "poll_duration_minutes"): "poll_minutes_most",
    ("bluesky", "images_count"): "images",
    ("bluesky", "image_bytes"): "image_bytes",
    ("bluesky", "external_thumb_bytes"): "card_image_bytes",
    ("bluesky", "video_bytes"): "video_bytes",
    ("mastodon", "poll_expires_in_seconds"): "poll_seconds_most",
    ("mastodon", "media_count"): "images",
    ("threads", "carousel_items"): "images",
    ("bluesky", "post.tags"): "tags",
}
AT_LEAST = {
    ("x", "poll_options_count"): "poll_options_least",
    ("x", "poll_duration_minutes"): "poll_minutes_least",
    ("mastodon", "poll_options_count"): "poll_options_least",
    ("mastodon", "poll_expires_in_seconds"): "poll_seconds_least",
    ("threads", "carousel_items"): "carousel_least",
}
IN_TEXT = {
    ("instagram", "hashtag_count"): ("hashtags", "tag"),
    ("instagram", "mention_count"): ("mentions", "mention"),
    ("x", "api_cashtags"): ("cashtags", "cashtag"),
}


def test_field_limits(vectors: Path) -> None:
    """Fields and numbers of every network; Pinterest is not one of ours."""
    for case in load(vectors / "derived-rules/field_limits.json")["cases"]:
        name, key, value = case["platform"], (case["platform"], case["field"]), written(case["value"])
        if name == "pinterest":
            continue
        facts = platform(name).facts
        if key in FIELDS:
            valid = count(value, name, field=FIELDS[key]).fits
        elif key in IN_TEXT:
            fact, kind = IN_TEXT[key]
            valid = len(values(value, name, kind)) <= facts[fact].value
        else:
            amount = len(value) if isinstance(value, list) else value
            valid = key not in AT_MOST or amount <= facts[AT_MOST[key]].value
            valid = valid and (key not in AT_LEAST or amount >= facts[AT_LEAST[key]].value)
            assert key in AT_MOST or key in AT_LEAST, key
            if key == ("bluesky", "post.tags"):
                valid = valid and all(count(tag, name, field="tag").fits for tag in value)
            if key == ("mastodon", "poll_options_count"):
                valid = valid and len(set(value)) == len(value)
        assert valid is case["valid"], case

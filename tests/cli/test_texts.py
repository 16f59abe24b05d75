"""`papillon measure` and `papillon check`."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Papillon

MEASURED = {
    "platform", "unit", "count", "limit", "fits", "graphemes", "bytes", "links", "mentions", "tags", "facets", "thread",
    "compose_url", "findings",
}  # fmt: skip


def test_measure_json(papillon: Papillon) -> None:
    """A text is counted as its network does, with every key of the contract, links and facets."""
    done = papillon("measure", "--platform", "bluesky", "--json", "Été 👩‍🍳 https://a.example/b #café")

    assert done.code == 0
    assert done.json.keys() == MEASURED
    assert (done.json["unit"], done.json["count"], done.json["limit"], done.json["fits"]) == (
        "graphemes",
        31,
        300,
        True,
    )
    assert [facet["kind"] for facet in done.json["facets"]] == ["link", "tag"]


def test_measure_for_people(papillon: Papillon) -> None:
    """Without --json the count and the thread are printed; a text that does not fit ends with 1."""
    done = papillon("measure", "--platform", "x", "Une phrase. " * 40)

    assert done.code == 1
    assert done.out.splitlines()[0].endswith("/280 weighted")
    assert "(1/2)" in done.out


def test_measure_reads_stdin(papillon: Papillon) -> None:
    """`-`, or nothing, takes the text that is piped in."""
    assert papillon("measure", "--json", "-", stdin="Allô").json["count"] == 4
    assert papillon("measure", "--json", stdin="Allô").json["count"] == 4


def test_measure_lines(papillon: Papillon) -> None:
    """One JSON line in, one out, in order; a bad line is an error at its place and the next goes on; the end is 2."""
    lines = [
        json.dumps({"text": "un", "platform": "x"}),
        "not json",
        "[1, 2]",
        "",
        json.dumps({"platform": "x"}),
        json.dumps({"text": "deux", "platform": "friendster"}),
        json.dumps({"text": 3}),
        json.dumps({"text": "trois"}),
    ]

    done = papillon("measure", "--jsonl", "--platform", "threads", stdin="\n".join(lines))

    assert done.code == 2
    assert [line.get("count", "error" if "error" in line else None) for line in done.lines] == [
        2, "error", "error", "error", "error", "error", 5,
    ]  # fmt: skip
    assert [line["error"]["line"] for line in done.lines if "error" in line] == [2, 3, 5, 6, 7]
    assert "friendster" in done.lines[4]["error"]["message"]
    assert done.lines[-1]["platform"] == "threads"


def test_unknown_platform(papillon: Papillon) -> None:
    """A network that there is not: one sentence on stderr, nothing on stdout, exit 2."""
    done = papillon("measure", "--platform", "friendster", "--json", "x")

    assert (done.code, done.out) == (2, "")
    assert "friendster" in done.err
    assert "bluesky" in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_check_json(indexed: Papillon) -> None:
    """A text is checked against the brand: keys of the contract, spans, and 1 when something blocks."""
    text = "N'hésitez pas, réponse sous 48 h."
    done = indexed("check", "--platform", "bluesky", "--json", text)

    assert done.code == 1
    assert done.json.keys() == {"findings", "voice", "fits"}
    assert done.json["voice"].keys() >= {"band", "rank", "reasons", "references"}
    assert done.json["findings"][0].keys() == {"check", "level", "message", "start", "end", "suggestion"}
    assert {(one["check"], text[one["start"] : one["end"]]) for one in done.json["findings"]} >= {
        ("rule:no-nhesitez-pas", "N'hésitez pas"),
        ("facts", "48 h"),
    }


def test_check_against_a_message(indexed: Papillon) -> None:
    """What the message says is known, and the text must be in its language."""
    known = indexed("check", "--json", "--message", "My order #4821 is late", "Order #4821 is on its way, privately.")
    foreign = indexed("check", "--json", "--message", "My order is late", "On regarde ça pour vous dès ce matin.")

    assert known.code == 0
    assert "language" in {finding["check"] for finding in foreign.json["findings"]}
    assert foreign.code == 1


def test_check_lines(indexed: Papillon) -> None:
    """Many texts at once, each with its own network, message and place in the output."""
    lines = [{"text": "We're open.", "platform": "x", "language": "en"}, {"platform": "x"}, {"text": "Zut 99 $"}]

    done = indexed("check", "--jsonl", stdin="\n".join(json.dumps(line) for line in lines))

    assert done.code == 2
    assert [list(line) for line in done.lines] == [
        ["findings", "voice", "fits"],
        ["error"],
        ["findings", "voice", "fits"],
    ]


def test_check_for_people_in_french(indexed: Papillon, monkeypatch: pytest.MonkeyPatch) -> None:
    """With PAPILLON_LANGUAGE=fr the findings are in French."""
    monkeypatch.setenv("PAPILLON_LANGUAGE", "fr")

    done = indexed("check", "Réponse sous 48 h.")

    assert "[block] Absent de vos connaissances\u00a0: 48 h" in done.out


def test_voice_show(indexed: Papillon) -> None:
    """The measured voice: one profile a language, with its habits and sample size."""
    done = indexed("voice", "show", "--json")

    profiles = done.json["profiles"]
    assert done.code == 0
    assert [profile["language"] for profile in profiles] == ["fr", "en"]
    assert all(profile["posts"] > 50 and profile["enough"] for profile in profiles)
    habits = {habit["name"]: habit for habit in profiles[0]["habits"]}
    assert habits["exclamation"]["key"] == "never"
    assert habits["on"]["sentence"]["en"].startswith("“on” in ")
    assert habits["on"]["n"] == profiles[0]["posts"]
    assert len(habits["on"]["examples"]) == 3
    assert habits["reply_words"]["spread"]["low"] < habits["reply_words"]["spread"]["high"]


def test_voice_show_of_a_person(indexed: Papillon) -> None:
    """A person's voice for people; an unknown person is refused, naming who there is."""
    shown = indexed("voice", "show", "--person", "maude", "--language", "fr", "--examples")
    network = indexed("voice", "show", "--language", "fr", "--platform", "linkedin")
    refused = indexed("voice", "show", "--person", "zoe")

    assert shown.code == 0
    assert shown.out.startswith("Maude Lavigne, French: 39 texts")
    assert "Only 39 texts" in shown.out
    assert "  - Nearly always a semicolon: 39 of 39 texts.\n      maude-" in shown.out
    assert "18 texts" in network.out
    assert refused.code == 2
    assert "camille, maude, teo" in refused.err


def test_characters_that_no_network_takes_are_told_line_by_line(papillon: Papillon) -> None:
    """Half a surrogate pair, NUL, a byte-order mark and an unknown network: a finding or an error each, the rest goes
    on, and what is printed is JSON."""
    texts = ('"a\\ud800b","platform":"bluesky"', '"a\\u0000b","platform":"x"', '"\\ufeffa","platform":"x"')
    lines = [f'{{"text":{text}}}' for text in (*texts, '"a","platform":"nope"', '"a","platform":"x"')]

    done = papillon("measure", "--jsonl", stdin="\n".join(lines))

    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [finding["level"] for answer in answers[:3] for finding in answer["findings"]] == ["block"] * 3
    assert "nope" in answers[3]["error"]["message"]
    assert answers[4]["fits"]


def test_voice_score(indexed: Papillon) -> None:
    """`voice score`: the keys of the contract, a bad line does not stop the others, an unknown person is told."""
    lines = '{"text": "Merci !"}\n{"text": 3}\n{"text": "Hello there, friend.", "person": "nobody"}\n'
    done = indexed("voice", "score", "--jsonl", stdin=lines)

    assert done.code == 2
    assert done.lines[0].keys() >= {"score", "rank", "band", "reasons", "references", "language", "note"}
    assert done.lines[0]["band"] == "unknown"
    assert done.lines[0]["note"]
    assert ["error" in line for line in done.lines] == [False, True, True]
    assert indexed("voice", "score", "--kind", "letter", "A short text.").code == 2


def test_eval_voice(indexed: Papillon, tmp_path: Path) -> None:
    """`eval voice`: of the brand, and of files; a broken line is named, exit 2."""
    own = indexed("eval", "voice", "--json")
    assert own.code == 0
    assert own.json.keys() == {"voices", "mean"}

    texts = [f"On a compté des sacs de café, il y en a {n}." for n in ("dix", "douze", "vingt", "trente", "mille")]
    file = tmp_path / "voix.jsonl"
    file.write_text("".join(json.dumps({"text": text, "language": "fr"}) + "\n" for text in texts * 4), "utf-8")
    few = indexed("eval", "voice", "--posts", str(tmp_path), "--json")
    assert (few.code, few.json["voices"]) == (0, [])

    file.write_text('{"text": "bon"}\n{"no": 1}\n', "utf-8")
    broken = indexed("eval", "voice", "--posts", str(file))
    assert broken.code == 2
    assert "2" in broken.err

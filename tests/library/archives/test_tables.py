"""Tables of any tool, our own JSONL, and what both have in common: copies, masks, people."""

import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.library import Library
from assistant.library.archives.masking import Masks
from assistant.library.archives.quotations import quoted_spans
from assistant.library.sameness import HASHES, near_copies, said, signature

LONG = "Le moulin rouvre lundi matin avec la nouvelle farine de seigle du village"


def kept(library: Library, path: Path, **wishes: Any) -> tuple[Any, list[Mapping[str, Any]]]:
    report = library.keep_archive(path, **wishes)
    return report, [json.loads(line) for line in (library.folder / report.path).read_text("utf-8").splitlines()]


def written(tmp_path: Path, text: str, name: str = "export.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path.parent / f"{tmp_path.name}-{name}"
    path.write_text(text, encoding)
    return path


def test_buffer_and_hootsuite_like_tables(library: Library, tmp_path: Path) -> None:
    """Names of columns are recognised, drafts and private rows are counted out, dates without zone are the brand's."""
    path = written(
        tmp_path,
        "Date,Network,Message,Status,Visibility,Permalink\n"
        f'2024-03-01 09:00,Twitter,"{LONG}, &amp; demain",sent,public,https://x.com/moulin/status/1\n'
        "2024-03-02 09:00,Twitter,zzsecret un,draft,public,\n"
        "2024-03-02 09:00,Twitter,zzsecret deux,scheduled,public,\n"
        "2024-03-02 09:00,LinkedIn,zzsecret trois,sent,Connections only,\n"
        "2024-03-02 09:00,LinkedIn,zzsecret quatre,deleted,public,\n"
        "2024-03-03 09:00,Twitter,RT @ana: zzsecret cinq,sent,public,\n",
    )

    report, (line,) = kept(library, path)

    assert line["text"] == f"{LONG}, & demain"
    assert (line["platform"], line["date"]) == ("x", "2024-03-01T09:00:00-05:00")
    assert line["address"] == "https://x.com/moulin/status/1"
    assert {one.reason: one.count for one in report.left_out} == {"draft": 2, "private": 1, "deleted": 1, "repost": 1}


def test_columns_are_guessed_shown_and_changed(library: Library, tmp_path: Path) -> None:
    """Where names say nothing, the text is the column of sentences and the date the one of dates; a person can say
    otherwise, by name or by number."""
    path = written(
        tmp_path,
        f"A,B,C\n01/02/2024,{LONG},Une autre phrase entière\n13/02/2024,On a changé la meule hier soir,Encore une\n",
    )

    seen = library.preview_archive(path)

    assert {column.name: column.holds for column in seen.columns} == {"A": "date", "B": "text", "C": ""}
    assert seen.columns[0].examples == ("01/02/2024", "13/02/2024")
    assert seen.samples[0].date is not None
    assert (seen.samples[0].date.month, seen.samples[0].date.day) == (2, 1)
    for name in ("C", "3"):
        changed = library.preview_archive(path, columns={"text": name, "date": ""})
        assert {column.name: column.holds for column in changed.columns} == {"A": "", "B": "", "C": "text"}
        assert {post.text for post in changed.samples} == {"Une autre phrase entière", "Encore une"}
    for wrong in ({"text": "Z"}, {"texte": "B"}):
        with pytest.raises(BadInput, match=r"A, B, C|Known"):
            library.preview_archive(path, columns=wrong)


def test_a_table_without_text_says_which_columns_there_are(library: Library, tmp_path: Path) -> None:
    """It is refused, unless a person says which column holds the text."""
    path = written(tmp_path, "nom;prix\nfarine;3\nlevain;4\n")

    with pytest.raises(BadInput, match="Say which one"):
        library.preview_archive(path)
    assert library.preview_archive(path, columns={"text": "nom"}).posts == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_tables_in_every_encoding(library: Library, tmp_path: Path, encoding: str) -> None:
    """What spreadsheets write comes in with its letters."""
    path = written(tmp_path, f"Texte;Date\n{LONG}, été «là»;2024-03-01\n", encoding=encoding)

    (post,) = library.preview_archive(path).samples

    assert post.text == f"{LONG}, été «là»"


def test_copies_are_kept_once_with_their_places(library: Library, tmp_path: Path) -> None:
    """Cross-posts and second tries are one post: the one received best, with the places of the others; another figure
    makes another post."""
    rows = [
        {"id": "1", "platform": "x", "date": "2024-03-01", "text": f"{LONG} https://a.example/1", "likes": 2},
        {"id": "2", "platform": "mastodon", "date": "2024-03-01", "text": f"{LONG} #pain #farine", "likes": 9},
        {"id": "3", "platform": "x", "date": "2024-03-05", "text": f"{LONG} voisin"},
        {"id": "4", "platform": "x", "date": "2024-03-06", "text": f"{LONG} à 9 h"},
        {"id": "5", "platform": "x", "date": "2024-03-07", "text": f"{LONG} à 8 h"},
    ]
    path = written(tmp_path, "".join(json.dumps(row) + "\n" for row in rows), "export.jsonl")

    report, lines = kept(library, path)

    assert [line["id"] for line in lines] == ["2", "4", "5"]
    assert sorted(place["id"] for place in lines[0]["places"]) == ["1", "3"]
    assert {one.reason: one.count for one in report.left_out} == {"duplicate": 1, "near_duplicate": 1}


def test_near_copies_are_found_and_others_are_not() -> None:
    """Of three hundred texts and fifty of them with a word more, these are found, and nothing else."""
    chance = random.Random(7)
    words = [f"mot{letter}{other}" for letter in "abcdefghijklmnop" for other in "abcdefghijklmnop"]
    base = [said(" ".join(chance.choices(words, k=20))) for _ in range(300)]
    changed = [f"{text} encore" for text in base[:50]]
    rows = [signature(text) for text in [*base, *changed]]
    assert all(row is not None for row in rows)
    signatures = np.stack([row for row in rows if row is not None])
    assert signatures.shape == (350, HASHES)

    copies = near_copies(signatures, [*base, *changed].__getitem__)

    assert {300 + n: n for n in range(50)}.items() <= copies.items()
    assert len(copies) == 50


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Écrivez à ana.roy+test@exemple.qc.ca demain", "Écrivez à [email] demain"),
        ("Appelez le 514 555-0199 ou le +33 6 12 34 56 78.", "Appelez le [phone] ou le [phone]."),
        ("Au 06.12.34.56.78, merci", "Au [phone], merci"),
        ("(514) 555-0199", "[phone]"),
        ("Votre commande 11846 est partie", "Votre commande [order] est partie"),
        ("order number: AB-12345!", "order number: [order]!"),
        ("Commande n° 4512-A, suivi: LX123456789CA", "Commande n° [order], suivi: [order]"),
        ("FR76 3000 6000 0112 3456 7890 189", "[iban]"),
        ("FR76 3000 6000 0112 3456 7890 188", "FR76 3000 6000 0112 3456 7890 188"),
        ("En 2024, le 12-03-2024, 1 250,50 $ pour 340 g", "En 2024, le 12-03-2024, 1 250,50 $ pour 340 g"),
        ("Commande dès lundi, order now", "Commande dès lundi, order now"),
        ("@moulin@mstdn.example et #pain2024", "@moulin@mstdn.example et #pain2024"),
        ("https://a.example/order/123456789", "https://a.example/order/123456789"),
    ],
)
def test_masks(text: str, masked: str) -> None:
    """Addresses, numbers and accounts go, dates, prices and handles stay."""
    assert Masks(["email", "phone", "order", "iban"]).mask(text) == masked


@given(st.text(max_size=200))
def test_masking_is_done_once(text: str) -> None:
    """Masked again, a text is the same."""
    masks = Masks(["email", "phone", "order", "iban"])
    once = masks.mask(text)

    assert masks.mask(once) == once


def test_masked_before_anything_is_stored(library: Library, tmp_path: Path) -> None:
    """What was asked for is in no file; how often is told; the brand's own facts stay; an unknown mask is refused."""
    row = {
        "id": "1",
        "text": "Écrivez à ana@exemple.ca ou au 514 555-0199",
        "answered": {"text": "moi: zoe@exemple.ca"},
    }
    path = written(tmp_path, json.dumps(row), "export.jsonl")

    report, (line,) = kept(library, path, mask=["email"])

    assert line["text"] == "Écrivez à [email] ou au 514 555-0199"
    assert line["answered"]["text"] == "moi: [email]"
    assert report.masked == {"email": 2}
    assert Masks(["email"], ["Écrivez à moulin@exemple.ca"]).mask("moulin@exemple.ca") == "moulin@exemple.ca"
    with pytest.raises(BadInput, match="email, phone, order, iban"):
        library.preview_archive(path, mask=["name"])


def test_whose_posts_they_are(library: Library, tmp_path: Path) -> None:
    """With a person, the posts become theirs, in their own folder; nobody unknown, nobody who has not agreed."""
    path = written(tmp_path, json.dumps({"id": "1", "text": LONG}), "export.jsonl")

    report = library.ingest([path], person="lea")

    assert report.archives[0].path.startswith("people/lea/")
    assert [post.person for post in library.posts(person="lea") if post.id == "1"] == ["lea"]
    with pytest.raises(BadInput, match="Nobody"):
        library.preview_archive(path, person="nobody")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Bien dit. RT @ana: le pain est bon", ["RT @ana: le pain est bon"]),
        ("> le pain\n> est bon\n\nOui, et chaud.", ["> le pain\n> est bon"]),
        ("Zoé nous écrit: « j'ai mangé tout le pain avant d'arriver chez moi ». Merci!",
         ["« j'ai mangé tout le pain avant d'arriver chez moi »"]),
        ("“I ate all of the bread before I got home today” – Zoe, Laval",
         ["“I ate all of the bread before I got home today”"]),
        ("“I ate all of the bread before I got home today”", []),
        ("Le pain « maison » est revenu", []),
        ("Un pain, RT si vous aimez", []),
    ],
)  # fmt: skip
def test_other_peoples_words_are_marked(text: str, quoted: list[str]) -> None:
    """Reposts by hand, quoted lines and long quotations are somebody else's; a term in quotation marks is not, nor a
    whole post that nobody else has signed."""
    assert [text[start:end] for start, end in quoted_spans(text)] == quoted


@given(st.text(max_size=300))
def test_marked_spans_lie_in_the_text(text: str) -> None:
    """Whatever is written, spans are in order, apart and inside."""
    ends = [0, *(place for span in quoted_spans(f"RT {text} \n> {text}") for place in span)]

    assert ends == sorted(ends)

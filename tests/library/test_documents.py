"""PDF, Word and Excel guidelines: headings, lists, tables and pages survive; what cannot be read is told."""

import io
import random
import sys
import time
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import BadInput, Cancelled
from assistant.library import Library
from assistant.library.guidelines import Guideline, read_guideline
from assistant.library.readers.apart import Limits, read_apart
from assistant.library.readers.blocks import Block, Unreadable
from assistant.library.readers.hyphens import Hyphens
from assistant.library.readers.pdf import ranges
from assistant.library.readers.terms import looks_like_terms
from tests.library import made_documents as made


def read(name: str, data: bytes) -> Guideline:
    return read_guideline(PurePosixPath(name), data)


def outcome(name: str, data: bytes) -> tuple[str, list[int]]:
    """Why a document was not read, empty when it was, and the pages of its blocks."""
    try:
        return "", [block.page for block in read(name, data).blocks]
    except Unreadable as told:
        return told.key, []


def of_kind(found: Guideline, kind: str) -> list[Block]:
    return [block for block in found.blocks if block.kind == kind]


def all_text(found: Guideline) -> str:
    return "\n".join("\n".join((block.header, *block.units)) for block in found.blocks)


# ---------------------------------------------------------------- PDF


@pytest.mark.parametrize("bookmarked", [False, True])
def test_a_pdf_keeps_its_headings_lists_tables_and_pages(bookmarked: bool) -> None:
    """Headings are told by bookmark or by size; lists keep their markers, tables their rows; each block its page."""
    found = read("guide.pdf", made.guide_pdf(bookmarked=bookmarked))

    second = [block for block in found.blocks if block.page == 2]
    chapter = "2. Le ton de voix"
    assert [(block.kind, block.section) for block in second] == [
        ("paragraph", (chapter,)),
        ("list", (chapter, "À faire")),
        ("table", (chapter, "Les mots")),
    ]
    assert second[0].units == ((made.SAID * 3).strip(),)
    assert second[1].units == (
        "- Dire « tu », toujours, même fâché, et même quand la réponse prend plus d'une ligne dans le document.",
        "- Signer du prénom 2.",
        "1. Lire",
        "2. Répondre",
    )
    assert (second[2].header, *second[2].units) == (
        "| Terme | Dire | Ne pas dire |",
        "| Café | café de spécialité | kawa |",
        "| Client | personne, client ou cliente selon le cas, jamais usager | usager |",
    )
    assert found.language == "fr"


def test_running_heads_and_page_numbers_are_left_out() -> None:
    """What stands in the margin of page after page is no text of the guide."""
    text = all_text(read("guide.pdf", made.guide_pdf()))

    assert "Guide de marque 2026" not in text
    assert "Page " not in text


def test_columns_are_read_one_after_the_other() -> None:
    """The text of two columns is not read across them."""
    story: list[Any] = [
        made.paragraph("Ton", "Heading1"),
        *[made.paragraph(f"{n}. " + made.SAID) for n in range(1, 19)],
    ]

    found = read("guide.pdf", made.pdf(story, columns=2))

    text = " ".join(all_text(found).split())
    assert all(f"{n}. {made.SAID.strip()}" in text for n in range(1, 19))
    assert {block.section for block in found.blocks} == {("Ton",)}


def test_a_paragraph_goes_on_over_the_page() -> None:
    """A sentence that a page cuts is one sentence, cited with the page it begins on."""
    found = read(
        "guide.pdf", made.pdf([made.paragraph("Ton", "Heading1"), made.paragraph(made.SAID * 60)], head="Guide")
    )

    assert [(block.page, block.units) for block in found.blocks] == [(1, ((made.SAID * 60).strip(),))]


def test_a_scan_is_said_to_be_one() -> None:
    """A PDF of pictures is told as such; where only some pages are, these are named and the rest is read."""
    with pytest.raises(Unreadable) as told:
        read("scan.pdf", made.scanned_pdf(3))
    assert (told.value.key, told.value.values) == ("library.scanned", {"count": 3})

    found = read("mixed.pdf", made.scanned_pdf(2, "On répond dans la journée, même le samedi."))
    assert "On répond dans la journée" in all_text(found)
    assert [(remark.key, remark.values) for remark in found.remarks] == [("library.pages_scanned", {"pages": "2-3"})]


def test_a_locked_pdf_is_said_to_be_one() -> None:
    """A PDF that asks for a password is told; one that is only protected against changes is read."""
    story = [made.paragraph(made.SAID)]
    with pytest.raises(Unreadable) as told:
        read("secret.pdf", made.pdf(story, secret="sésame"))
    assert told.value.key == "library.locked"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.97])
def test_a_broken_pdf_is_told_and_never_thrown(share: float) -> None:
    """Cut anywhere, a PDF is read as far as it goes or told as damaged."""
    whole = made.guide_pdf()
    key, pages = outcome("guide.pdf", whole[: int(len(whole) * share)])

    assert key in ("", "library.damaged")
    assert all(1 <= page <= 4 for page in pages)


def test_ranges_of_pages() -> None:
    """Pages that follow each other are named together."""
    assert ranges([1, 3, 4, 5, 9]) == "1, 3-5, 9"


# ---------------------------------------------------------------- hyphens


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("la commu-", "nauté grandit", "la communauté grandit"),
        ("prenez rendez-", "vous demain", "prenez rendez-vous demain"),
        ("est-", "ce possible", "est-ce possible"),
        ("pouvez-", "vous", "pouvez-vous"),
        ("c'est-à-", "dire", "c'est-à-dire"),
        ("celui-", "là", "celui-là"),
        ("peut-", "être", "peut-être"),
        ("un semi-", "automatique", "un semi-automatique"),
        ("la com\u00ad", "munauté", "la communauté"),
        ("2024-", "2025", "2024-2025"),
        ("Jean-", "Pierre", "Jean-Pierre"),
        ("self-", "service", "self-service"),
        ("the infor-", "mation", "the information"),
        ("oui –", "non", "oui – non"),
        ("bonjour", "à tous", "bonjour à tous"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(before: str, after: str, joined: str) -> None:
    """The printer's hyphen goes, the one of a French compound or inversion stays."""
    assert Hyphens([]).join(before, after) == joined


def test_the_document_knows_best() -> None:
    """A word that the document writes elsewhere is joined as it is written there."""
    said = Hyphens(["le bien-être au travail", "une microbrasserie"])

    assert said.join("le bien-", "être") == "le bien-être"
    assert said.join("la micro-", "brasserie") == "la microbrasserie"


@given(st.text(max_size=40), st.text(max_size=40))
def test_joining_loses_nothing_but_a_hyphen(before: str, after: str) -> None:
    """Every letter of both lines is in the joined text, in order."""
    joined = Hyphens([]).join(before, after)

    assert joined.replace(" ", "").replace("-", "").replace("\u00ad", "") == (before + after).replace(" ", "").replace(
        "-", ""
    ).replace("\u00ad", "")


# ---------------------------------------------------------------- Word


def charter(document: Any) -> None:
    document.core_properties.language = "fr-CA"
    document.add_heading("Charte éditoriale", 0)
    document.add_heading("Le ton", 1)
    said = document.add_paragraph("On tutoie")
    made.footnote(document, said, "Sauf en cas de crise.")
    made.tracked(said, " jamais", " toujours")
    document.add_heading("À faire", 2)
    document.add_paragraph("Répondre vite", style="List Bullet")
    document.add_paragraph("Signer", style="List Bullet 2")
    document.add_paragraph("Lire", style="List Number")
    document.add_paragraph("Répondre", style="List Number")
    linked = document.add_paragraph("Voir ")
    made.hyperlink(document, linked, "le guide", "https://marque.example/guide")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], ["Dire", "Éviter", "café", "kawa"], strict=True
    ):
        cell.text = text
    document.add_heading("La crise", 1)
    turned = document.add_paragraph("On appelle la fondatrice.")
    made.page_break_seen(turned)
    made.text_box(turned, "Numéro d'urgence : 555-0100")


def test_a_word_file_keeps_headings_lists_tables_notes_and_pages() -> None:
    """Headings by style, lists with their markers, tables by row, footnotes with their paragraph, text boxes once,
    links with their address, corrections as accepted, pages as Word saw them."""
    found = read("charte.docx", made.word(charter))

    top = "Charte éditoriale"
    assert [(block.kind, block.section, block.page) for block in found.blocks] == [
        ("paragraph", (top, "Le ton"), 1),
        ("list", (top, "Le ton", "À faire"), 1),
        ("paragraph", (top, "Le ton", "À faire"), 1),
        ("table", (top, "Le ton", "À faire"), 1),
        ("paragraph", (top, "La crise"), 2),
        ("paragraph", (top, "La crise"), 2),
    ]
    texts = [block.units for block in found.blocks]
    assert texts[0] == ("On tutoie toujours (Sauf en cas de crise.)",)
    assert [unit.strip() for unit in texts[1]] == ["- Répondre vite", "- Signer", "1. Lire", "2. Répondre"]
    assert texts[2] == ("Voir le guide (https://marque.example/guide)",)
    assert (found.blocks[3].header, *texts[3]) == ("| Dire | Éviter |", "| café | kawa |")
    assert texts[4:] == [("On appelle la fondatrice.",), ("Numéro d'urgence : 555-0100",)]
    assert found.language == "fr"


def test_word_files_of_another_kind_are_told() -> None:
    """An Office file of before 2007, an archive that is no document, and a text named .docx are told as what they
    are."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as inside:
        inside.writestr("lisez-moi.txt", "bonjour")
    for data, key in [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "library.old_office"),
        (archive.getvalue(), "library.damaged"),
        (made.word(charter)[:4000], "library.damaged"),
        (b"On tutoie.", "library.damaged"),
    ]:
        with pytest.raises(Unreadable) as told:
            read("charte.docx", data)
        assert told.value.key == key


def test_a_document_is_known_by_what_it_holds() -> None:
    """A PDF under another name is still a PDF; a Word file named .xlsx still Word."""
    assert of_kind(read("guide.txt", made.guide_pdf()), "table")
    assert of_kind(read("charte.xlsx", made.word(charter)), "table")


# ---------------------------------------------------------------- term lists

TERMS: list[list[object]] = [
    ["Lexique de la marque"],
    [],
    ["Terme", "Dire", "Ne pas dire", "Depuis"],
    ["café filtre", "café filtre", "café goutte", None],
    ["torréfaction", "On torréfie ici. Chaque mardi.", None, 2019.0],
]


def test_each_row_of_a_term_list_is_a_passage_of_its_own() -> None:
    """A row reads by itself, under its sheet and its term, with the header's names before the cells."""
    found = read("termes.xlsx", made.workbook(Lexique=TERMS, Notes=[["On écrit en français."]]))

    assert [(block.section, block.units) for block in found.blocks] == [
        (("Lexique",), ("Lexique de la marque",)),
        (("Lexique", "café filtre"), ("Terme: café filtre", "Dire: café filtre", "Ne pas dire: café goutte")),
        (
            ("Lexique", "torréfaction"),
            ("Terme: torréfaction", "Dire: On torréfie ici. Chaque mardi.", "Depuis: 2019"),
        ),
        (("Notes",), ("On écrit en français.",)),
    ]


def test_a_spreadsheet_of_posts_is_no_term_list() -> None:
    """An export of posts is told to be one, so that it is added as posts."""
    with pytest.raises(Unreadable) as told:
        read("export.xlsx", made.workbook(Posts=[["Date", "Text", "Network"], ["2025-01-01", "Bonjour", "X"]]))
    assert told.value.key == "library.table_of_posts"


@pytest.mark.parametrize(
    ("header", "terms"),
    [
        ("term,say,not", True),
        ("Terme;Dire;Ne pas dire", True),
        ("Mot;Définition", True),
        ("English,French", True),
        ("avoid\tuse instead\tuse", True),
        ("text,date", False),
        ("Date,ShareLink,ShareCommentary,SharedUrl", False),
        ("Message;Date;Langue", False),
        ("nom;prix", False),
        ("term", False),
        ("id,text", False),
    ],
)
def test_a_csv_of_terms_is_told_apart_from_a_csv_of_posts(header: str, terms: bool) -> None:
    """By the names of its columns."""
    assert looks_like_terms(f"{header}\na,b,c\n") == terms


# ---------------------------------------------------------------- limits


def test_a_document_that_takes_too_long_is_stopped() -> None:
    """A reader that does not come to an end is ended, and soon."""
    started = time.monotonic()

    with pytest.raises(Unreadable) as told:
        read_apart("pdf", made.guide_pdf(pages=300), limits=Limits(seconds=1))
    assert told.value.key == "library.too_heavy"
    assert time.monotonic() - started < 6


def test_a_document_that_takes_too_much_memory_is_stopped() -> None:
    """An Office file that unpacks to more than any document holds never reaches its reader, and a reader out of memory
    is told as such."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("word/document.xml", bytes(450_000_000))
    with pytest.raises(Unreadable) as told:
        read_apart("office", out.getvalue())
    assert told.value.key == "library.too_heavy"

    with pytest.raises(Unreadable) as told:
        read_apart("pdf", made.guide_pdf(pages=200), limits=Limits(memory=30_000_000))
    assert told.value.key in ("library.too_heavy", "library.damaged")


def test_a_reader_that_is_slow_to_start_gets_the_whole_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document larger than a pipe holds is read whole, however late its reader begins to read it."""
    slow = tmp_path / "slow"
    slow.write_text(f'#!/bin/sh\nsleep 0.5\nexec "{sys.executable}" "$@"\n')
    slow.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(slow))
    draw = random.Random(7)
    data = made.pdf([made.paragraph(f"{n}. {draw.randbytes(60).hex(' ')}") for n in range(2000)])
    assert len(data) > 100_000
    began = time.monotonic()
    said = " ".join(unit for block in read_apart("pdf", data).blocks for unit in block.units)
    assert "1999." in said
    assert time.monotonic() - began < 60


def test_entities_of_a_hostile_word_file_are_not_expanded() -> None:
    """A document that defines entities in entities is told as damaged or read without them."""
    source = made.word(charter)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as inside, zipfile.ZipFile(out, "w") as made_anew:
        for entry in inside.infolist():
            data = inside.read(entry)
            if entry.filename == "word/document.xml":
                head, _, rest = data.decode().partition("?>")
                data = f'{head}?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>{rest}'.replace("On tutoie", "&l11;").encode()
            made_anew.writestr(entry, data)
    started = time.monotonic()
    try:
        found = read("charte.docx", out.getvalue())
    except Unreadable:
        found = None
    assert found is None or len(all_text(found)) < 10_000
    assert time.monotonic() - started < 10


def test_stop_is_heard_while_a_document_is_read() -> None:
    """A person's stop ends the reader."""
    import threading

    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        read_apart("pdf", made.guide_pdf(pages=300), cancel=cancel)


@settings(max_examples=12, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(noise: bytes) -> None:
    """Whatever follows the mark of a PDF is read or told."""
    key, _ = outcome("x.pdf", b"%PDF-1.4\n" + noise)

    assert key in ("", "library.damaged", "library.scanned", "library.locked")


# ---------------------------------------------------------------- in the library


def test_a_document_is_kept_as_it_came_and_cited_with_its_page(library: Library, folder: Path) -> None:
    """A PDF lies in the folder byte for byte; what is found in it names its page; a scan is refused at the door."""
    data = made.guide_pdf()
    kept = library.add_file("Guide.PDF", data)
    library.add_file("lexique.csv", b"Terme;Dire;Ne pas dire\nexpresso;espresso;expresso\n")
    with pytest.raises(BadInput, match="OCR"):
        library.add_file("scan.pdf", made.scanned_pdf())
    report = library.ingest()

    assert (kept, kept.read_bytes()) == (folder / "guidelines" / "Guide.pdf", data)
    assert report.skipped == ()
    found = library.search("Signer du prénom 3.", kinds=("guideline",))[0].passage
    assert (found.page, found.language, found.section[0]) == (3, "fr", "3. Le ton de voix")
    term = next(hit.passage for hit in library.search("espresso", kinds=("guideline",)))
    assert (term.path, term.section, term.text) == (
        "guidelines/lexique.csv",
        ("expresso",),
        "Terme: expresso\nDire: espresso\nNe pas dire: expresso",
    )


def test_what_was_not_read_of_a_document_is_in_the_report(library: Library, folder: Path) -> None:
    """Pages that are pictures are named with their file, in the report and in the overview."""
    (folder / "guidelines" / "mixte.pdf").write_bytes(made.scanned_pdf(1, "On répond dans la journée."))
    (folder / "guidelines" / "vide.xlsx").write_bytes(made.workbook(A=[]))

    skipped = {entry.path: entry.reason for entry in library.ingest(reader="fr").skipped}

    assert "2" in skipped["guidelines/mixte.pdf"]
    assert "rien à y lire" in skipped["guidelines/vide.xlsx"]

"""Files that people give through the page."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.library import Library
from assistant.library.upload import safe_name


@pytest.mark.parametrize(
    ("name", "data", "path"),
    [
        ("ton.md", b"# Ton\n\nOn tutoie.", "guidelines/ton.md"),
        ("page.HTML", b"<p>On tutoie.</p>", "guidelines/page.html"),
        ("export.csv", b"text,date\nBonjour,2025-01-01\n", "posts/export.csv"),
        ("export.jsonl", b'{"text": "Bonjour"}\n', "posts/export.jsonl"),
        ("../../evil.md", b"# X\n\nx", "guidelines/evil.md"),
        ("..\\..\\evil2.md", b"# X\n\nx", "guidelines/evil2.md"),
        ("/etc/cron.md", b"# X\n\nx", "guidelines/cron.md"),
        (".caché.md", b"# X\n\nx", "guidelines/caché.md"),
        ("con.md", b"# X\n\nx", "guidelines/con-file.md"),
    ],
)
def test_a_file_goes_where_it_belongs_and_nowhere_else(
    library: Library, folder: Path, name: str, data: bytes, path: str
) -> None:
    """Guidelines and posts are told apart by what they hold; no name leads out of the folder."""
    kept = library.add_file(name, data)

    assert folder / path == kept
    assert data == kept.read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("logo.md", b"\x89PNG\r\n\x1a\n\0\0", "not text"),
        ("charte.pdf", b"%PDF-1.7", "damaged"),
        ("charte.docx", b"%PDF-1.7", "damaged"),
        ("charte.odt", b"x", "not read yet"),
        ("vide.md", b"  \n", "nothing to read"),
        ("prix.csv", b"nom;prix\nx;1\n", "column"),
        ("x.jsonl", b"pas du json", "JSON"),
        ("brand.toml", b"format = 1", "not read yet"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(library: Library, name: str, data: bytes, said: str) -> None:
    """The person is told at once, and nothing is left in the folder."""
    with pytest.raises(BadInput, match=said):
        library.add_file(name, data)

    assert not list(library.folder.rglob(f"*{name}")) or name == "brand.toml"


def test_no_file_is_overwritten_in_silence(library: Library, folder: Path) -> None:
    """The same file again is no harm, another one under the same name is an error unless it is meant to replace."""
    first = library.add_file("ton.md", b"# Ton\n\nOn tutoie.")

    assert first == library.add_file("ton.md", b"# Ton\n\nOn tutoie.")
    with pytest.raises(BadInput, match=r"guidelines/ton\.md"):
        library.add_file("ton.md", b"# Ton\n\nOn vouvoie.")
    assert b"tutoie" in first.read_bytes()

    library.add_file("ton.md", b"# Ton\n\nOn vouvoie.", replace=True)
    assert b"vouvoie" in first.read_bytes()


def test_an_upload_does_not_follow_a_link_out_of_the_folder(library: Library, folder: Path, tmp_path: Path) -> None:
    """A link where the file should go is refused, and what it points to is untouched."""
    (tmp_path / "outside.md").write_text("intact")
    (folder / "guidelines" / "ton.md").symlink_to(tmp_path / "outside.md")

    with pytest.raises(BadInput):
        library.add_file("ton.md", b"# Ton\n\nOn tutoie.", replace=True)

    assert (tmp_path / "outside.md").read_text() == "intact"


def test_an_upload_is_searchable_after_an_ingest(library: Library) -> None:
    """What was added is found once the folder is read again."""
    library.add_file("crise.fr.md", b"# Crise\n\nOn appelle la fondatrice.\n")
    library.ingest()

    assert library.search("appelle la fondatrice")[0].passage.path == "guidelines/crise.fr.md"


@given(st.text(max_size=300))
def test_any_name_becomes_one_safe_name(name: str) -> None:
    """No separator, no leading dot, no control character, no more than a file system takes."""
    safe = safe_name(name)

    assert safe
    assert not set(safe) & set('/\\:*?"<>|\x00\n')
    assert not safe.startswith((".", "~"))
    assert len(safe.encode("utf-8")) <= 255

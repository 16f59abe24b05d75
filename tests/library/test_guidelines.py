"""Markdown, HTML and plain text become blocks under headings."""

import pytest

from assistant.library.readers.html import read_html
from assistant.library.readers.markdown import read_markdown
from assistant.library.readers.plain import read_plain
from assistant.library.splitting import split_blocks


def as_read(text: str) -> list[tuple[tuple[str, ...], str]]:
    """Sections and texts of a Markdown guideline."""
    return [(piece.section, piece.text) for piece in split_blocks(read_markdown(text))]


def test_headings_become_the_section_path() -> None:
    """A heading closes those of its level and below; a skipped level is no harm."""
    text = "intro\n\n# A\n\na\n\n### C\n\nc\n\n## B\n\nb\n\nUnder\n=====\n\nu\n"

    assert as_read(text) == [((), "intro"), (("A",), "a"), (("A", "C"), "c"), (("A", "B"), "b"), (("Under",), "u")]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**Gras** et *ital* `code` ~~non~~", "Gras et ital code non"),
        ("voir [le guide](https://a.example/g)", "voir le guide (https://a.example/g)"),
        ("<https://a.example>", "https://a.example"),
        ("[écrire](mailto:b@a.example)", "écrire (b@a.example)"),
        ("[local](../x.md)", "local"),
        ("![un sac](sac.png)", "un sac"),
        ("une\nligne", "une ligne"),
        ("vers  \nlibre", "vers\nlibre"),
        ("- a\n- b\n  - c", "- a\n- b\n  - c"),
        ("3. trois\n4. quatre", "3. trois\n4. quatre"),
        ("- [ ] case", "- [ ] case"),
        ("> dit\n> elle", "> dit elle"),
        ("| a | b |\n|---|---|\n| 1 | **2** |", "| a | b |\n| 1 | 2 |"),
        ("```\nx  y\n  z\n```", "x  y\n  z"),
        ("a\n\n<!-- caché -->\n\nb", "a\n\nb"),
        ("<p>dit <b>fort</b><script>x</script></p>", "dit fort"),
        ("---\nlayout: x\n---\ncorps", "corps"),
        ("Entre\n\n---\n\ndeux", "Entre\n\ndeux"),
        ("« 22 $ » &amp; plus", "« 22 $ » & plus"),
    ],
)
def test_markdown_is_read_as_a_person_reads_it(markdown: str, text: str) -> None:
    """Marks of emphasis go, lists and tables stay readable, addresses stay, comments and front matter go."""
    assert [((), text)] == as_read(markdown)


def test_html_gives_the_main_part_and_its_language() -> None:
    """Menus, scripts and footers outside of the main part are not guidelines; lists and tables are."""
    page = """<!doctype html><html lang="fr-CA"><head><title>T</title><style>p{}</style></head><body>
    <nav>Menu</nav><main><h1>Ton</h1>Libre <b>gras</b><p>Un<br>deux</p><h2>Mots</h2>
    <ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>
    <table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td>2</td></tr></table>
    <blockquote><p>dit-elle</p></blockquote><!-- caché --></main><footer>Pied</footer></body></html>"""

    blocks, language = read_html(page)
    pieces = [(piece.section, piece.text) for piece in split_blocks(blocks)]

    assert language == "fr"
    assert pieces == [
        (("Ton",), "Libre gras\n\nUn deux"),
        (("Ton", "Mots"), "- a\n  - b\n- c\n\n| x | y |\n| 1 | 2 |\n\n> dit-elle"),
    ]


def test_plain_text_has_paragraphs_lists_and_underlined_headings() -> None:
    """A text file needs no markup: blank lines, dashes and underlines are understood."""
    text = "Ton\n===\nUne phrase\nsur deux lignes.\n\nÀ faire :\n- un\n  suite\n- deux\n\nMots\n----\nrien\n"

    pieces = [(piece.section, piece.text) for piece in split_blocks(read_plain(text))]

    assert pieces == [
        (("Ton",), "Une phrase sur deux lignes.\n\nÀ faire :\n\n- un suite\n- deux"),
        (("Ton", "Mots"), "rien"),
    ]


@pytest.mark.parametrize("read", [read_markdown, read_plain, lambda text: read_html(text)[0]])
@pytest.mark.parametrize("text", ["", "   \n\n", "# \n", "<", "|||\n|-", "[](", "- \n- ", "\u00a0"])
def test_odd_texts_are_no_error(read: object, text: str) -> None:
    """A reader never raises on text, however empty or broken."""
    assert all(any(unit.strip() for unit in block.units) for block in read(text))  # type: ignore[operator]


def test_the_title_of_the_front_matter_is_the_first_heading() -> None:
    """A page made by a site generator says what it is about only there; a heading of its own goes before."""
    named = read_markdown('---\ntitle: "Les liens mailto"\n---\n\nInterdits.\n\n## Suite\n\nVoir plus.\n')
    own = read_markdown("---\ntitle: autre\n---\n\n# Le sien\n\nTexte.\n")

    assert [block.section for block in named] == [("Les liens mailto",), ("Les liens mailto", "Suite")]
    assert [block.section for block in own] == [("Le sien",)]

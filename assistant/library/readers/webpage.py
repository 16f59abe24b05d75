"""Web pages: their main text, without menus, banners and footers, found by trafilatura."""

from assistant.library.readers.blocks import Document, Unreadable
from assistant.library.readers.html import read_html
from assistant.library.readers.markdown import read_markdown

_FEWEST = 0.4
"""Share of a page's words that the main text must have where the page says itself what its main part is."""


def main_text(data: bytes) -> tuple[str, str, str]:
    """The main text of a page in Markdown, its title, and the language it declares (both may be empty).

    Raises:
        Unreadable: nothing on it is to be read, as on a page that a script fills.
    """
    import trafilatura

    text = trafilatura.extract(
        data, output_format="markdown", include_tables=True, include_links=True, include_formatting=True,
        include_comments=False, favor_recall=True,
    )  # fmt: skip
    if not text or len(text.split()) < 5:
        raise Unreadable("library.empty_page")
    found = trafilatura.extract_metadata(data)
    root = trafilatura.load_html(data)
    language = str(root.get("lang", "") if root is not None else "").partition("-")[0].lower()
    return text, str(found.title or "") if found else "", language


def read_page(data: bytes, text: str) -> Document:
    """The blocks of a saved page. `text` is the page decoded. Where trafilatura leaves out most of what the page calls
    its main part, that is taken whole."""
    blocks, language = read_html(text)
    try:
        found, title, _ = main_text(data)
    except Unreadable:
        return Document(blocks, language)
    main = read_markdown(found)
    said, whole = (sum(len(" ".join(block.units).split()) for block in some) for some in (main, blocks))
    return Document(main, language, title) if said >= _FEWEST * whole else Document(blocks, language, title)

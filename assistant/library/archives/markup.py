"""Text out of the HTML that networks keep posts in, with what it quotes of other people marked."""

from html.parser import HTMLParser

_PARAGRAPHS = frozenset({"p", "blockquote", "ul", "ol", "pre", "div", "h1", "h2", "h3", "h4"})
_SILENT = frozenset({"script", "style"})
_EMPTY = frozenset({"br", "img", "hr", "wbr", "input"})


class _Text(HTMLParser):
    """Mastodon cuts a link in three spans of which two are not shown: the address is in the tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.quotes: list[tuple[int, int]] = []
        self._quoted_from: list[int] = []
        self._link: str | None = None
        self._in_link = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        names = (given.get("class") or "").split()
        if tag in _SILENT or "quote-inline" in names:
            self._silent += 1
        elif self._silent:
            self._silent += tag not in _EMPTY
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in _PARAGRAPHS:
            self._new_paragraph()
            if tag == "blockquote":
                self._quoted_from.append(len(self.pieces))
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag == "a":
            shown = {"mention", "hashtag"} & set(names) or "tag" in (given.get("rel") or "")
            self._link = None if shown else given.get("href")
            if self._link is not None:
                self.pieces.append(self._link)
                self._in_link = 1

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent -= 1
        elif tag == "a":
            self._in_link = 0
        elif tag in _PARAGRAPHS:
            if tag == "blockquote" and self._quoted_from:
                self.quotes.append((self._quoted_from.pop(), len(self.pieces)))
            self._new_paragraph()

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._in_link:
            self.pieces.append(data)

    def _new_paragraph(self) -> None:
        if self.pieces:
            self.pieces.append("\n\n")


def text_of_html(html: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of a post in HTML, links whole, and the spans of it that are quotations."""
    if "<" not in html and "&" not in html:
        return html.strip(), ()
    parser = _Text()
    parser.feed(html)
    parser.close()
    said = _Said()
    until = dict(parser.quotes)
    open_quotes: list[tuple[int, int]] = []
    spans = []
    for place, piece in enumerate([*parser.pieces, ""]):
        while open_quotes and open_quotes[-1][0] <= place:
            spans.append((open_quotes.pop()[1], said.length))
        if place in until:
            open_quotes.append((until[place], said.length))
        said.add(piece)
    spans += [(start, said.length) for _, start in open_quotes]
    return trimmed("".join(said.pieces), tuple(sorted(spans)))


class _Said:
    """Text as it grows, with one empty line at most between paragraphs."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self._line_ends = 2

    def add(self, piece: str) -> None:
        text = piece.lstrip("\n") if piece.startswith("\n") else piece
        wanted = len(piece) - len(text)
        added = "\n" * max(0, min(wanted, 2 - self._line_ends) if wanted == 1 else wanted - self._line_ends) + text
        if not added:
            return
        self._line_ends = 0 if text else self._line_ends + len(added)
        self.pieces.append(added)
        self.length += len(added)


def trimmed(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without blanks around it, and its spans at their new places, none empty and none inside another."""
    lead = len(text) - len(text.lstrip())
    kept = text.strip()
    found: list[tuple[int, int]] = []
    for start, end in spans:
        first, last = max(start - lead, 0), min(end - lead, len(kept))
        while first < last and kept[first].isspace():
            first += 1
        while last > first and kept[last - 1].isspace():
            last -= 1
        if first < last and not (found and first < found[-1][1]):
            found.append((first, last))
    return kept, tuple(found)

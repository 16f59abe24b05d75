"""The preview of a page that a post links to: title, description and picture, read from the page itself."""

from html.parser import HTMLParser
from urllib.parse import urljoin

from assistant.errors import PapillonError
from assistant.fetching import PUBLIC, Reach, fetch
from assistant.records import CardUpload

MOST_PAGE_BYTES = 600_000
"""The head of a page lies in its first part; the rest is not read."""
MOST_PICTURE_BYTES = 8_000_000
MOST_TITLE, MOST_DESCRIPTION = 300, 1000


def read_card(address: str, *, reach: Reach = PUBLIC) -> CardUpload:
    """The preview of the page at a public address. What the page says of itself is material for a person to look at:
    title and description can be changed before they are sent. A picture that cannot be had is left out.

    Raises:
        BadInput: the address means nothing, is not public, or is no web page.
        Unreachable: its server does not answer.
    """
    page = fetch(address, most_bytes=MOST_PAGE_BYTES, beginning=True, reach=reach)
    head = head_of(_decoded(page.body, page.encoding))
    said = head.said
    title = said.get("og:title") or said.get("twitter:title") or head.title
    description = said.get("og:description") or said.get("description") or said.get("twitter:description") or ""
    picture = said.get("og:image:secure_url") or said.get("og:image") or said.get("twitter:image") or ""
    return CardUpload(
        address=address,
        title=_line(title, MOST_TITLE) or page.url.partition("://")[2].split("/")[0],
        description=_line(description, MOST_DESCRIPTION),
        picture=_picture(page.url, picture, reach) if picture else b"",
    )


def head_of(html: str) -> "Head":
    """What a page says of itself."""
    head = Head()
    head.feed(html)
    head.close()
    return head


def _picture(page: str, named: str, reach: Reach) -> bytes:
    try:
        address = urljoin(page, named)
    except ValueError:
        return b""
    try:
        return fetch(address, kinds=("image/*",), most_bytes=MOST_PICTURE_BYTES, reach=reach).body
    except PapillonError:
        return b""


def _decoded(body: bytes, encoding: str) -> str:
    declared = encoding or _declared(body[:2048])
    try:
        return body.decode(declared or "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _declared(start: bytes) -> str:
    """The character set that a page names in its first bytes (https://html.spec.whatwg.org/#charset)."""
    text = start.decode("latin-1").lower()
    rest = text.partition("charset=")[2].lstrip("\"' ")
    name = ""
    for character in rest:
        if not (character.isalnum() or character in "-_"):
            break
        name += character
    return name


def _line(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


class Head(HTMLParser):
    """Title and meta elements of a page, the first of each name; `said` by property or name, in lower case."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self.title = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":
            self._in_title = not self.title
        elif tag == "meta":
            given = {key: value or "" for key, value in attrs}
            name, content = given.get("property") or given.get("name") or "", given.get("content", "").strip()
            if name and content:
                self.said.setdefault(name.lower().strip(), content)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

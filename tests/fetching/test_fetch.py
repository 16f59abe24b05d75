"""Fetching a web address: what comes back, and every limit on what a server may do to us."""

import gzip
import ipaddress
import socket
import threading
import time
import zlib
from dataclasses import replace

import pytest

from assistant.errors import BadInput, Cancelled, Unreachable
from assistant.fetching import PUBLIC, Reach, fetch
from assistant.fetching.addresses import Address
from tests.fetching.conftest import Site, always, loopback, page, raw, redirect


def test_a_page_comes_with_its_address_kind_and_encoding(site: Site, reach: Reach) -> None:
    """The body is given as it is, with the media type in lower case and the character set the server named."""
    site.pages["/a?b=%C3%A9"] = page("né".encode("latin-1"), "Text/HTML; charset=ISO-8859-1")

    found = fetch(site.url("/a?b=é#part"), reach=reach)

    assert (found.url, found.kind, found.encoding) == (site.url("/a?b=%C3%A9"), "text/html", "iso-8859-1")
    assert found.body.decode(found.encoding) == "né"
    assert found.whole


def test_the_request_tells_nothing_but_what_is_asked(site: Site, reach: Reach) -> None:
    """No cookie, no referrer, no authorisation; the host is the name, not the address it was looked up to."""
    site.pages["/"] = page(b"x")

    fetch(site.url(), reach=reach)

    lines = site.asked[0].strip().split("\r\n")
    assert lines[0] == "GET / HTTP/1.1"
    assert f"Host: site.example:{site.port}" in lines
    assert {line.partition(":")[0] for line in lines[1:]} == {
        "Host",
        "User-Agent",
        "Accept",
        "Accept-Encoding",
        "Connection",
    }


def test_https_holds_the_certificate_to_the_name(secure_site: Site, secure_reach: Reach) -> None:
    """Over https the certificate must be trusted and of the host that was asked for, though the connection goes to the
    address that was looked up."""
    secure_site.pages["/"] = page(b"<p>safe</p>")

    assert fetch(secure_site.url(), reach=secure_reach).body == b"<p>safe</p>"
    with pytest.raises(Unreachable, match=r"certificate of other\.example"):
        fetch(secure_site.url(host="other.example"), reach=secure_reach)
    with pytest.raises(Unreachable, match="certificate"):
        fetch(secure_site.url(), reach=replace(PUBLIC, allowed=loopback, ports=None, resolve=always("127.0.0.1")))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//example.org/",
        "example.org",
        "",
        "https://",
        "https:///path",
        "https://user:secret@example.org/",
        "https://user@example.org/",
        "https://example.org:8443/",
        "https://example.org:22/",
        "https://example.org:99999/",
        "https://example.org:x/",
        "https://exa mple.org/",
        "https://example.org\\@127.0.0.1/",
        "https://example.org/\r\nHost: evil",
        "https://[::1/",
        "https://[zz]/",
        "https://a..b/",
        "https://" + "a" * 3000,
        "https://\udcff.example/",
    ],
)
def test_an_address_that_may_not_be_fetched_is_refused(url: str) -> None:
    """Another scheme or port, a name or password inside, and what is no address are refused before anything is looked
    up, and the sentence never repeats a password."""

    def never(host: str, port: int) -> tuple[Address, ...]:
        raise AssertionError(host)

    with pytest.raises(BadInput) as refused:
        fetch(url, reach=replace(PUBLIC, resolve=never))

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "0"]
)
def test_every_spelling_of_this_machine_is_refused(host: str) -> None:
    """What the system's resolver makes of an odd spelling is what is checked."""
    with pytest.raises((BadInput, Unreachable), match=r"public internet|No server"):
        fetch(f"https://{host}/")


def test_private_addresses_are_skipped_and_never_tried(site: Site) -> None:
    """Of a host with several addresses only the allowed ones are connected to."""
    tried: list[Address] = []

    def allowed(address: Address) -> bool:
        tried.append(address)
        return loopback(address)

    site.pages["/"] = page(b"x")
    reach = Reach(allowed, frozenset({"http"}), None, resolve=always("10.0.0.7", "fd00::7", "127.0.0.1"))

    assert fetch(site.url(), reach=reach).body == b"x"
    assert [str(address) for address in tried] == ["10.0.0.7", "fd00::7", "127.0.0.1"]


def test_a_name_is_looked_up_once(site: Site, reach: Reach) -> None:
    """A name that leads to a harmless address first and to an inner one next is connected to where it was checked."""
    answers = iter(["127.0.0.1", "127.0.0.2"])
    looked_up: list[str] = []

    def rebinding(host: str, port: int) -> tuple[Address, ...]:
        looked_up.append(host)
        return (ipaddress.ip_address(next(answers)),)

    site.pages["/"] = page(b"x")

    fetch(site.url(), reach=replace(reach, resolve=rebinding))

    assert looked_up == ["site.example"]


def test_where_a_redirect_leads_is_checked_as_well(site: Site, reach: Reach) -> None:
    """A public page cannot send us into the machine's own network, nor to another scheme or a password."""

    def resolve(host: str, port: int) -> tuple[Address, ...]:
        return (ipaddress.ip_address("127.0.0.1" if host == "site.example" else "169.254.169.254"),)

    site.pages["/meta"] = redirect("http://metadata.internal/latest/")
    site.pages["/file"] = redirect("file:///etc/passwd")
    site.pages["/login"] = redirect("//me:secret@site.example/")
    for path in site.pages:
        with pytest.raises(BadInput):
            fetch(site.url(path), reach=replace(reach, resolve=resolve))

    assert len(site.asked) == 3


def test_https_is_never_left(secure_site: Site, secure_reach: Reach, site: Site) -> None:
    """A redirect from https to http is refused, even where http is allowed."""
    secure_site.pages["/"] = redirect(site.url())
    both = replace(secure_reach, schemes=frozenset({"http", "https"}))

    with pytest.raises(BadInput, match="https://"):
        fetch(secure_site.url(), reach=both)
    assert site.asked == []


def test_redirects_are_followed_to_the_page(site: Site, reach: Reach) -> None:
    """Relative and absolute redirects of every kind lead on; the address of the page is the last one."""
    site.pages["/1"] = redirect("2", 301)
    site.pages["/2"] = redirect(site.url("/caf%C3%A9"), 308)
    site.pages["/caf%C3%A9"] = redirect("/sé", 303)
    site.pages["/s%C3%A9"] = page(b"here")

    found = fetch(site.url("/1"), reach=reach)

    assert (found.url, found.body) == (site.url("/s%C3%A9"), b"here")


def test_redirects_end(site: Site, reach: Reach) -> None:
    """A circle of redirects is told after five."""
    site.pages["/"] = redirect("/")

    with pytest.raises(BadInput, match="without end"):
        fetch(site.url(), reach=reach)
    assert len(site.asked) == 6


@pytest.mark.parametrize("coding", ["gzip", "deflate", "deflate without wrapping"])
def test_compressed_pages_are_unpacked(site: Site, reach: Reach, coding: str) -> None:
    """gzip and both forms of deflate are read whole."""
    text = b"a long page " * 20_000 + b"its end"
    pack = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(text),
        "deflate": zlib.compress(text),
        "deflate without wrapping": pack.compress(text) + pack.flush(),
    }[coding]
    site.pages["/"] = page(packed, "text/html", f"Content-Encoding: {coding.split(maxsplit=1)[0]}")

    assert fetch(site.url(), reach=reach).body == text


def test_a_bomb_is_left_unread(site: Site, reach: Reach) -> None:
    """Two hundred megabytes packed in two hundred kilobytes are refused as soon as the limit is passed."""
    pack = zlib.compressobj(9, wbits=31)
    bomb = b"".join(pack.compress(bytes(10_000_000)) for _ in range(20)) + pack.flush()
    site.pages["/"] = page(bomb, "text/html", "Content-Encoding: gzip")
    started = time.monotonic()

    with pytest.raises(BadInput, match="larger than 5 MB"):
        fetch(site.url(), reach=reach)
    assert time.monotonic() - started < 5


def test_what_is_too_long_is_refused_or_cut(site: Site, reach: Reach) -> None:
    """A body over the limit is refused, or cut where only its beginning was asked for."""
    site.pages["/"] = page(b"<title>Tea</title>" + bytes(3_000_000))

    with pytest.raises(BadInput, match="larger than 2 MB"):
        fetch(site.url(), most_bytes=2_000_000, reach=reach)
    cut = fetch(site.url(), most_bytes=18, beginning=True, reach=reach)
    assert (cut.body, cut.whole) == (b"<title>Tea</title>", False)


def test_only_the_kinds_asked_for(site: Site, reach: Reach) -> None:
    """What is no page is refused by its media type before it is read; a star stands for a whole family."""
    site.pages["/"] = page(b"GIF89a", "image/gif")
    site.pages["/none"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")

    with pytest.raises(BadInput, match="image/gif"):
        fetch(site.url(), reach=reach)
    with pytest.raises(BadInput, match=r"holds \?"):
        fetch(site.url("/none"), reach=reach)
    assert fetch(site.url(), kinds={"image/*"}, reach=reach).kind == "image/gif"


@pytest.mark.parametrize(
    ("status", "error"),
    [("404 Not Found", BadInput), ("401 No", BadInput), ("429 Slow", Unreachable), ("503 Ill", Unreachable),
     ("204 Nothing", Unreachable), ("304 Same", Unreachable)],
)  # fmt: skip
def test_a_status_is_told(site: Site, reach: Reach, status: str, error: type[Exception]) -> None:
    """A page that is not there is the address's fault, a broken server is not; both are told with the number."""
    site.pages["/"] = page(b"sorry", status=status)

    with pytest.raises(error, match=status[:3]):
        fetch(site.url(), reach=reach)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"hello\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\nnot gzip",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 99)[:-9],
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: x\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100_000 + b"\r\n\r\n",
    ],
)
def test_a_broken_answer_is_told_and_not_taken_for_a_page(site: Site, reach: Reach, answer: bytes) -> None:
    """What is no HTTP, ends too early or is not compressed as it says never comes back as a page."""
    site.pages["/"] = raw(answer)

    with pytest.raises(Unreachable, match=r"site\.example"):
        fetch(site.url(), reach=reach)


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n"])
def test_a_slow_drip_ends_with_the_time(site: Site, reach: Reach, first: bytes) -> None:
    """A server that sends a byte now and then, in the head or in the body, cannot hold us past the whole time."""

    def drip(client: socket.socket, path: str) -> None:
        client.sendall(first or b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not site.stopped.wait(0.05):
            client.sendall(b"x")

    site.pages["/"] = drip
    started = time.monotonic()

    with pytest.raises(Unreachable, match="too long"):
        fetch(site.url(), seconds=0.6, reach=reach)
    assert time.monotonic() - started < 3


def test_a_slow_resolver_ends_with_the_time(reach: Reach) -> None:
    """The lookup of a name counts in the whole time."""

    def slow(host: str, port: int) -> tuple[Address, ...]:
        time.sleep(3)
        return ()

    with pytest.raises(Unreachable, match="too long"):
        fetch("https://slow.example/", seconds=0.3, reach=replace(reach, resolve=slow))


def test_nobody_there(reach: Reach) -> None:
    """A port where nothing listens and a name that does not exist are told as such."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    def unknown(host: str, port: int) -> tuple[Address, ...]:
        raise socket.gaierror("unknown")

    with pytest.raises(Unreachable, match="does not answer"):
        fetch(f"http://site.example:{port}/", reach=reach)
    with pytest.raises(Unreachable, match=r"No server is called nowhere\.example"):
        fetch("https://nowhere.example/", reach=replace(reach, resolve=unknown))


def test_stop_is_heard(site: Site, reach: Reach) -> None:
    """A person's stop ends a fetch at its next read."""
    cancel = threading.Event()

    def drip(client: socket.socket, path: str) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        cancel.set()
        while not site.stopped.wait(0.05):
            client.sendall(b"x")

    site.pages["/"] = drip

    with pytest.raises(Cancelled):
        fetch(site.url(), cancel=cancel, reach=reach)


def test_the_environment_s_proxy_is_not_used(site: Site, reach: Reach, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would look the name up again, out of our sight."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:9")
    site.pages["/"] = page(b"direct")

    assert fetch(site.url(), reach=reach).body == b"direct"

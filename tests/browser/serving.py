"""The real page over a real house, served for one test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.desk.ledger import US
from tests.scripted_server import ScriptedServer

if TYPE_CHECKING:
    from assistant.assembly import Papillon
    from assistant.desk import Office
    from assistant.ui.house import House


@contextmanager
def opened(model: ScriptedServer, home: Path, sample_folder: Path, **settings: Any) -> "Iterator[Papillon]":
    """The sample brand with its index, the scripted server in the model's place, and these settings besides."""
    from assistant.assembly import open_papillon
    from assistant.settings import load_settings

    given = {"home": home, "knowledge": sample_folder.parent, "openai_base_url": model.address, "model": "scripted-1"}
    with open_papillon(load_settings(**given, **settings)) as papillon:
        yield papillon


@contextmanager
def served(house: "House") -> Iterator[str]:
    """Address of the page of a house, on loopback, while this is open."""
    from assistant.ui.server import PageServer

    server = PageServer(house, "127.0.0.1", 0)
    up = threading.Event()
    running = threading.Thread(target=server.run, args=(up.set,), daemon=True)
    running.start()
    assert up.wait(20)
    yield server.address
    server.stop()
    running.join(10)


@contextmanager
def desk_served(papillon: "Papillon", book: Any, *, teaching: bool = False) -> "Iterator[tuple[str, Office]]":
    """Address of the page and the office behind it, with the network of `book` in memory, read once."""
    from assistant.desk import open_office
    from assistant.ui.house import House

    office = open_office(
        papillon.brand,
        papillon.database,
        papillon.drafting,
        book,
        teaching=papillon.teaching if teaching else None,
        address=papillon.settings.database,
    )
    house = House(papillon.settings, papillon.brand, papillon.library, papillon.chat, papillon.drafting, office)
    with served(house) as address:
        office.inbox.sync(US)
        yield address, office

"""Two accounts on the real network, one of them added to Papillon; account creation is slow, so they are made once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.networks import AccountBook, Network
from assistant.settings import load_settings
from assistant.store import Database
from tests.bluesky_network import BlueskyNetwork, TestAccount
from tests.fault_proxy import FaultProxy


@dataclass(frozen=True)
class House:
    """A brand's account book on the network, with the brand's account in it."""

    book: AccountBook
    us: Network
    home: Path
    database: Database


@pytest.fixture(scope="session")
def brand(bluesky_network: BlueskyNetwork) -> TestAccount:
    """The brand's account."""
    return bluesky_network.new_account("brand", display_name="Brûlerie du Canal", description="Du café, à Montréal.")


@pytest.fixture(scope="session")
def customer(bluesky_network: BlueskyNetwork) -> TestAccount:
    """Somebody who writes to the brand."""
    return bluesky_network.new_account("customer", display_name="Odile", description="J'aime le café. ☕")


Open = Callable[..., House]


@pytest.fixture
def open_house(bluesky_network: BlueskyNetwork, tmp_path: Path) -> Iterator[Open]:
    """Opens an account book with accounts in it; `service` stands in for the PDS."""
    opened: list[House] = []

    def open_(*accounts: TestAccount, service: str = "") -> House:
        home = tmp_path / "home"
        settings = load_settings(
            home=home,
            bluesky_service=service or bluesky_network.pds,
            bluesky_appview=bluesky_network.appview,
        )
        database = Database.open(settings.database)
        book = AccountBook(settings, database, "brulerie-du-canal")
        for account in accounts:
            book.add(account.handle, account.app_password)
        house = House(book, book.connect(book.account(accounts[0].did)), home, database)
        opened.append(house)
        return house

    yield open_
    for house in opened:
        house.book.close()
        house.database.close()


@pytest.fixture
def house(open_house: Open, brand: TestAccount) -> House:
    """The brand's account book, straight to the PDS."""
    return open_house(brand)


@pytest.fixture
def us(house: House) -> Network:
    """The network as the brand sees it."""
    return house.us


@pytest.fixture
def shaky(open_house: Open, brand: TestAccount, faulty_pds: FaultProxy) -> Network:
    """The network as the brand sees it through a proxy that makes faults."""
    return open_house(brand, service=faulty_pds.address).us

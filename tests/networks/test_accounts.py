"""Accounts: signing in, keeping the session safe, signing out, and what can be wrong with an account."""

import logging
import stat
from pathlib import Path

import pytest

from assistant.errors import AccountClosed, BadInput, NetworkUnreachable, SignedOut, SignInRefused
from assistant.networks import AccountBook
from assistant.records import Outgoing
from assistant.settings import load_settings
from assistant.store import Database
from tests.bluesky_network import PASSWORD, BlueskyNetwork, TestAccount
from tests.fault_proxy import FaultProxy
from tests.networks.conftest import House, Open

pytestmark = pytest.mark.bluesky


def test_an_account_is_kept_without_its_password(house: House, brand: TestAccount) -> None:
    """After signing in the account is listed; neither the password nor the session can be read in the home folder."""
    account = house.book.account()

    assert (account.id, account.handle, account.platform) == (brand.did, brand.handle, "bluesky")
    assert account.added is not None
    house.database.close()
    for path in house.home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert brand.app_password.encode() not in data
            assert b"eyJ" not in data, path  # how every token begins


def test_secrets_are_never_said(
    open_house: Open, brand: TestAccount, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Signing in, renewing, publishing and failing write no password and no token to the logs, the terminal, the errors
    and the names that objects give themselves."""
    caplog.set_level(logging.DEBUG)
    house = open_house(brand)
    us = house.us
    us.publish(us.prepare([Outgoing("Discrétion.")]))
    said = [repr(us), repr(house.book), repr(house.book.account()), repr(us.__dict__), repr(house.book.__dict__)]
    with pytest.raises(SignInRefused) as refused:
        house.book.add(brand.handle, "not-the-password")
    said += [repr(refused.value), str(refused.value), repr(refused.value.__cause__), repr(refused.value.values)]

    everything = "\n".join([caplog.text, *capsys.readouterr(), *said])

    assert brand.app_password not in everything
    assert "not-the-password" not in everything
    assert "eyJ" not in everything


def test_a_wrong_password_is_one_clear_sentence(house: House, brand: TestAccount, customer: TestAccount) -> None:
    """A wrong password and an unknown handle are told the same way, tried once, and change nothing."""
    for handle in (brand.handle, "personne-du-tout.test"):
        with pytest.raises(SignInRefused, match="app password") as refused:
            house.book.add(handle, "wrong")
        assert refused.value.exit_code == 2

    assert house.us.unread() >= 0


def test_a_wrong_password_is_sent_once(open_house: Open, brand: TestAccount, faulty_pds: FaultProxy) -> None:
    """Bluesky locks sign-in after 30 tries: one wrong password is one request."""
    house = open_house(brand, service=faulty_pds.address)
    before = len(faulty_pds.requests("createSession"))

    with pytest.raises(SignInRefused):
        house.book.add(brand.handle, "wrong")

    assert len(faulty_pds.requests("createSession")) == before + 1


@pytest.mark.parametrize("typed", ["@{0}", " {0} ", "https://bsky.app/profile/{0}", "\u2068@{0}\u2069", "{1}"])
def test_a_handle_as_people_type_it(house: House, customer: TestAccount, typed: str) -> None:
    """A handle may come with @, blanks, its page's address, or the invisible marks the app copies; or be a DID."""
    account = house.book.add(typed.format(customer.handle, customer.did), customer.app_password, person="maude")

    assert (account.id, account.handle, account.person) == (customer.did, customer.handle, "maude")


def test_several_accounts(house: House, brand: TestAccount, customer: TestAccount) -> None:
    """The brand's account and a person's are told apart; an unknown one is named with those there are."""
    house.book.add(customer.handle, customer.app_password, person="maude")

    assert house.book.account().id == brand.did
    assert house.book.account(person="maude").id == customer.did
    assert house.book.account(f"@{customer.handle.upper()}").id == customer.did
    assert [one.id for one in house.book.accounts()] == [brand.did, customer.did]
    with pytest.raises(BadInput, match=brand.handle):
        house.book.account("somebody.else")


def test_adding_again_renews(house: House, brand: TestAccount) -> None:
    """Adding an account a second time gives it a new session and keeps one row."""
    added = house.book.account().added

    house.book.add(brand.handle, brand.app_password)

    assert len(house.book.accounts()) == 1
    assert house.book.account().added == added
    assert house.book.connect(house.book.account()).unread() >= 0


def test_signing_out_ends_the_session(bluesky_network: BlueskyNetwork, open_house: Open) -> None:
    """Removing an account ends its session on the server and forgets it here."""
    account = bluesky_network.new_account("leaving")
    house = open_house(account)
    kept = house.book.account()

    house.book.remove(kept)

    assert house.book.accounts() == ()
    with pytest.raises(SignedOut):
        house.book.connect(kept)
    with pytest.raises(BadInput, match="accounts add"):
        house.book.account()


def test_a_revoked_app_password(bluesky_network: BlueskyNetwork, open_house: Open) -> None:
    """When the app password is revoked the session ends with its next renewal, and we say to add the account again."""
    account = bluesky_network.new_account("revoked")
    house = open_house(account)
    client = bluesky_network.client(account)
    client.com.atproto.server.revoke_app_password({"name": "papillon"})

    with pytest.raises(SignInRefused):
        house.book.add(account.handle, account.app_password)


def test_a_suspended_account(bluesky_network: BlueskyNetwork, open_house: Open) -> None:
    """An account that Bluesky took down is told as that, in the middle of work and at sign-in with its main password
    (with an app password the server says no more than for a wrong one); given back, it works."""
    account = bluesky_network.new_account("outcast")
    house = open_house(account)
    prepared = house.us.prepare([Outgoing("Encore là?")])
    bluesky_network.take_down(account)

    for call in (lambda: house.us.publish(prepared), lambda: house.book.add(account.handle, PASSWORD)):
        with pytest.raises(AccountClosed, match="suspended"):
            call()

    bluesky_network.take_down(account, applied=False)
    assert not house.us.publish(prepared).already


def test_a_deactivated_account(bluesky_network: BlueskyNetwork, open_house: Open) -> None:
    """An account that its owner deactivated is told as that."""
    account = bluesky_network.new_account("resting")
    house = open_house(account)
    prepared = house.us.prepare([Outgoing("Encore là?")])
    bluesky_network.client(account).com.atproto.server.deactivate_account({})

    with pytest.raises(AccountClosed, match="deactivated"):
        house.us.publish(prepared)


def test_a_main_password_works_too(bluesky_network: BlueskyNetwork, house: House, customer: TestAccount) -> None:
    """The main password signs in as well; only the session is kept of it."""
    assert house.book.add(customer.handle, PASSWORD).id == customer.did


def test_another_key_signs_everybody_out(house: House, bluesky_network: BlueskyNetwork, brand: TestAccount) -> None:
    """Sessions open with the key they were locked with only; with another one we say so and what to do."""
    settings = load_settings(home=house.home, secret="une autre clé", bluesky_service=bluesky_network.pds)
    book = AccountBook(settings, house.database, "brulerie-du-canal")

    with pytest.raises(SignedOut, match="PAPILLON_SECRET"):
        book.connect(book.account())
    book.add(brand.handle, brand.app_password)
    assert book.connect(book.account()).unread() >= 0
    book.close()


def test_the_key_file_is_for_its_owner_alone(house: House) -> None:
    """The key lies in the home folder with mode 0600."""
    path = house.home / "secret.key"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_bytes()) == 32


def test_a_changed_handle_is_taken_over(bluesky_network: BlueskyNetwork, open_house: Open) -> None:
    """The account is known by its DID: when its handle changes the next renewal brings the new one, and posts are
    published under it."""
    account = bluesky_network.new_account("before")
    house = open_house(account)
    renamed = account.handle.replace("before", "after")
    bluesky_network.client(account).com.atproto.identity.update_handle({"handle": renamed})
    bluesky_network.sync()

    house.book.add(account.did, account.app_password)
    us = house.book.connect(house.book.account())
    published = us.publish(us.prepare([Outgoing("Sous un autre nom.")]))

    assert [one.handle for one in house.book.accounts()] == [renamed]
    assert renamed in published.addresses[0]


def test_no_server_there(tmp_path: Path) -> None:
    """A server that does not answer, and an address that is none, are told apart."""
    settings = load_settings(home=tmp_path / "home", bluesky_service="http://localhost:9")
    database = Database.open(settings.database)
    book = AccountBook(settings, database, "b")

    with pytest.raises(NetworkUnreachable, match="localhost:9"):
        book.add("nom.bsky.social", "x")
    for address in ("ftp://bsky.social", "http://bsky.social", "https://u:p@bsky.social", "https://", "http://[::1"):
        with pytest.raises(BadInput):
            book.add("nom.bsky.social", "x", service=address)
    database.close()

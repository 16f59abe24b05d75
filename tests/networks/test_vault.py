"""Secrets at rest."""

import multiprocessing
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SignedOut, Unreachable
from assistant.networks.vault import KEY_FILE, Vault

TEXT = "jean.test:::did:plc:x:::eyJ0:::eyJ1:::https://pds"


def test_what_is_locked_opens(tmp_path: Path) -> None:
    """A text opens with the same key and under the same name only; two boxes of one text differ."""
    vault = Vault("", tmp_path)
    box = vault.lock(TEXT, "session/a")

    assert vault.open(box, "session/a") == TEXT
    assert Vault("", tmp_path).open(box, "session/a") == TEXT
    assert vault.lock(TEXT, "session/a") != box
    assert TEXT.encode() not in box
    for other in (Vault("autre", tmp_path), Vault("", tmp_path / "elsewhere")):
        with pytest.raises(SignedOut):
            other.open(box, "session/a")
    with pytest.raises(SignedOut):
        vault.open(box, "session/b")


@given(place=st.integers(0, 200), bit=st.integers(0, 7))
def test_a_changed_box_does_not_open(tmp_path_factory: pytest.TempPathFactory, place: int, bit: int) -> None:
    """A single bit changed anywhere, or a box cut short, is noticed."""
    vault = Vault("clé", tmp_path_factory.getbasetemp())
    box = bytearray(BOX)
    box[place % len(box)] ^= 1 << bit

    for broken in (bytes(box), BOX[: place % len(BOX)]):
        with pytest.raises(SignedOut):
            vault.open(broken, "x")


BOX = Vault("clé", Path()).lock(TEXT, "x")


def test_the_key_file(tmp_path: Path) -> None:
    """The key is made once, for its owner alone; one that others could read is closed again; without a place for it we
    say so and name PAPILLON_SECRET."""
    Vault("", tmp_path / "home").lock(TEXT, "x")
    path = tmp_path / "home" / KEY_FILE
    key = path.read_bytes()
    path.chmod(0o644)

    Vault("", tmp_path / "home").lock(TEXT, "x")

    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (key, 0o600)
    assert [one.name for one in path.parent.iterdir()] == [KEY_FILE]
    (tmp_path / "file").write_text("")
    with pytest.raises(Unreachable, match="PAPILLON_SECRET"):
        Vault("", tmp_path / "file").lock(TEXT, "x")


def test_with_a_secret_nothing_is_written(tmp_path: Path) -> None:
    """With PAPILLON_SECRET there is no key file."""
    Vault("secret", tmp_path).lock(TEXT, "x")

    assert list(tmp_path.iterdir()) == []


def test_two_processes_agree(tmp_path: Path) -> None:
    """Processes that make the key at the same moment end up with one key."""
    context = multiprocessing.get_context("fork")
    with context.Pool(4) as pool:
        boxes = pool.map(_locked, [tmp_path] * 8)

    assert {Vault("", tmp_path).open(box, "x") for box in boxes} == {TEXT}


def _locked(home: Path) -> bytes:
    return Vault("", home).lock(TEXT, "x")


def test_it_says_nothing_of_itself(tmp_path: Path) -> None:
    """Neither the vault's name nor its text shows the secret."""
    assert "s3cret" not in f"{Vault('s3cret', tmp_path)!r} {Vault('s3cret', tmp_path)}"

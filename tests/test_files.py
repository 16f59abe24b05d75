"""A file is written whole or not at all."""

from pathlib import Path

import pytest

from assistant.files import replace_file, replacing


def test_a_file_takes_the_place_of_another_and_of_none(tmp_path: Path) -> None:
    """Folders on the way are made; everybody may read what was written."""
    place = tmp_path / "new" / "folder" / "text.txt"
    replace_file(place, b"one")
    replace_file(place, b"two")
    assert place.read_bytes() == b"two"
    assert place.stat().st_mode & 0o777 == 0o644
    assert [one.name for one in place.parent.iterdir()] == ["text.txt"]


def test_a_file_keeps_the_permissions_it_is_given(tmp_path: Path) -> None:
    """A secret stays one."""
    replace_file(tmp_path / "key", b"k", permissions=0o600)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OSError])
def test_after_an_error_the_old_file_stands_and_nothing_beside_it(tmp_path: Path, error: type[BaseException]) -> None:
    """Half a file is none, whatever went wrong."""
    place = tmp_path / "text.txt"
    place.write_bytes(b"old")

    def fail() -> None:
        with replacing(place) as file:
            file.write(b"half")
            raise error

    with pytest.raises(error):
        fail()
    assert place.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["text.txt"]


def test_until_it_is_closed_the_old_file_is_read(tmp_path: Path) -> None:
    """Who reads meanwhile sees the old text, whole."""
    place = tmp_path / "text.txt"
    place.write_bytes(b"old")
    with replacing(place, prefix=".half-") as file:
        file.write(b"new")
        file.flush()
        assert place.read_bytes() == b"old"
        assert next(one.name for one in tmp_path.iterdir() if one != place).startswith(".half-")
    assert place.read_bytes() == b"new"


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """The error is the system's; each room tells it in its own words."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises((FileExistsError, NotADirectoryError)):
        replace_file(tmp_path / "file" / "text.txt", b"x")

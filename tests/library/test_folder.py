"""What each file of a brand's folder is taken for."""

import os
from pathlib import Path

import pytest

from assistant.library.folder import find_files


def found(folder: Path) -> dict[str, tuple[str, str] | str]:
    """Path → role and person, or the reason why it cannot be read."""
    return {f.path: f.remark.key if f.remark else (f.role, f.person) for f in find_files(folder)}


def test_the_place_and_the_suffix_say_what_a_file_is(folder: Path) -> None:
    """Facts, guidelines, posts and a person's voice and posts are told apart; a person's profile is not a passage."""
    assert found(folder) == {
        "brand.toml": ("facts", ""),
        "guidelines/plaintes.fr.md": ("guideline", ""),
        "people/lea/posts.jsonl": ("posts", "lea"),
        "people/lea/voice.fr.md": ("voice", "lea"),
        "posts/bluesky.jsonl": ("posts", ""),
    }


def test_a_loop_of_links_ends_and_is_told(folder: Path) -> None:
    """A folder linked into itself is not walked for ever; each link is named."""
    (folder / "guidelines" / "encore").symlink_to(folder, target_is_directory=True)
    (folder / "a.md").symlink_to(folder / "b.md")
    (folder / "b.md").symlink_to(folder / "a.md")

    links = {path for path, what in found(folder).items() if what == "library.link"}

    assert {"a.md", "b.md", "guidelines/encore"} == links


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    """A brand's folder cannot bring in files from elsewhere on the machine."""
    (tmp_path / "secret.md").write_text("secret")
    (folder / "guidelines" / "secret.md").symlink_to(tmp_path / "secret.md")

    assert found(folder)["guidelines/secret.md"] == "library.link"


@pytest.mark.parametrize(
    ("name", "key"), [("charte.odt", "library.unknown_kind"), ("sans-suffixe", "library.unknown_kind")]
)
def test_files_that_are_not_read_are_told(folder: Path, name: str, key: str) -> None:
    """No file is passed over in silence."""
    (folder / "guidelines" / name).write_text("x")

    assert key == found(folder)[f"guidelines/{name}"]


def test_hidden_files_are_not_ours(folder: Path) -> None:
    """What the system or git keeps in the folder is not a brand's knowledge."""
    for name in (".DS_Store", ".git/config", "~$charte.docx"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")

    assert not [path for path in found(folder) if "DS_Store" in path or ".git" in path or "~$" in path]


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    """What is not an ordinary file is told, not opened."""
    os.mkfifo(folder / "guidelines" / "tube.md")

    assert found(folder)["guidelines/tube.md"] == "library.not_a_file"


def test_a_name_that_is_no_text_is_told(folder: Path) -> None:
    """A file name in another encoding does not stop the others."""
    (Path(os.fsdecode(os.fsencode(folder) + b"/guidelines/\xe9t\xe9.md"))).write_text("x")

    assert [what for what in found(folder).values() if isinstance(what, str)] == ["library.bad_name"]

"""The error tree: what each error tells, in which language, and with which exit code."""

import inspect

import pytest

from assistant import errors
from assistant.errors import BadInput, BadKnowledge, Cancelled, PapillonError, Unreachable

TREE = {name: one for name, one in vars(errors).items() if inspect.isclass(one) and issubclass(one, PapillonError)}


def test_the_tree_is_the_one_described() -> None:
    """The module's own drawing names every class of the tree, and the tree has every class of the drawing."""
    drawing = (errors.__doc__ or "").partition("Each carries")[0]

    assert {name for name in TREE if name in drawing} == set(TREE)


@pytest.mark.parametrize("name", TREE)
def test_exit_codes(name: str) -> None:
    """Bad input ends with 2, a part that is unreachable with 3, everything else with 1."""
    error = TREE[name]
    expected = 2 if issubclass(error, BadInput) else 3 if issubclass(error, Unreachable) else 1

    assert error.exit_code == expected


def test_an_error_is_told_in_both_languages() -> None:
    """An error carries its key and values and is told in the reader's language; `str` is the English sentence."""
    error = BadKnowledge("drafting.prompt_part", path="reply.md", part="system")

    assert str(error) == "The prompt file reply.md has no part [system]. Restore it from the project."
    assert error.text("fr").startswith("Le fichier de consigne reply.md n'a pas de partie [system].")
    assert error.values == {"path": "reply.md", "part": "system"}
    assert isinstance(error, BadInput)


def test_stopping_is_no_fault() -> None:
    """A person who presses stop is told that what was done is kept."""
    assert "kept" in Cancelled("drafting.cancelled").text("en")
    assert "gardé" in Cancelled("drafting.cancelled").text("fr")

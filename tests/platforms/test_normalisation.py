"""A text is put in order once, before anything is counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.platforms import normalise


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\ufeff\u00a0 a \u3000\n", "a"),
        ("Q&amp;A &lt;3 l&#39;été&nbsp;!", "Q&A <3 l'été\u00a0!"),
        ("&amp;amp; &copy; A&B", "&amp; &copy; A&B"),
        ("", ""),
    ],
)
def test_normal_form(text: str, normal: str) -> None:
    """Line ends, outer white space and a model's HTML entities, decoded once."""
    assert normalise(text) == normal


def test_a_person_may_write_entities() -> None:
    """What a person typed is left as it is."""
    assert normalise("&lt;b&gt;", entities=False) == "&lt;b&gt;"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_normal_text_stays(text: str) -> None:
    """A second time changes nothing."""
    once = normalise(text, entities=False)
    assert normalise(once, entities=False) == once


@pytest.mark.parametrize(("text", "code"), [("a\0b", "U\\+0000"), ("ab\udc00", "U\\+DC00")])
def test_what_no_network_takes_is_an_error(text: str, code: str) -> None:
    """NUL and lone surrogates are named with their place."""
    with pytest.raises(BadInput, match=code):
        normalise(text)

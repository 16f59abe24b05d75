"""The posts over time, drawn as plain SVG."""

import re

import pytest

from assistant.records import Month
from assistant.ui.rendering.timeline import timeline


def test_every_month_has_its_place_and_its_parts() -> None:
    """A bar a month from the first to the last, its networks above each other, said in words on hover."""
    shown = timeline(
        [Month("2025-01", "bluesky", "fr", 3), Month("2025-01", "x", "en", 1), Month("2025-04", "bluesky", "fr", 2)],
        "en",
    )

    by_network, by_language = shown.split("</figure>")[:2]
    assert by_network.count("<rect") == by_language.count("<rect") == 3
    assert "<title>2025-01: Bluesky 3, X 1</title>" in by_network
    assert "<title>2025-01: French 3, English 1</title>" in by_language
    heights = [float(high) for high in re.findall(r'height="([\d.]+)"/>', by_network)]
    assert heights[0] == pytest.approx(3 * heights[1], abs=0.2)
    assert "2025-01 – 2025-04" in by_network


def test_many_years_are_drawn_by_year() -> None:
    """More than five years have a bar a year."""
    shown = timeline([Month("2015-01", "x", "fr", 1), Month("2026-03", "x", "fr", 1)], "fr")

    assert "<span>2015</span><span>2026</span>" in shown


def test_names_are_escaped_and_nothing_is_no_plot() -> None:
    """A network that we do not know is shown as it is called; without dates there is no plot."""
    assert "<script>" not in timeline([Month("2025-01", "<script>", "", 1)], "en")
    assert timeline([], "en") == ""

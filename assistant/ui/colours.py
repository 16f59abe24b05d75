"""The colours of the page, light and dark. assets/papillon.css has the same."""

LIGHT = {
    "paper": "#f4f3ee",
    "sheet": "#fdfdfa",
    "ink": "#182033",
    "faded": "#545c6e",
    "line": "#d9d6cb",
    "field": "#85868c",
    "accent": "#b0420c",
    "wash": "#fbe8da",
}
DARK = {
    "paper": "#11151f",
    "sheet": "#191e2b",
    "ink": "#ece9e0",
    "faded": "#a7acba",
    "line": "#2d3446",
    "field": "#6d7589",
    "accent": "#f3995f",
    "wash": "#3a261b",
}
"""Contrast of ink, faded and accent on paper and sheet is at least 4.5, of field 3 (WCAG 2.2, 1.4.3 and 1.4.11);
tests/ui/test_contrast.py computes it."""

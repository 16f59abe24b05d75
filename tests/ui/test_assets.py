"""What the page is dressed in: contrast, fonts, and nothing from another host."""

import re
from pathlib import Path

import pytest

from assistant.ui.colours import DARK, LIGHT
from assistant.ui.server import ASSETS

CSS = (ASSETS / "papillon.css").read_text("utf-8")


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def variables(selector: str) -> dict[str, str]:
    block = CSS.split(f"\n{selector} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


@pytest.mark.parametrize(("selector", "colours"), [(":root", LIGHT), (".dark", DARK)], ids=["light", "dark"])
def test_the_style_sheet_has_the_themes_colours(selector: str, colours: dict[str, str]) -> None:
    """gradio's own parts and ours are painted from the same pots."""
    assert colours.items() <= variables(selector).items()


@pytest.mark.parametrize("selector", [":root", ".dark"], ids=["light", "dark"])
def test_text_can_be_read(selector: str) -> None:
    """Every text colour has WCAG AA contrast (4.5) on the grounds it is used on; edges of fields have 3."""
    c = variables(selector)
    pairs = [(text, ground) for text in ("ink", "faded", "accent") for ground in ("paper", "sheet")]
    pairs += [(text, "sheet") for text in ("bad", "warn", "good", "hint")]
    pairs += [("ink", f"{wash}wash") for wash in ("", "bad-", "warn-", "hint-")]
    pairs += [("accent", "wash"), ("hint", "paper"), ("bad", "paper")]

    assert {
        pair: round(contrast(c[pair[0]], c[pair[1]]), 2) for pair in pairs if contrast(c[pair[0]], c[pair[1]]) < 4.5
    } == {}
    assert min(contrast(c["field"], c[ground]) for ground in ("paper", "sheet")) >= 3


def test_fonts_are_ours_to_ship() -> None:
    """The fonts are served from here, weigh under 300 KB together and lie beside their licences."""
    fonts = list((ASSETS / "fonts").glob("*.woff2"))
    named = set(re.findall(r'url\("fonts/([^"]+)"\)', CSS))

    assert {font.name for font in fonts} == named
    assert sum(font.stat().st_size for font in fonts) < 300_000
    for font in fonts:
        family = font.name.split("-latin-")[0]
        assert "SIL Open Font License" in (ASSETS / "fonts" / f"{family}-OFL.txt").read_text("utf-8")


@pytest.mark.parametrize("path", [*ASSETS.glob("*.*")], ids=lambda path: path.name)
def test_assets_call_nobody(path: Path) -> None:
    """No asset names another host, but for the name of the SVG format."""
    addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", path.read_text("utf-8")))

    assert addresses <= {"http://www.w3.org"}

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.ui.shell.bundles import assets_folder
from callerid_dash.ui.text.colors import AA, DARK, LIGHT, Theme, contrast, mix, paint, tint

COLORS = st.builds("#{:06x}".format, st.integers(0, 0xFFFFFF))
SHEET = (Path(assets_folder()) / "kit/theme.css").read_text()


def variables(theme: str) -> dict[str, str]:
    """The custom properties of a theme in the style sheet; the dark theme extends the light one."""
    light, dark = SHEET.split('[data-bs-theme="dark"]', 1)
    found = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6});", light))
    if theme == "dark":
        found |= dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6});", dark.split("}", 1)[0]))
    return found


@given(COLORS)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_all_text_on_a_painted_row_stays_readable(theme: Theme, color: str) -> None:
    assert contrast(tint(color, theme), theme.muted) >= AA


@given(COLORS)
def test_ink_and_edge_stay_readable_too(color: str) -> None:
    for name, theme in (("light", LIGHT), ("dark", DARK)):
        assert contrast(tint(color, theme), variables(name)["--ink"]) >= AA


def test_every_plain_color_is_really_seen_as_a_tint() -> None:
    for color in ("#e0a800", "#d6336c", "#2f9e44", "#0b2a6f", "#000000"):
        assert tint(color, LIGHT) != LIGHT.surface
    for color in ("#e0a800", "#d6336c", "#2f9e44", "#ffffff"):
        assert tint(color, DARK) != DARK.surface


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


def test_mixing_takes_the_share_of_the_first() -> None:
    assert (mix("#ffffff", "#000000", 0), mix("#ffffff", "#000000", 1), mix("#ff0000", "#0000ff", 0.5)) == (
        "#000000",
        "#ffffff",
        "#800080",
    )


@pytest.mark.parametrize("garbage", ["", "red", "#fff", "#12345g", "#ffffff;background:url(x)"])
def test_what_is_no_color_paints_nothing(garbage: str) -> None:
    assert paint(garbage) == {}


def test_the_copies_of_the_theme_s_colors_are_those_of_the_style_sheet() -> None:
    for name, theme in (("light", LIGHT), ("dark", DARK)):
        sheet = variables(name)
        assert (theme.surface, theme.muted) == (sheet["--surface"], sheet["--muted"])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("--ink", "--canvas"),
        ("--muted", "--canvas"),
        ("--muted", "--surface"),
        ("--muted", "--raised"),
        ("--ink", "--raised"),
        ("--accent", "--canvas"),
        ("--accent", "--surface"),
        ("--accent", "--accent-soft"),
        ("--accent-ink", "--accent"),
        ("--surface", "--mine"),
        ("--known", "--known-soft"),
        ("--plain", "--plain-soft"),
        ("--chip-missed-ink", "--danger-soft"),
        ("--chip-missed-ink", "--raised"),
        ("--ink", "--warning-soft"),
        ("--chip-ringing-ink", "--chip-ringing"),
        ("--chip-queued-ink", "--chip-queued"),
        ("--chip-talking-ink", "--chip-talking"),
        ("--chip-answered-ink", "--chip-answered"),
        ("--chip-missed-ink", "--chip-missed"),
        ("--chip-unknown-ink", "--chip-unknown"),
    ],
)
def test_the_theme_s_own_pairs_are_readable(theme: str, ink: str, paper: str) -> None:
    sheet = variables(theme)
    assert contrast(sheet[ink], sheet[paper]) >= AA

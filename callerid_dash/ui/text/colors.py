"""Tints rows in a profile's color and keeps every text on them readable (WCAG AA, 4.5 to 1).

Offices may choose any color; the tint is weakened until the theme's faintest text keeps its contrast.
The theme's own colors are in `assets/kit/theme.css`; a test checks that these copies are equal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

AA = 4.5
_STRONGEST = 0.14
_STEP = 0.01
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Theme:
    """The background that a tint is mixed into, and the faintest text on it."""

    surface: str
    muted: str


LIGHT = Theme(surface="#ffffff", muted="#566070")
DARK = Theme(surface="#1a1e27", muted="#a9b1c1")


@lru_cache(maxsize=256)
def paint(color: str) -> dict[str, str]:
    """The CSS variables of a row in this '#rrggbb' color; none if it is not such a color."""
    if not _HEX.fullmatch(color):
        return {}
    return {"--edge": color, "--tint-light": tint(color, LIGHT), "--tint-dark": tint(color, DARK)}


def tint(color: str, theme: Theme) -> str:
    """The strongest tint of the color on which the theme's muted text is still readable."""
    share = _STRONGEST
    while share > 0:
        mixed = mix(color, theme.surface, share)
        if contrast(mixed, theme.muted) >= AA:
            return mixed
        share -= _STEP
    return theme.surface


def mix(color: str, other: str, share: float) -> str:
    """A mix of `share` (0 to 1) of the first color and the rest of the other."""
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast ratio, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB


def _channels(color: str) -> tuple[int, int, int]:
    return (int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16))

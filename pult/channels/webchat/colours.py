"""A site's accent on our surfaces: what cannot be read is corrected, light and dark apart (WCAG 2.2, 4.5 to 1)."""

from __future__ import annotations

import colorsys
import re

import msgspec

ENOUGH = 4.5
LIGHT, DARK = "#ffffff", "#1c1e20"
"""The surfaces that the accent stands on (web/ui/tokens.css)."""
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
Rgb = tuple[float, float, float]


class Accent(msgspec.Struct, frozen=True):
    """Two colours that can be read: the accent on the surface, and words on the accent."""

    accent: str
    on: str


def is_colour(text: str) -> bool:
    """Whether it is written as #rrggbb."""
    return _HEX.fullmatch(text) is not None


def readable(colour: str, surface: str) -> Accent:
    """The colour, moved only as far as needed towards where it can be read on the surface."""
    ground = _luminance(_rgb(surface))
    hue, light, full = colorsys.rgb_to_hls(*_rgb(colour))
    step = -0.01 if ground > 0.5 else 0.01
    best = _rgb(colour)
    while _contrast(_luminance(best), ground) < ENOUGH:
        light = min(1.0, max(0.0, light + step))
        best = _rgb(_hex(colorsys.hls_to_rgb(hue, light, full)))
    white = _contrast(_luminance(best), 1.0)
    return Accent(_hex(best), "#ffffff" if white >= ENOUGH else "#0e1330")


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    return _contrast(_luminance(_rgb(one)), _luminance(_rgb(other)))


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(text: str) -> Rgb:
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)

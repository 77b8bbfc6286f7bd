"""The colours and measures of the look, as one table: ink on paper by day, brass and indigo by night.

Text has at least 4.5:1 and control edges at least 3:1 against what they stand on; a test computes both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from wallet.report import Verdict

Colour = str  # "#RRGGBB"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour scheme. `dark` says which of a pair of colours to take elsewhere."""

    dark: bool
    window: Colour
    sidebar: Colour
    surface: Colour
    raised: Colour
    ink: Colour
    ink2: Colour
    ink3: Colour
    hairline: Colour
    control_line: Colour
    accent: Colour
    on_accent: Colour
    accent_soft: Colour
    brass_text: Colour
    brass_fill: Colour
    brass_soft: Colour
    danger: Colour
    hues: tuple[Colour, ...]


LIGHT = Tokens(
    dark=False,
    window="#F4F1EA",
    sidebar="#EAE6DC",
    surface="#FFFDF8",
    raised="#FFFFFF",
    ink="#1E2433",
    ink2="#4F5668",
    ink3="#5D6371",
    hairline="#DCD6C8",
    control_line="#8A8577",
    accent="#34458C",
    on_accent="#FFFFFF",
    accent_soft="#E3E6F5",
    brass_text="#85590B",
    brass_fill="#B27E22",
    brass_soft="#F4E7CC",
    danger="#9B2226",
    hues=("#34458C", "#1F6B66", "#7A4A1E", "#74386A", "#2E6A35", "#8A3B3B", "#3D6285", "#5B5A1C"),
)

DARK = Tokens(
    dark=True,
    window="#14171F",
    sidebar="#0F1218",
    surface="#1B1F2A",
    raised="#222735",
    ink="#EFEAE0",
    ink2="#B7BBC9",
    ink3="#989DAD",
    hairline="#2E3443",
    control_line="#6F768A",
    accent="#AEB9F5",
    on_accent="#141A35",
    accent_soft="#2A3152",
    brass_text="#E5BC6B",
    brass_fill="#D0A04A",
    brass_soft="#3A301B",
    danger="#FF9F98",
    hues=("#AEB9F5", "#86D0C6", "#E2B48A", "#E0A6D5", "#9BD3A0", "#F0A9A4", "#9CC6EA", "#CFCB84"),
)

HIGH_CONTRAST_LIGHT = Tokens(
    dark=False,
    window="#FFFFFF",
    sidebar="#FFFFFF",
    surface="#FFFFFF",
    raised="#FFFFFF",
    ink="#000000",
    ink2="#1A1A1A",
    ink3="#2B2B2B",
    hairline="#4A4A4A",
    control_line="#000000",
    accent="#1B2A78",
    on_accent="#FFFFFF",
    accent_soft="#DDE2FF",
    brass_text="#5C3B00",
    brass_fill="#7A5200",
    brass_soft="#FFF1D0",
    danger="#7A0A10",
    hues=("#1B2A78", "#0B4A46", "#54300D", "#521F49", "#124818", "#641C1C", "#1B4163", "#3D3C05"),
)

HIGH_CONTRAST_DARK = Tokens(
    dark=True,
    window="#000000",
    sidebar="#000000",
    surface="#000000",
    raised="#0A0A0A",
    ink="#FFFFFF",
    ink2="#EDEDED",
    ink3="#DADADA",
    hairline="#A8A8A8",
    control_line="#FFFFFF",
    accent="#C9D2FF",
    on_accent="#000000",
    accent_soft="#26305E",
    brass_text="#FFD98A",
    brass_fill="#FFC857",
    brass_soft="#2E2407",
    danger="#FFB4AE",
    hues=("#C9D2FF", "#A6F0E6", "#FFD3AD", "#FFC9F4", "#BDF5C2", "#FFC6C2", "#BFE2FF", "#EFEBA4"),
)


class Cue(StrEnum):
    """The shape that goes with a verdict, so that colour never speaks alone."""

    WHOLE = "whole"
    NOTCHED = "notched"
    FAINT = "faint"
    HALF = "half"
    BARRED = "barred"
    SPLIT = "split"
    EMPTY = "empty"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class VerdictLook:
    """How one verdict is drawn: icon, (light, dark) text and ground, the seal's cue, and its pill's shape."""

    icon: str
    text: tuple[Colour, Colour]
    ground: tuple[Colour, Colour]
    cue: Cue
    dashed: bool = False
    solid: bool = False

    def text_in(self, tokens: Tokens) -> Colour:
        """Return the text colour for a scheme."""
        return self.text[tokens.dark]

    def ground_in(self, tokens: Tokens) -> Colour:
        """Return the ground colour for a scheme."""
        return self.ground[tokens.dark]


_GREEN = (("#1B6440", "#8AD9A8"), ("#DFF0E4", "#173427"))
_AMBER = (("#785000", "#EFC46F"), ("#F8EACB", "#3A2E12"))
_BLUE = (("#33557A", "#A4C8EE"), ("#E0EAF4", "#1C2E42"))
_GREY = (("#5E5548", "#CFC6B6"), ("#E9E3D6", "#322F2A"))
_RED = (("#9B2226", "#FF9F98"), ("#FAE1DC", "#452022"))
_WINE = (("#FFFFFF", "#2A0713"), ("#8E1238", "#FF9DB5"))

VERDICT_LOOKS: Mapping[Verdict, VerdictLook] = {
    Verdict.VERIFIED: VerdictLook("badge-check", *_GREEN, Cue.WHOLE),
    Verdict.REFRESH_DUE: VerdictLook("clock-alert", *_AMBER, Cue.NOTCHED),
    Verdict.STATUS_UNKNOWN: VerdictLook("clock-alert", *_AMBER, Cue.NOTCHED, dashed=True),
    Verdict.ISSUER_UNKNOWN: VerdictLook("circle-help", *_BLUE, Cue.FAINT, dashed=True),
    Verdict.EXPIRED: VerdictLook("calendar-x-2", *_GREY, Cue.HALF),
    Verdict.NOT_YET_VALID: VerdictLook("calendar-clock", *_GREY, Cue.HALF),
    Verdict.SUSPENDED: VerdictLook("circle-pause", *_GREY, Cue.BARRED),
    Verdict.REVOKED: VerdictLook("ban", *_RED, Cue.BARRED),
    Verdict.ALTERED: VerdictLook("shield-alert", *_WINE, Cue.EMPTY, solid=True),
    Verdict.NOT_GENUINE: VerdictLook("shield-x", *_WINE, Cue.EMPTY, solid=True),
    Verdict.NOT_BOUND: VerdictLook("user-x", *_WINE, Cue.SPLIT, solid=True),
    Verdict.UNSIGNED: VerdictLook("file-x", *_GREY, Cue.NONE),
    Verdict.CANNOT_CHECK: VerdictLook("circle-slash", *_GREY, Cue.NONE),
}
CHECKING_LOOK = VerdictLook("rotate-cw", *_GREY, Cue.NONE)


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths in pixels at 100 % text, on a grid of 8."""

    grid: int = 8
    radius_control: int = 8
    radius_card: int = 12
    radius_hero: int = 14
    card: tuple[int, int] = (296, 176)
    sidebar: int = 244
    detail: int = 424
    target: int = 36
    ring: int = 2
    ring_gap: int = 4
    folds_below: int = 1100


MEASURES = Measures()


def contrast(one: Colour, other: Colour) -> float:
    """Return the WCAG 2.2 contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return `share` of `one` laid over `other`, both opaque."""
    pairs = ((int(one[p : p + 2], 16), int(other[p : p + 2], 16)) for p in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)

"""Type: titles in Source Serif 4 SemiBold, all else in the platform's UI font, Chinese in the platform's own.

Where a Linux desktop names no UI font of its own (a bare machine falls back to DejaVu or nothing at all), the bundled
Inter stands in, so that the window is legible and looks the same everywhere; where it has no Chinese font at all, the
bundled Droid Sans Fallback.
"""

from enum import Enum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from wallet.resources import resource_path

_OUR_CHINESE = "Droid Sans Fallback"
_SERIF_CHINESE = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "STSong", "SimSun", _OUR_CHINESE)
_SANS_CHINESE = (
    "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", _OUR_CHINESE,
)  # fmt: skip
_MONO = ("Cascadia Mono", "SF Mono", "Menlo", "Consolas", "JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono")
_NO_FONT_OF_ITS_OWN = ("dejavu", "bitstream", "nimbus", "droid sans fallback", "noto sans cjk", "sans serif", "urw")
_OUR_SERIF = "Source Serif 4 Semibold"
_OUR_SANS = "Inter"


class Type(Enum):
    """The steps of the scale: size in pixels at 100 %, weight, serif or not."""

    DISPLAY = (34, 600, True)
    PAGE = (30, 600, True)
    HERO = (24, 600, True)
    VERDICT = (20, 600, True)
    CARD = (17, 600, True)
    BODY = (14, 400, False)
    BODY_STRONG = (14, 600, False)
    BUTTON = (13, 600, False)
    LABEL = (13, 500, False)
    SMALL = (12, 400, False)
    SMALL_STRONG = (12, 600, False)
    CAPTION = (11, 600, False)
    MONO = (12, 400, None)


@cache
def load_fonts() -> tuple[str, str]:
    """Load the bundled fonts once; return the (serif, sans) families to use."""
    for file in ("SourceSerif4-Semibold.ttf", "Inter_400Regular.ttf", "Inter_500Medium.ttf", "Inter_600SemiBold.ttf"):
        QFontDatabase.addApplicationFont(str(resource_path("fonts", file)))
    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        QFontDatabase.addApplicationFont(str(resource_path("fonts", "DroidSansFallback.ttf")))
    return _serif_family(), _sans_family()


def _serif_family() -> str:
    families = QFontDatabase.families()
    return next((name for name in (_OUR_SERIF, "Source Serif 4") if name in families), "serif")


def _sans_family() -> str:
    system = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).family()
    bare = not system or system.lower().startswith(_NO_FONT_OF_ITS_OWN)
    return _OUR_SANS if bare else system


def font(step: Type, scale: float = 1.0) -> QFont:
    """Return the font of one step at a text scale (1.0 is 100 %)."""
    size, weight, serif = step.value
    our_serif, our_sans = load_fonts()
    made = QFont()
    if serif is None:
        made.setFamilies([*_MONO, *_SANS_CHINESE])
        made.setStyleHint(QFont.StyleHint.Monospace)
    else:
        made.setFamilies([our_serif, *_SERIF_CHINESE] if serif else [our_sans, *_SANS_CHINESE])
        made.setStyleHint(QFont.StyleHint.Serif if serif else QFont.StyleHint.SansSerif)
    made.setPixelSize(round(size * scale))
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def chinese_is_drawable() -> bool:
    """Say whether some font can write Chinese; without one, boxes stand where words should."""
    load_fonts()
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))

"""The look keeps its promises: contrast, shapes beside colours, fonts and icons that are there."""

import pytest

from ui.theme.fonts import Type, font, load_fonts
from ui.theme.icons import icon_pixmap
from ui.theme.palette import palette_of
from ui.theme.tokens import (
    CHECKING_LOOK,
    DARK,
    HIGH_CONTRAST_DARK,
    HIGH_CONTRAST_LIGHT,
    LIGHT,
    VERDICT_LOOKS,
    Cue,
    Tokens,
    contrast,
    mix,
)
from wallet.report import Verdict

SCHEMES = {"light": LIGHT, "dark": DARK, "more light": HIGH_CONTRAST_LIGHT, "more dark": HIGH_CONTRAST_DARK}
every_scheme = pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@every_scheme
@pytest.mark.parametrize("ground", ["window", "sidebar", "surface", "raised"])
@pytest.mark.parametrize("text", ["ink", "ink2", "ink3"])
def test_text_can_be_read_on_every_ground(tokens: Tokens, ground: str, text: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@every_scheme
def test_coloured_text_can_be_read(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.accent, tokens.accent_soft) >= 4.5
    assert contrast(tokens.ink, tokens.accent_soft) >= 4.5
    assert contrast(tokens.brass_text, tokens.brass_soft) >= 4.5
    assert contrast(tokens.danger, tokens.surface) >= 4.5


@every_scheme
@pytest.mark.parametrize("ground", ["window", "surface", "raised"])
def test_edges_of_controls_can_be_seen(tokens: Tokens, ground: str) -> None:
    assert contrast(tokens.control_line, getattr(tokens, ground)) >= 3
    assert contrast(tokens.accent, getattr(tokens, ground)) >= 3


@every_scheme
@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_can_be_read(tokens: Tokens, verdict: Verdict) -> None:
    look = VERDICT_LOOKS[verdict]
    assert contrast(look.text_in(tokens), look.ground_in(tokens)) >= 4.5
    if not look.solid:
        assert contrast(tokens.ink, look.ground_in(tokens)) >= 4.5


@every_scheme
def test_issuers_names_and_letters_can_be_read_on_their_hues(tokens: Tokens) -> None:
    for hue in (*tokens.hues, tokens.ink3):
        band = mix(hue, tokens.raised, 0.20 if tokens.dark else 0.12)
        assert contrast(tokens.on_accent, hue) >= 4.5
        assert contrast(tokens.ink, band) >= 4.5
        assert contrast(tokens.ink2, band) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_no_verdict_differs_from_another_by_colour_alone(dark: bool) -> None:
    shapes = {(look.icon, look.cue, look.dashed, look.solid) for look in VERDICT_LOOKS.values()}
    assert len(shapes) == len(VERDICT_LOOKS)
    assert set(VERDICT_LOOKS) == set(Verdict)


def test_only_the_wholly_verified_has_the_whole_seal() -> None:
    assert [verdict for verdict, look in VERDICT_LOOKS.items() if look.cue is Cue.WHOLE] == [Verdict.VERIFIED]


@pytest.mark.usefixtures("paper")
def test_every_icon_of_a_verdict_is_shipped_and_draws_something() -> None:
    for look in (*VERDICT_LOOKS.values(), CHECKING_LOOK):
        image = icon_pixmap(look.icon, "#FF0000", 24).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), look.icon


@pytest.mark.usefixtures("paper")
def test_the_bundled_fonts_are_the_ones_that_are_used() -> None:
    serif, _sans = load_fonts()
    assert serif.startswith("Source Serif 4")
    assert font(Type.PAGE).families()[0] == serif
    assert "Noto Serif CJK SC" in font(Type.PAGE).families()


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("step", Type)
def test_text_doubles_at_200_percent(step: Type) -> None:
    assert font(step, 2.0).pixelSize() == 2 * font(step, 1.0).pixelSize()


@every_scheme
def test_the_palette_takes_its_colours_from_the_tokens(tokens: Tokens) -> None:
    palette = palette_of(tokens)
    assert palette.window().color().name().upper() == tokens.window
    assert palette.placeholderText().color().name().upper() == tokens.ink3

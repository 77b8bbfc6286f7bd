"""Camera frames of 1280 x 720 with a QR code in them, drawn with Pillow alone and the same for the same seed."""

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from wallet.qr.encode import QrCode
from wallet.qr.picture import QUIET_ZONE

WIDTH, HEIGHT = 1280, 720


@dataclass(frozen=True)
class View:
    """How a code is seen. Angles in degrees, blur in pixels, noise and light in shares of white, glare in shares of the code."""

    fill: float = 0.9  # of the frame's height
    rotation: float = 0.0
    tilt: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    glare: float = 0.0
    light: float = 1.0


def _spread(chance: random.Random, low: float, high: float) -> float:
    return low + (high - low) * chance.random()


# Each reaches from easy to where reading begins to fail: a table of nothing but 100 % would say nothing.
CONDITIONS: Mapping[str, Callable[[random.Random], View]] = {
    "clean": lambda chance: View(fill=_spread(chance, 0.6, 0.98)),
    "small": lambda chance: View(fill=_spread(chance, 0.25, 0.6), blur=0.4),
    "blur": lambda chance: View(blur=_spread(chance, 0.5, 4.5)),
    "rotation": lambda chance: View(fill=0.7, rotation=_spread(chance, -45, 45)),
    "perspective": lambda chance: View(tilt=_spread(chance, 0.05, 0.5)),
    "noise": lambda chance: View(noise=_spread(chance, 0.05, 0.9)),
    "glare": lambda chance: View(glare=_spread(chance, 0.02, 0.3)),
    "low light": lambda chance: View(light=_spread(chance, 0.03, 0.3), noise=_spread(chance, 0.01, 0.06)),
    "all at once": lambda chance: View(
        fill=_spread(chance, 0.55, 0.95),
        rotation=_spread(chance, -15, 15),
        tilt=_spread(chance, 0.0, 0.2),
        blur=_spread(chance, 0.3, 1.3),
        noise=_spread(chance, 0.02, 0.15),
        glare=_spread(chance, 0.0, 0.06),
        light=_spread(chance, 0.25, 1.0),
    ),
}


def render(code: QrCode, view: View, chance: random.Random) -> Image.Image:
    """Return one grey frame with `code` in it as `view` says."""
    card = _place(_draw(code), view, chance)
    frame = Image.new("L", (WIDTH, HEIGHT), 96)
    ImageDraw.Draw(frame).rectangle((0, HEIGHT * 3 // 4, WIDTH, HEIGHT), fill=60)  # a table in front of a wall
    frame.paste(card.convert("L"), (0, 0), card.getchannel("A"))
    if view.glare:
        frame = ImageChops.lighter(frame, _glare(view, chance))
    if view.blur:
        frame = frame.filter(ImageFilter.GaussianBlur(view.blur))
    if view.light < 1:
        frame = frame.point([int(value * view.light) + 6 for value in range(256)])
    return _noisy(frame, view.noise, chance) if view.noise else frame


def _draw(code: QrCode) -> Image.Image:
    side = len(code.rows) + 2 * QUIET_ZONE
    image = Image.new("L", (side, side), 235)
    drawn = b"".join(bytes(20 if dark else 235 for dark in row) for row in code.rows)
    image.paste(Image.frombytes("L", (len(code.rows), len(code.rows)), drawn), (QUIET_ZONE, QUIET_ZONE))
    return image


def _place(card: Image.Image, view: View, chance: random.Random) -> Image.Image:
    """Put the card into an empty frame by one perspective map, as a lens does: each pixel is an average of the card."""
    side = view.fill * HEIGHT
    turn = math.radians(view.rotation)
    shift_x, shift_y = _spread(chance, -0.05, 0.05) * WIDTH, _spread(chance, -0.01, 0.01) * HEIGHT
    narrow = [1 - view.tilt, 1.0] if chance.random() < 0.5 else [1.0, 1 - view.tilt]
    corners = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        # The far edge is shorter, and as a whole the card is seen a little flatter.
        u, v = x * side / 2 * (narrow[0] if y < 0 else narrow[1]), y * side / 2 * (1 - view.tilt / 3)
        corners.append(
            (
                WIDTH / 2 + shift_x + u * math.cos(turn) - v * math.sin(turn),
                HEIGHT / 2 + shift_y + u * math.sin(turn) + v * math.cos(turn),
            )
        )
    scale = 6
    large = card.resize((card.width * scale, card.height * scale), Image.Resampling.NEAREST)
    opaque = Image.merge("LA", (large, Image.new("L", large.size, 255)))
    size = large.width
    coefficients = _perspective(corners, [(0, 0), (size, 0), (size, size), (0, size)])
    return opaque.transform(
        (WIDTH, HEIGHT), Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC, fillcolor=(0, 0)
    )


def _perspective(source: list[tuple[float, float]], target: list[tuple[float, float]]) -> list[float]:
    """Return Pillow's eight coefficients that map `source` (in the frame) to `target` (in the card)."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        pivot = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(8):
            if other != at:
                factor = rows[other][at]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[8] for row in rows]


def _glare(view: View, chance: random.Random) -> Image.Image:
    """A lamp mirrored in the glass: a soft white blot somewhere on the code."""
    radius = view.fill * HEIGHT * math.sqrt(view.glare) / 2
    middle_x = WIDTH / 2 + _spread(chance, -0.3, 0.3) * view.fill * HEIGHT
    middle_y = HEIGHT / 2 + _spread(chance, -0.3, 0.3) * view.fill * HEIGHT
    small = Image.new("L", (WIDTH // 4, HEIGHT // 4), 0)
    box = [(edge) / 4 for edge in (middle_x - radius, middle_y - radius, middle_x + radius, middle_y + radius)]
    ImageDraw.Draw(small).ellipse(box, fill=250)
    return small.filter(ImageFilter.GaussianBlur(radius / 12)).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)


def _noisy(frame: Image.Image, amount: float, chance: random.Random) -> Image.Image:
    """Add noise about half a share of white wide, from the sum of two even ones: nearly a bell."""
    scale = amount * 2
    one, two = (Image.frombytes("L", (WIDTH, HEIGHT), chance.randbytes(WIDTH * HEIGHT)) for _ in range(2))
    bell = Image.blend(one, two, 0.5).point([int((value - 128) * scale) + 128 for value in range(256)])
    return ImageChops.add(frame, bell, 1, -128)


# As in a video call: a screen held into a webcam.
WEBCAM = View(fill=0.8, rotation=2.0, tilt=0.04, blur=0.8, noise=0.05, light=0.8)

"""Frames that went through a video call: H.264 or VP8 at a given bit rate, by ffmpeg where it is installed."""

import shutil
import subprocess
from collections.abc import Iterable, Sequence

from PIL import Image

from tests.benchmarks.qr_frames import HEIGHT, WIDTH

RATE = 15  # frames a second
CODECS = {
    "H.264": (
        "libx264",
        "mpegts",
        ("-preset", "veryfast", "-tune", "zerolatency", "-profile:v", "baseline", "-g", "150"),
    ),
    "VP8": ("libvpx", "webm", ("-deadline", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-g", "150")),
}


def find_ffmpeg() -> str | None:
    """Return ffmpeg, or None where it is not installed."""
    return shutil.which("ffmpeg")


def through_a_call(frames: Iterable[Image.Image], codec: str, kilobits: int) -> Sequence[bytes]:
    """Return the grey frames of 1280 x 720 that the other side sees."""
    encoder, container, options = CODECS[codec]
    raw = ("-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE))
    rate = ("-b:v", f"{kilobits}k", "-maxrate", f"{kilobits}k", "-bufsize", f"{kilobits}k")
    sent = _run(
        [*raw, "-i", "-", "-c:v", encoder, *options, *rate, "-pix_fmt", "yuv420p", "-f", container, "-"],
        b"".join(frame.tobytes() for frame in frames),
    )
    seen = _run(["-f", container, "-i", "-", "-f", "rawvideo", "-pix_fmt", "gray", "-"], sent)
    size = WIDTH * HEIGHT
    return [seen[at : at + size] for at in range(0, len(seen) - size + 1, size)]


def _run(arguments: list[str], source: bytes) -> bytes:
    command = find_ffmpeg()
    assert command is not None, "asked before"
    return subprocess.run(
        [command, "-loglevel", "error", *arguments], input=source, capture_output=True, check=True
    ).stdout

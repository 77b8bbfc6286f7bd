"""QR codes: how small, how robust, how fast. Everything is seeded; only the times differ from run to run.

    python -m tests.benchmarks.bench_qr [--quick]

Sizes of presentations and samples; 1,000 camera frames under nine conditions; frames that went through a video call (where ffmpeg
is installed); frames needed with loss, against a plain loop; time to draw and to read a frame. Times are of the processor, so that a busy
machine does not count.
"""

import argparse
import random
import statistics
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from PIL import Image

from tests.benchmarks.qr_contents import presentations, samples, with_evidence
from tests.benchmarks.qr_frames import CONDITIONS, HEIGHT, WEBCAM, WIDTH, View, render
from tests.benchmarks.qr_video import CODECS, RATE, find_ffmpeg, through_a_call
from wallet.qr.choosing import choose_codes
from wallet.qr.collector import Collector
from wallet.qr.decode import read_qr_frame
from wallet.qr.encode import (
    PAPER_VERSION,
    PART_VERSION,
    SCREEN_VERSION,
    Correction,
    QrCode,
    block_size_of,
    capacity,
    draw,
    draw_frame,
    smallest_version,
)
from wallet.qr.packing import QrContent, QrKind, pack, pack_text
from wallet.qr.parts import Joiner, split

SEED = 20261122


def show_sizes(title: str, contents: dict[str, QrContent]) -> None:
    """Print one line a content: bytes of its text, deflated plainly, packed, characters, versions; then who fits."""
    print(f"\n{title}\n{'':44}{'text':>7}{'deflated':>9}{'packed':>8}{'chars':>7}{'v at M':>8}{'v at L':>8}")
    sizes = []
    for name, content in contents.items():
        characters = len(pack_text(content))
        sizes.append(characters)
        plain = len(content.text.encode())
        deflated, packed = len(zlib.compress(content.text.encode(), 9)), len(pack(content))
        versions = "".join(f"{_version(characters, level):>8}" for level in (Correction.M, Correction.L))
        print(f"{name[:43]:44}{plain:>7}{deflated:>9}{packed:>8}{characters:>7}{versions}")
    for version, place in ((SCREEN_VERSION, "a webcam reads"), (PAPER_VERSION, "paper takes")):
        fitting = sum(size <= capacity(version, Correction.L) for size in sizes)
        print(f"one version-{version} code, which {place}: {fitting} of {len(sizes)} ({fitting / len(sizes):.0%})")


def _version(characters: int, level: Correction) -> str:
    version = smallest_version(characters, level)
    return str(version) if version <= PAPER_VERSION else "parts"


def show_choices(contents: dict[str, QrContent]) -> None:
    """Print how many codes it takes with and without the status list, and what is shown unless more is asked for."""
    print(
        f"\nSamples whose status list is held: codes with it, without it, and what is shown first\n{'':44}{'with':>7}{'without':>9}   shown"
    )
    fitting = alone = 0
    for name, content in contents.items():
        choice, bare = choose_codes(content), choose_codes(replace(content, evidence=()))
        fitting += choice.plan.single is not None and not choice.left_out
        alone += bool(choice.left_out)
        shown = "one code, the list stays behind" if choice.left_out else "everything"
        print(f"{name[:43]:44}{choice.whole.count:>7}{bare.plan.count:>9}   {shown}")
    print(
        f"one version-{SCREEN_VERSION} code with the list: {fitting}; one code without it: {alone}; a loop: {len(contents) - fitting - alone}"
    )


def show_camera(frames: int) -> None:
    """Print how many of `frames` rendered camera frames are read, by condition and version, and how long it takes."""
    codes = {version: [_filling(version, at) for at in range(3)] for version in (10, 16, 22)}
    each = frames // len(CONDITIONS)
    print(f"\nCamera frames at {WIDTH} x {HEIGHT}: {each * len(CONDITIONS)} in all, read at the first look")
    print(
        f"{'':16}"
        + "".join(f"{f'v{version}':>10}" for version in codes)
        + f"{'all':>8}{'misread':>9}{'median ms':>11}{'95 % ms':>9}"
    )
    total = wrong = 0
    every: list[float] = []
    for at, (condition, make_view) in enumerate(CONDITIONS.items()):
        chance = random.Random(SEED + at)
        read = dict.fromkeys(codes, 0)
        looked, times, misread = dict.fromkeys(codes, 0), [], 0
        for number in range(each):
            version = list(codes)[number % len(codes)]
            code = codes[version][number // len(codes) % 3]
            seen, spent = _look(render(code, make_view(chance), chance).tobytes())
            looked[version] += 1
            read[version] += code.text in seen
            misread += bool(seen - {code.text})
            times.append(spent)
        total, wrong = total + sum(read.values()), wrong + misread
        every += times
        rates = "".join(f"{read[version] / max(1, looked[version]):>10.0%}" for version in codes)
        print(
            f"{condition:16}{rates}{sum(read.values()) / each:>8.0%}{misread:>9}{statistics.median(times):>11.1f}{_late(times):>9.1f}"
        )
    share = total / (each * len(CONDITIONS))
    print(f"{'together':46}{share:>8.1%}{wrong:>9}{statistics.median(every):>11.1f}{_late(every):>9.1f}")


def _filling(version: int, seed: int) -> QrCode:
    """A frame of an animation that fills a code of this version, with a payload that no compression helps."""
    payload = random.Random(seed).randbytes(4 * block_size_of(version))
    return draw_frame(next(split(payload, block_size_of(version))))


def _look(grey: bytes) -> tuple[set[str], float]:
    start = time.process_time()
    codes = read_qr_frame(grey, WIDTH, HEIGHT)
    return {code.text for code in codes}, (time.process_time() - start) * 1000


def _late(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)] if times else 0.0


def show_calls(*, quick: bool) -> None:
    """Print what a video call leaves of a loop of parts: how many frames are read, and whether and when the payload is whole."""
    print("\nThrough a video call: a loop of parts held into a webcam, 1280 x 720 at 15 frames a second")
    if find_ffmpeg() is None:
        print("not measured: ffmpeg is not installed")
        return
    print(f"{'':26}{'codes a second':>16}{'frames read':>13}{'parts':>7}{'whole after':>13}")
    for codec in CODECS:
        for kilobits in (300,) if quick else (300, 600, 1000):
            for version, hold in ((10, 5), (PART_VERSION, 5), (PART_VERSION, 2), (SCREEN_VERSION, 5)):
                _show_call(codec, kilobits, version, hold, 6 if quick else 12)


def _show_call(codec: str, kilobits: int, version: int, hold: int, seconds: int) -> None:
    payload = pack(QrContent(QrKind.TEXT, random.Random(SEED).randbytes(2200).hex()))
    codes = islice((draw_frame(part) for part in split(payload, block_size_of(version))), seconds * RATE // hold)
    seen = through_a_call(_shown(codes, hold), codec, kilobits)
    collector, read, whole = Collector(), 0, "not whole"
    for at, grey in enumerate(seen):
        texts, _ = _look(grey)
        read += bool(texts)
        for text in texts:
            collector.see(text)
        if collector.content is not None:
            whole = f"{(at + 1) / RATE:.1f} s"
            break
    looked = at + 1 if seen else 1
    label = f"{codec}, {kilobits} kbit/s, v{version}"
    print(f"{label:26}{RATE / hold:>16.1f}{read / looked:>13.0%}{collector.wanted:>7}{whole:>13}")


def _shown(codes: Iterator[QrCode], hold: int) -> Iterator[object]:
    chance = random.Random(SEED)
    for code in codes:
        for _ in range(hold):
            yield render(code, WEBCAM, chance)


def show_loss(trials: int) -> None:
    """Print how many frames must be shown until a payload is whole, by loss: the fountain against a plain loop."""
    print(f"\nFrames shown until whole, mean of {trials} (worst in brackets)")
    print(f"{'':12}" + "".join(f"{f'{loss:.0%} lost':>34}" for loss in (0.0, 0.1, 0.3)))
    print(f"{'parts':12}" + f"{'fountain':>17}{'plain loop':>17}" * 3)
    for count in (5, 12, 40, 120):
        cells = []
        for loss in (0.0, 0.1, 0.3):
            chance = random.Random(SEED + count)
            fountain = [_fountain_needs(count, loss, chance) for _ in range(trials)]
            loop = [_loop_needs(count, loss, chance) for _ in range(trials)]
            cells += [f"{statistics.mean(needed):.1f} ({max(needed)})" for needed in (fountain, loop)]
        print(f"{count:<12}" + "".join(f"{cell:>17}" for cell in cells))


def _fountain_needs(count: int, loss: float, chance: random.Random) -> int:
    joiner = Joiner()
    parts = islice(split(chance.randbytes(count * 4), 4), chance.randrange(3 * count), None)
    for shown, part in enumerate(parts, 1):
        if chance.random() >= loss and joiner.add(part) and joiner.complete:
            return shown
    raise AssertionError("the fountain ends never")


def _loop_needs(count: int, loss: float, chance: random.Random) -> int:
    missing, shown, at = set(range(count)), 0, chance.randrange(count)
    while missing:
        shown += 1
        if chance.random() >= loss:
            missing.discard(at)
        at = (at + 1) % count
    return shown


def show_times(rounds: int) -> None:
    """Print the median time to draw a code and to read a clean frame."""
    print("\nTimes, median milliseconds of processor time")
    for version in (10, PART_VERSION, SCREEN_VERSION, PAPER_VERSION):
        payload = random.Random(SEED).randbytes(rounds * block_size_of(version))
        parts = list(islice(split(payload, block_size_of(version)), rounds))
        moving = _median([_timed(lambda part=part: draw_frame(part)) for part in parts])
        still = _median([_timed(lambda part=part: draw(part.text(), Correction.L)) for part in parts[:3]])
        grey = render(draw_frame(parts[0]), View(fill=0.95), random.Random(SEED)).tobytes()
        reading = _median([_look(grey)[1] for _ in range(rounds)])
        print(
            f"version {version:2}: draw a frame {moving:6.1f}   draw a still code {still:7.1f}   read a 720p frame {reading:6.1f}"
        )
    empty = random.Random(SEED).randbytes(WIDTH // 8 * HEIGHT // 8)
    wall = (
        Image.frombytes("L", (WIDTH // 8, HEIGHT // 8), empty)
        .resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        .tobytes()
    )
    print(f"a 720p frame without a code: {_median([_look(wall)[1] for _ in range(rounds)]):.1f}")
    content = presentations()["ecdsa-sd-2023, 1 claim"]
    text = pack_text(content)
    print(
        f"pack a presentation {_median([_timed(lambda: pack_text(content)) for _ in range(rounds)]):.2f}, unpack it ",
        end="",
    )
    print(f"{_median([_timed(lambda: Collector().see(text)) for _ in range(rounds)]):.2f}")


def _timed(act: object) -> float:
    assert callable(act)
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def _median(times: Sequence[float]) -> float:
    return statistics.median(times)


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description="QR codes: sizes, robustness, times")
    parser.add_argument("--quick", action="store_true", help="fewer frames and trials")
    quick = parser.parse_args().quick
    show_sizes("Presentations that answer a challenge, without evidence", presentations())
    show_sizes("Samples, whole and unbound", samples())
    show_choices(with_evidence())
    show_camera(120 if quick else 1000)
    show_calls(quick=quick)
    show_loss(20 if quick else 200)
    show_times(10 if quick else 40)


if __name__ == "__main__":
    main()

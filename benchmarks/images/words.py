"""python -m benchmarks.images.words: names read on photos, names told wrongly, and what it costs.

A logo counts as a word mark where its own name is read on it alone, 400 pixels wide on a plain
ground. How large pictures are read and how sure a line must be were chosen on one half of them.
"""

import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

import cv2
import numpy as np
from PIL import Image as Pillow

from benchmarks.common import machine, wilson
from benchmarks.images import measure
from benchmarks.images.logos_made import DARK, LIGHT, MIDDLE, Made, drawings, drawn, made
from benchmarks.images.logos_run import half
from fingerprints import image_text, kinds, snapshot
from fingerprints.arrays import U8
from fingerprints.blobs import Blobs
from fingerprints.content import Image, Text
from fingerprints.kind import Context
from fingerprints.snapshot import Entry, Snapshot
from matcher.page import Matcher

RESULT = Path("benchmarks/results/image_words.md")
AREA = 0.05  # of a photo
ALONE = 400  # pixels on the longest side of a mark by itself
MARGIN = 0.08  # around it
NO_NAMES = {"icon", "badge", "logo"}  # what the file's name says beside the mark's
STRANGERS = 300
FLOOR = 0.7  # recall on the half that nothing was chosen on
MOST = 3  # strangers with a name

HEAD = """# Pictures: words that are read

`python -m benchmarks.images.words` ({machine}).

With `[pictures] read_words` words that stand in a picture are read and matched as a text is. Asked
through the whole page path: photos with one of {marks} logos on 5 % of them (`logos_made.py`, 512
pixels), and photos of groceries (at most 348). A logo counts as a word mark where its own name (its
file's, without "icon") is read on it alone, {alone} pixels on a plain ground: by the reader, not by
eye, so that a mark it can never read is not in here. All {names} names are protected at once.
Pictures are read at {side} pixels, lines of which the reader is less sure than {sure} are left out.

| word marks | name told (95 %) |
|---|---|
"""
TAIL = """
Of all {all} marks of the other half, word marks or not, {found} are so told.

Missed word marks of the other half: {missed}.

Other names told on these photos: {others}.

Photos of groceries for which a name was told: {shown} of {asked} ({wrong}).

Seconds of the processor for a photo of groceries, in one thread: {mean:.2f} on
average, {middle:.2f} in the middle, {most:.2f} at most. The process that reads took {peak} MB at
most, libraries and models included.
"""


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo with a word mark on it."""

    mark: str
    made: Made
    told: frozenset[str]

    @property
    def found(self) -> bool:
        """Whether its own name was told."""
        return self.mark in self.told


def main() -> int:
    """Run, write the page, and give 1 when a floor broke."""
    if not measure.data().is_dir():
        print("no pictures: set COPYWATCH_BENCH_DATA to the folder of benchmark data")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        matcher = shelf(Path(folder))
        photos = list(shown(matcher))
        print(f"{len(photos)} word marks", file=sys.stderr)
        costs, strangers = asked(matcher)
    text = page(photos, strangers, costs)
    RESULT.write_text(text, encoding="utf-8")
    print(text)
    last = [one for one in photos if not half(one.made.logo)]
    few = sum(one.found for one in last) < FLOOR * len(last)
    return int(few or sum(map(bool, strangers.values())) > MOST)


def name(path: Path) -> str:
    """The name that a logo's file has."""
    return " ".join(word for word in path.stem.split("-") if word not in NO_NAMES)


def shelf(folder: Path) -> Matcher:
    """All names protected, each an asset of its own; no picture is."""
    context = Context(measure.KEYS, Blobs(folder / "blobs"))
    entries = [
        Entry(word, word, kind, value, 0)
        for word in sorted({name(path) for path in drawings()})
        for kind, value in kinds.take(Text(word, where="name"), context)
    ]
    opened = Snapshot.open(snapshot.write(folder / "shelf", entries, context.keys), context.keys)
    return Matcher(opened, context, read_words=True)


def told(matcher: Matcher, pixels: U8) -> frozenset[str]:
    """The names that a page with this picture alone is told for."""
    held = io.BytesIO()
    Pillow.fromarray(pixels).save(held, "PNG")
    sha256 = matcher.context.blobs.put(held.getvalue())
    examined = matcher.examine([Image(sha256, where="img")])
    matcher.context.blobs.drop(sha256)
    assert not [one for one in examined.unreadable if "words" in one], examined.unreadable
    return frozenset(match.asset for match in examined.matches if match.verdict == "name")


def shown(matcher: Matcher) -> Iterator[Photo]:
    """Each word mark on its photo."""
    for path in drawings():
        if name(path) in told(matcher, alone(path)):
            photo = made(path, AREA)
            yield Photo(name(path), photo, told(matcher, photo.pixels))


def alone(path: Path) -> U8:
    """A mark by itself, on light ground or dark so that it contrasts."""
    mark = drawn(path).astype(np.float64)
    alpha = mark[..., 3:] / 255
    light = float((mark[..., :3] @ [0.299, 0.587, 0.114] * alpha[..., 0]).sum() / alpha.sum())
    level = DARK if light > MIDDLE else LIGHT
    laid = (mark[..., :3] * alpha + level * (1 - alpha)).round().astype(np.uint8)
    scale = ALONE / max(laid.shape)
    small = cv2.resize(laid, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edge = round(MARGIN * ALONE)
    ground = (level, level, level)
    around = cv2.copyMakeBorder(small, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=ground)
    return np.asarray(around, np.uint8)


def asked(matcher: Matcher) -> tuple[list[float], dict[str, frozenset[str]]]:
    """Seconds and names of photos of groceries, which show no protected mark on purpose."""
    costs, found = [], {}
    for path in sorted((measure.data() / "distractors" / "grocery").iterdir())[:STRANGERS]:
        with Pillow.open(path) as image:
            pixels = np.asarray(image.convert("RGB"))
        before = image_text.spent()
        found[path.stem] = told(matcher, pixels)
        costs.append(image_text.spent() - before)
    return costs, found


def page(photos: list[Photo], strangers: dict[str, frozenset[str]], costs: list[float]) -> str:
    """The results."""
    first, second = (
        [one for one in photos if half(one.made.logo) is which] for which in (True, False)
    )
    text = HEAD.format(
        machine=machine("rapidocr", "onnxruntime"),
        marks=len(drawings()),
        names=len({name(path) for path in drawings()}),
        alone=ALONE,
        side=image_text.SIDE,
        sure=image_text.SURE,
    )
    text += _row("the half on which size and limit were chosen", first)
    text += _row("the other half", second)
    text += _row("of it on a label", [one for one in second if one.made.patched])
    text += _row("of it on the photo itself", [one for one in second if not one.made.patched])
    missed = [one.made.logo for one in second if not one.found]
    others = [f"{word} on {one.made.logo}" for one in photos for word in one.told - {one.mark}]
    wrong = [f"{word} on {photo}" for photo, names in strangers.items() for word in names]
    return text + TAIL.format(
        all=sum(not half(path.stem) for path in drawings()),
        found=sum(one.found for one in second),
        missed=", ".join(missed) or "none",
        others=", ".join(others) or "none",
        wrong=", ".join(wrong) or "none",
        shown=sum(map(bool, strangers.values())),
        asked=len(strangers),
        mean=fmean(costs),
        middle=median(costs),
        most=max(costs),
        peak=_peak(),
    )


def _row(what: str, some: list[Photo]) -> str:
    found = sum(one.found for one in some)
    low, high = wilson(found, len(some))
    return f"| {what} | {found} of {len(some)} ({low:.2f} to {high:.2f}) |\n"


def _peak() -> int:
    """Megabytes resident at most, of the process that reads."""
    process = image_text.RUNNER.process
    assert process is not None
    status = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) >> 10 for line in status if line.startswith("VmHWM"))


if __name__ == "__main__":
    sys.exit(main())

"""python -m benchmarks.images.cost: CPU time of the cascade beside imagehash.phash, interleaved.

A stream of 90 % unrelated and 10 % edited pictures, decoding apart, against what
`benchmarks.images.parts` protects; then against a hundred times as many. Gives 1 beyond what is
asked.
"""

import platform
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import imagehash
import numpy as np
from PIL import Image as Pillow

from benchmarks.images import cost_shelf
from benchmarks.images.cost_shelf import Shelf
from benchmarks.images.measure import KEYS, opened, products
from benchmarks.images.parts_run import folder, pool, protected, strangers
from benchmarks.images.sellers import EDITS, edited
from fingerprints import image_hash
from fingerprints.blobs import Blobs
from fingerprints.content import Image
from fingerprints.image_open import Picture, open_picture
from fingerprints.kind import Context
from matcher import image_outlines, image_parts
from matcher.image_votes import candidates
from matcher.images import compared

UNRELATED, EDITED = 180, 20
TIER_1, ALL, GROWS = 10.0, 60.0, 2.0  # asked: times phash, times phash, times as long
RESULT = Path("benchmarks/results/image_cost.md")
Spent = dict[str, list[float]]


def main() -> int:
    """Measure, write the page, and give 1 when something costs more than is asked."""
    cv2.setNumThreads(1)
    small = cost_shelf.real()
    large = cost_shelf.grown(small)
    stream = list(_stream())
    _measure(stream[0], small, large, defaultdict(list))  # imports and pages come in
    spent: Spent = defaultdict(list)
    for picture in stream:
        _measure(picture, small, large, spent)
    text, over = _page(spent)
    RESULT.write_text(text, encoding="utf-8")
    print(text)
    return 1 if over else 0


def _stream() -> Iterator[Picture]:
    """Every tenth an edited product, each with another edit."""
    chosen = products()[:: len(products()) // EDITED][:EDITED]
    for n, path in enumerate(chosen):
        body = edited(path, list(EDITS)[n * len(EDITS) // EDITED], pool())
        yield opened(body or path.read_bytes())
        for other in strangers()[9 * n : 9 * n + UNRELATED // EDITED]:
            yield open_picture(str(other))


def _measure(picture: Picture, small: Shelf, large: Shelf, spent: Spent) -> None:
    def timed(name: str, call: Callable[[], Any]) -> Any:
        before = time.process_time()
        made = call()
        spent[name].append(time.process_time() - before)
        return made

    pixels, image = picture.frames[0], Image("0" * 64)
    context = Context(KEYS, Blobs(folder()))
    timed("phash", lambda: imagehash.phash(Pillow.fromarray(pixels)))
    bits = timed("describe", lambda: image_hash.describe(picture, bytes(32), KEYS, mirrored=True))
    timed("judge", lambda: image_outlines.judge(bits, "", small, context))
    answer = timed("cascade", lambda: compared(picture, image, small, context))
    timed("cascade, 1e5", lambda: compared(picture, image, large, context))
    found = timed("features", lambda: image_parts.described(pixels))
    width = pixels.shape[1]
    timed("search", lambda: candidates(found, width, small.points))
    timed("search, 1e5", lambda: candidates(found, width, large.points))
    timed("tier 2 for all", lambda: image_parts.placed(pixels, small.points))
    spent["ended"].append(any(verdict == "copy" for _, verdict, _ in answer.found))


def _page(spent: Spent) -> tuple[str, list[str]]:
    mean = {name: float(np.mean(values)) for name, values in spent.items()}
    times = {name: value / mean["phash"] for name, value in mean.items()}
    tier = times["describe"] + times["judge"]
    grows = mean["cascade, 1e5"] / mean["cascade"]
    asked = {
        f"tier 1: {tier:.1f} times phash": (tier, TIER_1),
        f"the cascade: {times['cascade']:.1f} times phash": (times["cascade"], ALL),
        f"the cascade against 1e5: {grows:.2f} times as long": (grows, GROWS),
    }
    over = [text for text, (value, limit) in asked.items() if value > limit]
    rows = [f"| {label} | {1000 * mean[name]:.2f} ms | {times[name]:.1f} |" for name, label in ROWS]
    about = (
        f"`python -m benchmarks.images.cost`: {platform.machine()}, Python "
        f"{platform.python_version()}, opencv {cv2.__version__}. Time of the processor, all in "
        f"one run, decoding apart: {UNRELATED} unrelated pictures and {EDITED} edited copies "
        f"against {len(protected())} protected pictures. {int(sum(spent['ended']))} of the edited "
        "ones are told as whole copies, most of them by tier 1, which ends the search."
    )
    told = (
        f"- {text} (asked: at most {limit:g}){': too much' if value > limit else ''}"
        for text, (value, limit) in asked.items()
    )
    head = ("| | a picture | times `imagehash.phash` |", "|---|---|---|")
    return "\n".join(["# What a picture costs", "", about, "", *head, *rows, "", *told, ""]), over


ROWS = (
    ("phash", "imagehash.phash"),
    ("describe", "tier 1: outlines"),
    ("judge", "tier 1: search"),
    ("cascade", "the whole cascade"),
    ("cascade, 1e5", "the whole cascade, 1e5 protected"),
    ("tier 2 for all", "tier 2, where every picture comes to it"),
    ("features", "of it the features"),
    ("search", "of it the search"),
    ("search, 1e5", "of it the search, 1e5 protected"),
)


if __name__ == "__main__":
    sys.exit(main())

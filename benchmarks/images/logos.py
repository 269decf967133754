"""python -m benchmarks.images.logos: logos on photos, and photos without; `--fresh` begins anew.

`--report` only counts what a run has kept. Limits are chosen on one half of the logos and photos
and reported on the other.
"""

import sys
import time
from pathlib import Path

from benchmarks.images import logos_run, measure
from benchmarks.images.logos_count import alarms, recall
from benchmarks.images.logos_made import AREAS, drawings, photo, photos
from benchmarks.images.logos_report import KEYPOINTS, PROTECTED, page
from benchmarks.images.logos_run import Asked
from fingerprints import image_points, snapshot
from fingerprints.image_logo import GROUNDS, SCALES
from fingerprints.snapshot import Entry, Snapshot
from matcher import image_parts, logos
from matcher.logos import SHIPPED

RESULT = Path("benchmarks/results/image_logos.md")
TIMED = 40  # photos whose search is timed
FLOORS = {True: 0.90, False: 0.78}  # recall at 5 %, second half: keypoints enough, flat
MOST = 1.0  # photos in a thousand


def main() -> int:
    """Run, write the page, and give 1 when a floor broke."""
    if not measure.data().is_dir():
        print("no pictures: set COPYWATCH_BENCH_DATA to the folder of benchmark data")
        return 2
    if "--report" not in sys.argv[1:]:
        logos_run.run(fresh="--fresh" in sys.argv[1:])
    opened = logos_run.register()
    asked = logos_run.read()
    text = page(asked, keypoints(opened), timed(opened))
    RESULT.write_text(text, encoding="utf-8")
    print(text)
    return int(broken(asked, keypoints(opened)))


def keypoints(opened: Snapshot) -> dict[str, bool]:
    """Of each logo, whether it has enough; a refused one is flat."""
    renderings = len(SCALES) * len(GROUNDS)
    known = {path.stem: False for path in drawings()}
    for entry in opened.logos.entries:
        held = len(opened.logos.mark(entry).xy) / renderings
        known[opened.entry(entry).asset] = held >= KEYPOINTS
    return known


def broken(asked: list[Asked], rich: dict[str, bool]) -> bool:
    """Whether recall on the half that limits were not chosen on, or false detections, miss."""
    last = [one for one in asked if not one.first]
    shown = [one for one in last if one.area == AREAS[0]]
    missed = [
        (told := recall([one for one in shown if rich[one.logo] is enough], SHIPPED)).found
        < floor * told.asked
        for enough, floor in FLOORS.items()
    ]
    none = alarms([one for one in asked if not one.logo], SHIPPED)
    return any(missed) or 1000 * none.photos > MOST * none.asked


def timed(opened: Snapshot) -> tuple[float, float]:
    """Seconds of the processor for a photo: the search for logos, and tier 2 beside it."""
    folder = logos_run.folder() / "photos"
    path = snapshot.newest(folder)
    if path is None:
        held = (
            Entry(
                p.stem, p.name, image_points.NAME, image_points.describe(photo(p), measure.KEYS), 0
            )
            for p in photos()[:PROTECTED]
        )
        path = snapshot.write(folder, held, measure.KEYS)
    table = Snapshot.open(path, measure.KEYS).points
    spent = [0.0, 0.0]
    for n, one in enumerate(photos()[-TIMED:]):
        pixels = photo(one)
        marks = [time.process_time()]
        logos.shown(pixels, opened.logos)
        marks.append(time.process_time())
        image_parts.placed(pixels, table)
        marks.append(time.process_time())
        if n:  # the first one brings the pages in
            spent = [spent[0] + marks[1] - marks[0], spent[1] + marks[2] - marks[1]]
    return spent[0] / (TIMED - 1), spent[1] / (TIMED - 1)


if __name__ == "__main__":
    sys.exit(main())

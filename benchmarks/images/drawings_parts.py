"""Drawings of three free part libraries: fetched by pinned checksum, chosen by rule, not by eye."""

import hashlib
import io
import subprocess
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

import cv2
import numpy as np

from benchmarks.archives import Archive
from benchmarks.archives_fetch import fetch
from benchmarks.images.drawings_formats import FORMATS
from fingerprints.arrays import F64
from fingerprints.image_open import Pixels

LIBRARIES = tuple(
    Archive("deb", name, version, file, checksum, "drawings", "protected", "")
    for name, version, file, checksum in (
        (
            "kicad-footprints", "6.0.11-1", "kicad-footprints_6.0.11-1_all.deb",
            "06c022eae7d40181238f86dc4d2d4d257364880ab89b9e41f553b690e5c502c1",
        ),
        (
            "qelectrotech-data", "1:0.9-1", "qelectrotech-data_1%3a0.9-1_all.deb",
            "acae0eb1a43b626c7023f3a0cdd62bd7cf953bf066350a8ec5f0b42fddcff892",
        ),
        (
            "librecad-data", "2.2.0-1", "librecad-data_2.2.0-1_all.deb",
            "b70127aabec619cf830c6316ac1866b0871d9fe3d38575a6ce0ba89aa4554566",
        ),
    )
)  # fmt: skip
SIDE = 800  # pixels of the longest side of a page
MARGIN = 0.06
WIDTH = 2.0  # pixels of a line on a page
FINE = 4  # times as fine is it drawn
STROKES = 48  # different lines, arcs or outlines, below which a drawing is trivial
CELLS, FILLED = 8, 30  # of 8 x 8 cells over the part, so many must hold a line
LONG = 3.0  # length over height, from which it is a strip
EACH = 6  # drawings of one family
LEAST = 600  # bytes of a file, below which it is not even read


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """One part as polylines in its own units, y down."""

    name: str
    family: str  # its library file or folder: near-identical sisters stand in one
    strokes: tuple[F64, ...]

    @property
    def seed(self) -> int:
        """Fixed by the name: what chance does to it is the same in every run."""
        return int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:4], "big")

    @property
    def protected(self) -> bool:
        """Families are protected or strangers, by their names' checksum."""
        return bool(_draw(self.family) & 1)

    @property
    def told(self) -> bool:
        """Thresholds are chosen on the one half of the families and told on the other."""
        return bool(_draw(self.family) & 2)


def _draw(word: str) -> int:
    return hashlib.sha256(f"drawing {word}".encode()).digest()[0]


@lru_cache(maxsize=1)
def drawings() -> tuple[tuple[Drawing, ...], Counter[str]]:
    """Those that are kept, and how many each rule left out."""
    _, problems = fetch(LIBRARIES, pin=False)
    if problems:
        raise SystemExit("\n".join(problems))
    left: Counter[str] = Counter()
    families: dict[str, list[Drawing]] = defaultdict(list)
    listed = [one for archive in LIBRARIES for one in _files(archive)]
    for path, body in sorted(listed, key=lambda one: hashlib.sha256(one[0].encode()).digest()):
        family = _family(path)
        if len(families[family]) >= EACH:
            left[f"more than {EACH} of the family"] += 1
        elif (made := _read(path, family, body)) is None:
            left["unreadable or below 600 bytes"] += 1
        elif why := trivial(made):
            left[why] += 1
        else:
            families[family].append(made)
    kept = [one for _, some in sorted(families.items()) for one in some]
    return tuple(kept), left


def _files(archive: Archive) -> Iterator[tuple[str, bytes]]:
    unpacked = subprocess.run(
        ["dpkg-deb", "--fsys-tarfile", str(archive.path)], capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(unpacked)) as opened:
        for info in opened:
            file = opened.extractfile(info) if info.isfile() else None
            if file is not None and PurePosixPath(info.name).suffix in FORMATS:
                yield info.name.split("share/")[-1], file.read()


def _family(path: str) -> str:
    """The library's folder; of the deep trees of QElectroTech the first five levels."""
    return "/".join(PurePosixPath(path).parent.parts[:6])


def _read(path: str, family: str, body: bytes) -> Drawing | None:
    if len(body) < LEAST:
        return None
    try:
        made = FORMATS[PurePosixPath(path).suffix](body.decode("utf-8", "replace"))
        strokes = tuple(line for line in made if len(line) > 1 and np.isfinite(line).all())
    except (ValueError, KeyError, IndexError, SyntaxError):
        return None
    return Drawing(path, family, strokes)


def trivial(drawing: Drawing) -> str:
    """Why a drawing is too plain to be anybody's; empty where it is not."""
    once = {line.round(3).tobytes() for line in drawing.strokes}
    if len(once) < STROKES:
        return f"fewer than {STROKES} lines"
    points = np.concatenate(drawing.strokes)
    size = np.ptp(points, axis=0)
    if size.min() <= 0 or size.max() / size.min() > LONG:
        return f"a strip, longer than {LONG:.0f} times its height"
    drawn = 255 - page(drawing, inner=64, margin=0.0, width=0.5)
    height, width = drawn.shape
    cells = np.add.reduceat(drawn, np.arange(CELLS) * height // CELLS, axis=0, dtype=np.int64)
    cells = np.add.reduceat(cells, np.arange(CELLS) * width // CELLS, axis=1)
    return f"lines in fewer than {FILLED} of 64 cells" if (cells > 0).sum() < FILLED else ""


def page(
    drawing: Drawing, *, inner: int = SIDE, margin: float = MARGIN, width: float = WIDTH
) -> Pixels:
    """(height, width) grey: black lines on white, `inner` pixels on the longest side."""
    points = np.concatenate(drawing.strokes)
    low, size = points.min(axis=0), np.ptp(points, axis=0)
    scale = inner * (1 - 2 * margin) / size.max()
    edge = margin * inner
    across, down = np.maximum(32, np.ceil(size * scale + 2 * edge)).astype(int).tolist()
    canvas = np.full((down * FINE, across * FINE), 255, np.uint8)
    lines = [((line - low) * scale + edge) * FINE for line in drawing.strokes]
    whole = [np.round(line).astype(np.int32) for line in lines]
    cv2.polylines(canvas, whole, isClosed=False, color=0, thickness=max(1, round(width * FINE)))
    made = cv2.resize(canvas, (across, down), interpolation=cv2.INTER_AREA)
    return np.asarray(made, np.uint8)

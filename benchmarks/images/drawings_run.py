"""Protects the drawings, asks for every edit and every stranger, and keeps what was seen.

Every drawing's rows lie in the cache as soon as they are made, so that a run goes on where it was
ended; `--fresh` begins anew.
"""

import pickle
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2

from benchmarks.common import cache_root
from benchmarks.images.drawings_edits import EDITS, edited
from benchmarks.images.drawings_parts import Drawing, drawings, page
from benchmarks.images.measure import KEYS, opened
from benchmarks.images.parts_run import peers
from fingerprints import image_lines, image_points, snapshot
from fingerprints.image_strokes import lines
from fingerprints.snapshot import Entry, Snapshot
from matcher import image_parts, line_parts
from matcher.image_evidence import Aligned
from matcher.image_rivals import Rivalry
from matcher.line_evidence import LineNumbers

FOLDER = cache_root() / "drawings"
BEFORE = 6  # of so many drawings one is asked of the tiers for photographs, too


@dataclass(frozen=True, slots=True)
class Row:
    """One protected drawing laid over one query, the better way round."""

    protected: str
    mirrored: bool
    numbers: LineNumbers
    agreeing: float
    there: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """One picture that was asked; `edit` is empty for strangers."""

    source: str
    edit: str
    lines: bool  # taken for a line drawing
    rows: tuple[Row, ...]
    one: frozenset[tuple[str, str]]  # protected drawings of one place that are one drawing
    before: dict[str, float] | None  # score of the tier for photographs, by protected drawing
    peers: dict[str, bytes]


def run(*, fresh: bool) -> None:
    """Everything that is not in the cache yet, in an order drawn by chance."""
    if fresh:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    every, _ = drawings()
    if snapshot.newest(FOLDER / "snapshots") is None:
        _protect([one for one in every if one.protected])
    newest = snapshot.newest(FOLDER / "snapshots")
    assert newest is not None
    table = Snapshot.open(newest, KEYS)
    todo = [one for one in every if not _kept(one).exists()]
    Random(7).shuffle(todo)  # noqa: S311 - so that a part of a run is a fair sample
    for n, one in enumerate(todo):
        asked = [(edit, edited(one, edit)) for edit in EDITS] if one.protected else [("", png(one))]
        queries = [_ask(one, edit, body, table) for edit, body in asked]
        draft = _kept(one).with_suffix(".making")
        draft.write_bytes(pickle.dumps(queries))
        draft.rename(_kept(one))
        if n % 50 == 0:
            print(f"{n} of {len(todo)} drawings", flush=True)


def read() -> Iterator[Query]:
    """All that was kept."""
    for path in sorted(FOLDER.glob("*.pickle")):
        yield from pickle.loads(path.read_bytes())  # noqa: S301 - our own file


def _kept(one: Drawing) -> Path:
    return FOLDER / f"{one.seed:08x}.pickle"


def png(one: Drawing) -> bytes:
    """A drawing as it is protected, or as a stranger shows it."""
    return bytes(cv2.imencode(".png", page(one))[1].tobytes())


def _protect(some: list[Drawing]) -> None:
    entries = []
    for one in some:
        pixels = opened(png(one)).frames[0]
        for name, made in (
            (image_lines.NAME, image_lines.describe(pixels, KEYS)),
            (image_points.NAME, image_points.describe(pixels, KEYS)),
        ):
            if made is not None and len(made.words):
                entries.append(Entry(one.name, one.name, name, made, 0))
    snapshot.write(FOLDER / "snapshots", entries, KEYS)


def _ask(one: Drawing, edit: str, body: bytes, table: Snapshot) -> Query:
    pixels = opened(body).frames[0]
    thin = lines(pixels)
    found = [] if thin is None else line_parts.drawn(thin, table.lines)
    old = one.seed % BEFORE == 0
    before = (
        {p.one.own.part: p.one.score for p in image_parts.placed(pixels, table.points)}
        if old
        else None
    )
    rows = tuple(map(_row, found))
    return Query(one.name, edit, thin is not None, rows, _one(found), before, peers(pixels))


def _row(found: Aligned) -> Row:
    assert isinstance(found.numbers, LineNumbers)
    there = tuple((float(x), float(y)) for x, y in found.there)
    return Row(found.own.part, found.mirrored, found.numbers, found.agreeing, there)


def _one(found: list[Aligned]) -> frozenset[tuple[str, str]]:
    """Asked of the matcher, so that both mean the same pairs."""
    best = {one.own.part: one for one in sorted(found, key=lambda one: one.score)}
    same: set[tuple[str, str]] = set()

    def compare(one: Aligned, other: Aligned) -> Rivalry:
        told = line_parts.rivalry(one, other)
        if told.one_photo:
            same.update({(one.own.part, other.own.part), (other.own.part, one.own.part)})
        return told

    image_parts.ranked(list(best.values()), compare)
    return frozenset(same)


def shelf_hashes() -> dict[str, dict[str, bytes]]:
    """The peers' hashes of every protected drawing, by its name."""
    path = FOLDER / "hashes"
    if not path.exists():
        every, _ = drawings()
        made = {one.name: peers(opened(png(one)).frames[0]) for one in every if one.protected}
        path.write_bytes(pickle.dumps(made))
    held: dict[str, dict[str, bytes]] = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
    return held

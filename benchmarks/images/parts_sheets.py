"""Misses and the highest-scoring wrong pairs: a list to commit, and sheets for the cache."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from benchmarks.images import measure, parts_run
from benchmarks.images.parts_counted import Counted
from benchmarks.images.parts_run import protected, shown
from benchmarks.images.parts_score import Pair
from benchmarks.images.parts_verdicts import Said
from benchmarks.images.sellers import EDITS
from matcher.match import HITS

TILE = 150
SHOWN, LISTED = 60, 300
HEAD = """# Misses and highest-scoring wrong pairs

Written by `python -m benchmarks.images.parts`. Names only: the pictures are other people's, so
the contact sheets (`misses.png`, `wrong.png`) stay in the benchmark's cache. Score: of misses by
the shipped weights, of wrong pairs the log-odds on the fold left out. Verdict: of the shipped
tier 2; a miss is an original that was told neither as copy nor as part copy. Label: what people
said of the pair after its score had been seen; "-" where nobody looked or where two
pictures have nothing in common.
"""

Rows = list[tuple[str, str, str]]


def missed(told: Sequence[Said]) -> list[Said]:
    """Edited copies of which the true original was told neither as a copy nor as a part copy."""
    rows = [one for one in told if one.right and one.edit in EDITS and one.verdict not in HITS]
    return sorted(rows, key=lambda one: (one.source, one.edit))


def wrong(pairs: Sequence[Pair]) -> list[Pair]:
    """The highest-scoring wrong pairs, each two pictures once."""
    best: dict[tuple[str, str], Pair] = {}
    for pair in sorted(pairs, key=lambda p: -p.score):
        if not pair.right:
            first, second = sorted((pair.source, pair.protected))
            best.setdefault((first, second), pair)
    return list(best.values())


def listed(counted: Counted, told: Sequence[Said]) -> str:
    """The list as Markdown."""
    verdicts = {(one.source, one.edit, one.protected): one.verdict for one in told}
    misses, worst = missed(told), wrong(counted.pairs)[:LISTED]
    lines = [f"\n## Misses: {len(misses)}\n", "| picture | edit | score | verdict |"]
    lines.append("|---|---|---|---|")
    lines += [f"| {one.source} | {one.edit} | {one.score:.2f} | {one.verdict} |" for one in misses]
    lines += [f"\n## Wrong pairs: the highest {len(worst)}, each two pictures once\n"]
    lines += [
        "| picture | edit | protected | score | verdict | label |",
        "|---|---|---|---|---|---|",
    ]
    for pair in worst:
        edit = pair.edit or ("strangers" if pair.source.startswith("grocery") else "as it is")
        verdict = verdicts.get((pair.source, edit, pair.protected), "nothing")
        cells = (pair.source, edit, pair.protected, f"{pair.score:.2f}", verdict, pair.alike or "-")
        lines.append(f"| {' | '.join(cells)} |")
    return HEAD + "\n".join(lines) + "\n"


def draw(counted: Counted, told: Sequence[Said]) -> None:
    """The contact sheets, into the cache."""
    rows = [(one.source, one.edit, one.source) for one in missed(told)]
    _sheet(rows[:SHOWN], parts_run.folder() / "misses.png")
    worst = [(p.source, p.edit, p.protected) for p in wrong(counted.pairs) if not p.alike]
    _sheet(worst[:SHOWN], parts_run.folder() / "wrong.png")


def _sheet(rows: Rows, path: Path) -> None:
    by_name = {measure.named(p): p for p in protected()}
    sheet = Image.new("RGB", (10 * TILE, 2 * TILE * (-(-len(rows) // 5))), "white")
    pen = ImageDraw.Draw(sheet)
    for n, (source, edit, own) in enumerate(rows):
        x, y = n % 5 * 2 * TILE, n // 5 * 2 * TILE
        with Image.open(by_name[own]) as file:
            stored = file.convert("RGB")
        for side, picture in enumerate((shown(source, edit), stored)):
            sheet.paste(ImageOps.contain(picture, (TILE - 4, TILE - 4)), (x + side * TILE, y))
        pen.text((x, y + TILE), f"{n} {source[:30]}\n{edit}\n{own[:30]}", "black")
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)

"""python -m benchmarks.images.parts: copies in part, beside the peers; `--fresh` begins anew.

`--train` writes the score that the matcher ships; `--report` only counts what a run has kept.
"""

import json
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from benchmarks.images import measure, parts_report, parts_run
from benchmarks.images.parts_report import MILLIONTH, Counted
from benchmarks.images.parts_run import Query, protected, shown
from benchmarks.images.parts_score import Pair, crossed, learn
from benchmarks.images.sellers import EDITS
from matcher.image_evidence import FILE, learnt

RESULTS = Path("benchmarks/results")
TILE = 150


def main() -> int:
    """Run, write the pages, and give 1 when a floor broke."""
    if not measure.data().is_dir():
        print("no pictures: set COPYWATCH_BENCH_DATA to the folder of benchmark data")
        return 2
    if "--report" not in sys.argv[1:]:
        parts_run.run(fresh="--fresh" in sys.argv[1:])
    queries = list(parts_run.read())
    pairs, models = crossed(queries, learnt().weights)
    counted = parts_report.count(queries, pairs)
    if "--train" in sys.argv[1:]:
        _train(queries, counted)
    text = parts_report.page(counted, _state(queries))
    (RESULTS / "image_parts.md").write_text(text, encoding="utf-8")
    held = {
        "recall_at_1e-6": counted.ours.recall(MILLIONTH),
        "uAP": counted.ours.average_precision(),
        "edits": parts_report.by_edit(counted),
        "models": [asdict(model) for model in models],
    }
    (RESULTS / "image_parts.json").write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    _sheets(counted)
    print(text)
    for pair in wrong(pairs)[:40]:
        print(f"{pair.score:.2f} {pair.source} ({pair.edit or 'as it is'}) {pair.protected}")
    return 1 if any(parts_report.failures(counted)) else 0


def _state(queries: list[Query]) -> str:
    products = {q.source for q in queries if q.edit in EDITS}
    whole = len(measure.products())
    if len(products) == whole:
        return "A whole run."
    return f"Part of a run: {len(products)} of {whole} products, drawn by chance."


def wrong(pairs: list[Pair]) -> list[Pair]:
    """The highest-scoring wrong pairs that nobody has labelled, each two pictures once."""
    best: dict[tuple[str, str], Pair] = {}
    for pair in sorted(pairs, key=lambda p: -p.alone):
        if not pair.right and not pair.alike:
            first, second = sorted((pair.source, pair.protected))
            best.setdefault((first, second), pair)
    return list(best.values())


def _train(queries: list[Query], counted: Counted) -> None:
    """The score of all folds together; the limit of a copy where one in a million was wrong."""
    model = learn(queries, learnt().weights)
    at = counted.ours.threshold(MILLIONTH)
    held = asdict(model) | {"copy": round(at, 4), "beaten": 0.3}
    FILE.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


def _sheets(counted: Counted) -> None:
    """Misses and the highest-scoring wrong pairs, each beside the protected picture."""
    at = counted.ours.threshold(MILLIONTH)
    found: dict[tuple[str, str], float] = defaultdict(float)
    for pair in counted.pairs:
        if pair.right:
            found[pair.source, pair.edit] = max(found[pair.source, pair.edit], pair.score)
    missed = [
        (q.source, q.edit, q.source)
        for q in counted.queries
        if q.edit in EDITS and found[q.source, q.edit] < at
    ]
    _sheet(missed[:60], parts_run.folder() / "misses.png")
    worst = [(p.source, p.edit, p.protected) for p in wrong(list(counted.pairs))[:60]]
    _sheet(worst, parts_run.folder() / "wrong.png")


def _sheet(rows: list[tuple[str, str, str]], path: Path) -> None:
    by_name = {measure.named(p): p for p in protected()}
    sheet = Image.new("RGB", (10 * TILE, 2 * TILE * (-(-len(rows) // 5))), "white")
    draw = ImageDraw.Draw(sheet)
    for n, (source, edit, own) in enumerate(rows):
        x, y = n % 5 * 2 * TILE, n // 5 * 2 * TILE
        with Image.open(by_name[own]) as file:
            stored = file.convert("RGB")
        for side, picture in enumerate((shown(source, edit), stored)):
            sheet.paste(ImageOps.contain(picture, (TILE - 4, TILE - 4)), (x + side * TILE, y))
        draw.text((x, y + TILE), f"{n} {source[:30]}\n{edit}\n{own[:30]}", "black")
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


if __name__ == "__main__":
    sys.exit(main())

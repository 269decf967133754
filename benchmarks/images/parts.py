"""python -m benchmarks.images.parts: copies in part, beside the peers; `--fresh` begins anew.

`--train` writes the score that the matcher ships; `--report` only counts what a run has kept.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.images import (
    measure,
    parts_counted,
    parts_floor,
    parts_report,
    parts_run,
    parts_segments,
    parts_sheets,
    parts_verdicts,
)
from benchmarks.images.parts_counted import MILLIONTH, Counted
from benchmarks.images.parts_run import Query
from benchmarks.images.parts_score import Model, crossed, learn
from benchmarks.images.sellers import EDITS
from matcher.image_evidence import FILE, learnt

RESULTS = Path("benchmarks/results")


def main() -> int:
    """Run, write the pages, and give 1 when a floor broke or a figure dropped."""
    if not measure.data().is_dir():
        print("no pictures: set COPYWATCH_BENCH_DATA to the folder of benchmark data")
        return 2
    if "--report" not in sys.argv[1:]:
        parts_run.run(fresh="--fresh" in sys.argv[1:])
        parts_segments.run()
    queries = list(parts_run.read())
    pairs, models = crossed(queries, learnt().weights)
    counted = parts_counted.count(queries, pairs)
    if "--train" in sys.argv[1:]:
        _train(queries, counted)
    then = parts_floor.before(RESULTS / "image_parts.json")
    dropped = parts_floor.drops(parts_floor.figures(counted), then)
    told = list(parts_verdicts.said(queries))
    text = parts_report.page(counted, told, _state(queries), dropped)
    (RESULTS / "image_parts.md").write_text(text, encoding="utf-8")
    listed = parts_sheets.listed(counted, told)
    (RESULTS / "image_misses.md").write_text(listed, encoding="utf-8")
    if not dropped:  # a worse run is no mark for the next
        _keep(counted, models)
    parts_sheets.draw(counted, told)
    print(text)
    return 1 if dropped or any(parts_floor.failures(counted)) else 0


def _keep(counted: Counted, models: list[Model]) -> None:
    held = {
        "figures": parts_floor.figures(counted),
        "edits": parts_floor.by_edit(counted),
        "models": [asdict(model) for model in models],
    }
    (RESULTS / "image_parts.json").write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


def _state(queries: list[Query]) -> str:
    products = {q.source for q in queries if q.edit in EDITS}
    whole = len(measure.products())
    if len(products) == whole:
        return "A whole run."
    return f"Part of a run: {len(products)} of {whole} products, drawn by chance."


def _train(queries: list[Query], counted: Counted) -> None:
    """The score of all folds together; the limit of a copy where one in a million was wrong."""
    model = learn(queries, learnt().weights)
    at = (counted.ours.aside.threshold(MILLIONTH) - model.start) / model.slope
    held = asdict(model) | {"copy": round(at, 4), "rivals": learnt().rivals}
    FILE.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

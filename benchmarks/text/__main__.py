"""python -m benchmarks.text: recall of excerpts and disguises, false hits, names."""

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.text import labelled, measure, report

RESULTS = Path("benchmarks/results/text.md")


def _labelled(folder: Path) -> str:
    irplag, java = labelled.irplag(folder), labelled.obfuscated(folder)
    if irplag is None or java is None:
        return "no labelled data here (COPYWATCH_BENCH_DATA)."
    return (
        f"IR-Plag AUC {irplag[0]:.3f}, recall {irplag[1]:.2f} at one false positive "
        f"({irplag[2]} pairs); obfuscated Java, level 5, AUC {java[0]:.3f} ({java[1]} variants)."
    )


def main() -> int:
    """Run, write the page, and give 1 when a floor broke."""
    before = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        halves = (
            measure.measure("A", folder / "a", disguises=False),
            measure.measure("B", folder / "b", disguises=True),
        )
        names = measure.names(folder / "names")
        information = _labelled(folder / "labelled")
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    seconds = time.monotonic() - before
    RESULTS.write_text(report.page(halves, names, information, seconds), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))
    broken = list(report.failures(halves, names))
    for line in broken[:50]:
        print(line)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

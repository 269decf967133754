"""python -m benchmarks.resemblance [--write]: IR-Plag, obfuscated Java, the model that ships."""

import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.resemblance import made, measure, peers, report, wild
from benchmarks.resemblance.fit import STRENGTHS, fit
from benchmarks.resemblance.labelled import NAMES, Pairs, irplag, java
from benchmarks.resemblance.report import LEVELS, Java, Results, Row
from fingerprints.arrays import F64
from matcher.resemblance import shipped

RESULTS = Path("benchmarks/results/resemblance.md")
TWIN = "non-plagiarized/15"  # alike to 13 in five tasks, says the set's own README
LITERALS = (
    "strings_kept", "strings_not_new", "worst_string", "no_number_lost", "no_number_new",
    "no_literal_lost", "no_literal_new", "same_literals", "words",
)  # fmt: skip
LEFT_OUT = (
    ("strings, numbers and words", LITERALS),
    ("comments", ("comment_words", "comment_kept")),
    ("layout", ("layout",)),
    ("words", ("words",)),
    ("library names", ("calls_not_new", "written_out_alike")),
)


def main() -> int:
    """Measure, write the page, and give 1 when something dropped; `--write` stores a new model."""
    before = time.process_time()
    small, large = irplag(), java()
    if small is None or large is None:
        print("no labelled data here (COPYWATCH_BENCH_DATA)")
        return 2
    model = made.made(small, large)
    if "--write" in sys.argv[1:]:
        made.write(model)
        shipped.cache_clear()
    found = _measured(small, large, drifted=made.differs(model, shipped()), before=before)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(report.page(found), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))
    dropped = list(report.failures(found))
    print("\n".join(dropped))
    return 1 if dropped else 0


def _measured(small: Pairs, large: Pairs, *, drifted: bool, before: float) -> Results:
    scores, chosen = measure.nested(small)
    others = np.flatnonzero(~small.copies)
    nearest = others[np.argsort(-scores[others])][:8]
    return Results(
        ours=_row("resemblance (this work)", scores, small),
        drawn=measure.over_tasks(scores, small),
        chosen=chosen,
        tasks=[
            (g, measure.area(scores[small.of(g)], small.copies[small.of(g)])) for g in small.groups
        ],
        variants=list(_variants(small, scores)),
        peers=list(_peers(small)),
        nearest=[
            (small.all[n].name, int((scores[small.copies] < scores[n]).sum())) for n in nearest
        ],
        bins=measure.bins(measure.probabilities(scores, small), small.copies),
        java=[_java(small, large), _java(small, large, LITERALS), _shipped(small, large)],
        wild=wild.measured(),
        drifted=drifted,
        seconds=time.process_time() - before,
    )


def _row(name: str, scores: F64, pairs: Pairs) -> Row:
    return Row(
        name=name,
        worth=measure.worth(scores, pairs.copies),
        levels=measure.levels(scores, pairs, LEVELS),
    )


def _variants(small: Pairs, scores: F64) -> list[Row]:
    rows = []
    kept = np.array([not pair.name.endswith(TWIN) for pair in small.all])
    rows.append(
        Row(
            name="the same scores, without non-plagiarised 15 (alike to 13)",
            worth=measure.worth(scores[kept], small.copies[kept]),
        )
    )
    for strength in STRENGTHS:
        told = measure.without_own_task(small, strength)
        rows.append(
            Row(
                name=f"strength {strength:g} for all tasks", worth=measure.worth(told, small.copies)
            )
        )
    strength = measure.best_strength(small)
    free = measure.without_own_task(small, strength, lowest=None)
    rows.append(Row(name="weights may be negative", worth=measure.worth(free, small.copies)))
    for name, parts in LEFT_OUT:
        told = measure.without_own_task(small, strength, without=parts)
        rows.append(Row(name=f"without {name}", worth=measure.worth(told, small.copies)))
    return rows


def _peers(small: Pairs) -> list[Row]:
    rows = [
        _row(
            f"copydetect 0.5.0, n {noise}, g {guarantee}",
            peers.copydetect(small, noise, guarantee),
            small,
        )
        for noise, guarantee in peers.SETTINGS
    ]
    rows.append(_row("rapidfuzz token_set_ratio", peers.token_set_ratio(small), small))
    return [*rows, _row("rapidfuzz ratio", peers.ratio(small), small)]


def _levels(scores: F64, large: Pairs) -> list[float]:
    """Each level's variants against their own program and the two others."""
    level = np.array([int(pair.name.split("/")[0]) for pair in large.all])
    return [measure.area(scores[level == n], large.copies[level == n]) for n in LEVELS[:5]]


def _java(small: Pairs, large: Pairs, without: tuple[str, ...] = ()) -> Java:
    strength = measure.best_strength(small)
    fitted = fit(small.columns(without), small.copies, strength)
    name = "made from IR-Plag only" + (", without strings, numbers and words" if without else "")
    return Java(name=name, levels=_levels(fitted.scores(large.columns(without)), large))


def _shipped(small: Pairs, large: Pairs) -> Java:
    """As shipped, the term for length fitted without the program that is tested."""
    scores = np.zeros(len(large.all))
    for group in large.groups:
        own = large.of(group)
        rest = np.array([group not in {pair.group, pair.against} for pair in large.all])
        model = made.made(small, large, rest)
        weights = np.array([model.weights[name] for name in NAMES])
        longer = made.longer(large)[own]
        scores[own] = model.start + large.signs[own] @ weights + model.length * longer
    hard = np.array([pair.name.startswith("5/") for pair in large.all])
    yes, no = scores[hard & large.copies], scores[hard & ~large.copies]
    return Java(
        name="as shipped; its term for length made without the program tested",
        levels=_levels(scores, large),
        copies=f"{int((yes > 0).sum())} of {len(yes)}",
        others=f"{int((no > 0).sum())} of {len(no)}",
    )


if __name__ == "__main__":
    sys.exit(main())

"""The figures of a run as a page, and the floors and earlier results that must hold."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks.common import machine
from benchmarks.text.figures import LIKELY, Count, Figures
from benchmarks.text.halves import REPORTED, Half
from benchmarks.text.pages import LONGEST, NAMED, ROWS
from benchmarks.text.peers import REFERENCE

POOLED = 0.99
FALSE = 4  # pages of half B's 10,000
STRICT_FALSE = 3
STRICT = {"10 lines": 0.85, "20 lines": 0.98}
ASIDE = 0.03  # of the innocent pages
MARGIN = 0.02  # below the committed results
SETTLED = 150  # pages of a row from which the share itself is compared with its floor

PAGE = """# The gauntlet: text and code behind disguises

{date}; {machine}; {minutes:.0f} min. Made by `make bench-text`.

Half B is reported: {works} protected works ({by_language}). Thresholds were chosen on half A
({works_a} works, files of public projects beside them, and 10,000 pages of further projects that
only the threshold is chosen on: `train.py`); projects stay in one half.
Archives are pinned in `benchmarks/archives.toml`.
Innocent pages that share three lines or 60 letters and digits with a work were set aside by
`benchmarks/text/apart.py`, which uses nothing of ours: {aside} of {seen} ({aside_share:.1%});
in half A {aside_a} of {seen_a} ({aside_a_share:.1%}); `text_aside.txt` lists them.

| | pages | false | share, 95 % |
|---|---|---|---|
| half A, for choosing | {false_a.asked} | {false_a.found} | {false_a_text} |
| **half B** | {false_b.asked} | {false_b.found} (at most {limit}) | {false_b_text} |

**Pooled recall {pooled:.4f}** of {pooled_asked} pages, 95 % {pooled_interval} (at least {floor}).
At the threshold of half A's highest innocent hit ({strict:.3f}): {strict_false} false pages of
half B (at most {strict_limit}), {strict_rows}.

"n lines" stand inside 200 foreign lines of one innocent file in the same language; an excerpt has
14n letters and digits and no import or licence lines. OCR rows are 20 lines, the page being the
scan; rows below have them inside 200 foreign lines. Works longer than {longest:,} characters are
not shown whole. "with place": the union of all evidence overlaps the truth by half (intersection
over union) on both sides; where the whole work is shown only the work's side is compared.
When another work holds the very same excerpt, either counts. copydetect 0.5.0 (n 25, g 30, told
the true language, no unwrapping as it ships; scored by distinct shared fingerprints, any of its
best five works counts) ran on up to {peer_pages} of the same pages of each row at
{peer_false}. SCANOSS: figures of reference, not run
here, at 1 % false pages. All intervals are Wilson's.

| disguise | found | of | recall, 95 % | with place | at least | copydetect | SCANOSS |
|---|---|---|---|---|---|---|---|
{rows}

## By language

{languages}

## The smallest excerpt told in {likely} of cases

Inside 200 foreign lines; letters and digits in classes of 50.

| language | lines (prose: words) | letters and digits |
|---|---|---|
{smallest}

## Probability

{calibration}

## False pages

{false_list}

## Speed

{speed:.2f} MB of innocent pages a second of one processor ({megabytes:.0f} MB). Streams beside
copydetect: `speed.md`. Dolos does not run here, and the reference has no figures of it for these
rows (IR-Plag: AUC .670).
"""


def page(figures: Figures, halves: dict[str, Half], minutes: float) -> str:
    """The results as Markdown."""
    a, b = halves["A"], halves["B"]
    works: dict[str, int] = {}
    for work in b.side.works:
        works[work.language] = works.get(work.language, 0) + 1
    peer = figures.peer
    return PAGE.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=machine("numpy", "rapidfuzz"),
        minutes=minutes,
        works=len(b.side.works),
        works_a=len(a.side.works),
        by_language=", ".join(f"{n} {language}" for language, n in sorted(works.items())),
        aside=len(b.aside),
        seen=b.seen,
        aside_share=len(b.aside) / max(1, b.seen),
        aside_a=len(a.aside),
        seen_a=a.seen,
        aside_a_share=len(a.aside) / max(1, a.seen),
        false_a=figures.false["A"],
        false_b=figures.false["B"],
        false_a_text=share(figures.false["A"], 5),
        false_b_text=share(figures.false["B"], 5),
        limit=FALSE,
        pooled=figures.pooled.share,
        pooled_asked=figures.pooled.asked,
        pooled_interval=interval(figures.pooled, 4),
        floor=POOLED,
        strict=figures.strict,
        strict_false=figures.strict_false.found,
        strict_limit=STRICT_FALSE,
        strict_rows=", ".join(
            f"{name} {share(told)} (at least {STRICT[name]})"
            for name, told in figures.strict_rows.items()
        ),
        longest=LONGEST,
        peer_pages=max((one.asked for one in peer.rows.values()), default=0) if peer else 0,
        peer_false=f"{peer.false.found} false pages of {peer.false.asked}" if peer else "(not run)",
        rows="\n".join(_row(name, figures) for name in figures.rows),
        languages=_languages(figures),
        likely=LIKELY,
        smallest="\n".join(
            f"| {language} | {_or(lines)} | {_or(letters)} |"
            for language, (lines, letters) in figures.smallest.items()
        ),
        calibration=_calibration(figures),
        false_list=_false(figures),
        speed=figures.speed,
        megabytes=figures.megabytes,
    )


def interval(counted: Count, digits: int = 3) -> str:
    """95 %."""
    low, high = counted.interval
    return f"{low:.{digits}f} to {high:.{digits}f}"


def share(counted: Count, digits: int = 3) -> str:
    """The share with its interval."""
    return f"{counted.share:.{digits}f} ({interval(counted, digits)})"


def _or(number: int | None) -> str:
    return "not reached" if number is None else str(number)


def _row(name: str, figures: Figures) -> str:
    row, floor = figures.rows[name], NAMED[name].floor
    peer = figures.peer.rows.get(name) if figures.peer else None
    cells = [
        name,
        str(row.found.found),
        str(row.found.asked),
        share(row.found),
        f"{row.placed.share:.3f}",
        f"{floor:.2f}" if floor else "",
        f"{peer.share:.2f}" if peer else "",
        REFERENCE.get(name, ""),
    ]
    return f"| {' | '.join(cells)} |"


def _languages(figures: Figures) -> str:
    names = sorted({language for row in figures.rows.values() for language in row.languages})
    lines = [f"| disguise | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for name, row in figures.rows.items():
        told = (row.languages.get(language) for language in names)
        cells = (f"{one.share:.2f} of {one.asked}" if one else "" for one in told)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _calibration(figures: Figures) -> str:
    if not figures.bins:
        return "Matches carry no probability yet."
    lines = [
        f"Ten bins of equal count, verified candidates of half B: mean error {figures.error:.4f}.",
        "",
        "| said | right, 95 % | of |",
        "|---|---|---|",
    ]
    lines += [
        f"| {one.said:.3f} | {share(one.right)} | {one.right.asked} |" for one in figures.bins
    ]
    return "\n".join(lines)


def _false(figures: Figures) -> str:
    told = [f"- half {half}: {line}" for half, all_ in figures.false_pages.items() for line in all_]
    more = f"\n- and {len(told) - 40} more" if len(told) > 40 else ""
    return "\n".join(told[:40]) + more if told else "None."


def set_apart(halves: dict[str, Half]) -> Iterator[str]:
    """Halves of which more was set aside than may be, or that are too small."""
    for name, chosen in halves.items():
        if len(chosen.aside) > ASIDE * chosen.seen:
            yield f"half {name}: {len(chosen.aside)} of {chosen.seen} pages were set aside"
        if len(chosen.pages) < REPORTED[name]:
            yield f"half {name}: only {len(chosen.pages)} innocent pages of {REPORTED[name]}"


def failures(figures: Figures, before: dict[str, Any] | None) -> Iterator[str]:
    """Floors that broke, and what fell by more than the margin below the committed results."""
    false = figures.false["B"]
    if false.found > FALSE * max(0.1, false.asked / 10_000):
        yield f"{false.found} false pages of {false.asked} in half B, at most {FALSE} of 10,000"
    if figures.strict_false.found > STRICT_FALSE:
        yield f"{figures.strict_false.found} false pages at half A's threshold, at most 3"
    floors = {"pooled recall": (figures.pooled, POOLED)}
    for name, told in figures.strict_rows.items():
        floors[f"{name} at half A's threshold"] = (told, STRICT[name])
    for row in ROWS:
        if row.floor:
            shown = figures.rows.get(row.name)
            floors[row.name] = (shown.found if shown else Count(0, 0), row.floor)
    for what, (told, floor) in floors.items():
        if not told.asked or _below(told, floor):
            yield f"{what}: {told.share:.4f} of {told.asked}, floor {floor}"
    yield from _dropped(figures, before or {})


def _below(told: Count, floor: float) -> bool:
    """By the share itself on many pages, by its interval on few."""
    return told.share < floor if told.asked >= SETTLED else told.interval[1] < floor


def _dropped(figures: Figures, before: dict[str, Any]) -> Iterator[str]:
    for name, row in figures.rows.items():
        old = before.get("rows", {}).get(name, {})
        for what, now in (("found", row.found), ("placed", row.placed)):
            was = old.get(what) or {"found": 0, "asked": 1}
            share_before = was["found"] / max(1, was["asked"])
            if _below(now, share_before - MARGIN):
                yield f"{name}, {what}: {now.share:.3f}, was {share_before:.3f}"


def failures_quick(figures: Figures) -> list[str]:
    """As `failures`, without what only Node or the other registries can bring."""
    told = failures(figures, None)
    return [line for line in told if " of 0, floor" not in line]


def broken(lines: list[str]) -> str:
    """What fell short, to stand below the figures."""
    if not lines:
        return "\nEvery floor holds.\n"
    return "\n## Fell short\n\n" + "".join(f"- {line}\n" for line in lines)

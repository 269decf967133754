"""The numbers of one run as a page, and the floors that must hold."""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.common import machine
from benchmarks.images import measure, rivals, twins
from benchmarks.images.edits import BEYOND, FLOOR
from benchmarks.images.measure import Looked, Told
from matcher.image_verdict import COLOUR, COPY_BITS, LIGHT, LIGHT_SMALL, TWIN_BITS

Half = list[Looked]


def own(one: Looked) -> Told | None:
    """What was said about the picture's own original."""
    return next((told for told in one.told if told.protected == one.source), None)


def found(one: Looked) -> bool:
    """Whether the copy was told as a copy."""
    told = own(one)
    return told is not None and told.verdict == "copy"


def false_copies(looked: list[Looked]) -> list[str]:
    """Pairs wrongly told as copies, by the ranked answer or by a comparison alone."""
    return [
        f"{one.source} ({one.edit or 'as it is'}) as {told.protected}"
        for one in looked
        for told in one.told
        if told.protected != one.source and "copy" in (told.verdict, told.alone)
    ]


def halves(looked: list[Looked]) -> tuple[Half, Half]:
    """Whole families of alike products in one half, strangers split evenly."""
    names = sorted({one.source for one in looked})
    family = twins.families(twins.pairs(looked), names)
    first = {name for name in names if zlib.crc32(family[name].encode()) % 2}
    return (
        [one for one in looked if one.source in first],
        [one for one in looked if one.source not in first],
    )


def failures(looked: list[Looked]) -> Iterator[str]:
    """What fell below the floors; empty when all hold."""
    for one in looked:
        if (one.edit in FLOOR or not one.edit) and own_side(one) and not found(one):
            yield f"not found: {one.source} ({one.edit or 'as it is'}) {one.problem}"
    yield from (f"false copy: {pair}" for pair in false_copies(looked))
    told = twins.known()
    for pair in twins.pairs(looked):
        if told.get(pair, twins.UNSEEN) == twins.UNSEEN:
            yield f"not in the table of twins: {pair[0]} and {pair[1]}"


def own_side(one: Looked) -> bool:
    """Whether the picture is of a protected product."""
    return one.source.partition("/")[0] in measure.SETS


PAGE = """# Pictures: whole-image copies

{date}; {machine}; {seconds:.0f} s with two processes.
Protected: {products} product photos ({sets}). Looked at: {looked:,} pictures
({products} as they are, {edits} edits of each, {strangers:,} strangers), {pairs:,} wrong pairs.

Families of alike products stay together in one half. Limits are computed from the first half:
light is the middle between the largest of a true copy and the smallest of another picture, colour
twice the largest of a true copy (see the margins), rounded; bits are PDQ's published 31, rounded.
The second half is only reported; but these pictures had been looked at as a whole before the split.

| edit | first half | second half | floor |
|---|---|---|---|
{rows}

| | first half | second half |
|---|---|---|
{counts}

Limits: {bits} bits, light {light:g} ({small:g} for small pictures), colour {colour:g} for `copy`;
{twin_bits} bits for `same product?`. Pairs told as `same product?` are in
[image_twins.md](image_twins.md), each looked at by eye.

Margins: largest values of true copies of the floor, and the smallest light of other pictures within
the bits of a copy, each compared alone:

| | bits | light | light, small | colour | light of others | of others, small |
|---|---|---|---|---|---|---|
{margins}

imagehash with a plain threshold on the same pictures, where it finds every copy of the floor. Pairs
that we tell as `same product?` are counted apart: a threshold takes them for copies.

| hash | finds all at | false pairs there | twins told as copies | no false pair at | recall there |
|---|---|---|---|---|---|
{rivals}
"""


def page(looked: list[Looked], seconds: float) -> str:
    """The results as Markdown."""
    parts = halves(looked)
    products = len(measure.products())
    return PAGE.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=machine("pillow", "imagehash", "numpy"),
        seconds=seconds,
        products=products,
        sets=", ".join(measure.SETS),
        looked=len(looked),
        edits=len(FLOOR) + len(BEYOND),
        strangers=len(measure.strangers()),
        pairs=len(looked) * products - sum(map(own_side, looked)),
        rows="\n".join(_row(edit, *parts) for edit in ("", *FLOOR, *BEYOND)),
        counts="\n".join(_counts(*parts)),
        bits=COPY_BITS,
        light=LIGHT,
        small=LIGHT_SMALL,
        colour=COLOUR,
        twin_bits=TWIN_BITS,
        margins="\n".join(map(_margins, ("first half", "second half"), parts)),
        rivals="\n".join(_rivals(looked)),
    )


def _row(edit: str, *parts: Half) -> str:
    cells = []
    for part in parts:
        asked = [one for one in part if one.edit == edit and own_side(one)]
        cells.append(f"{sum(map(found, asked))} of {len(asked)}")
    floor = "" if edit in BEYOND else "all"
    return f"| {edit or 'as it is'} | {' | '.join(cells)} | {floor} |"


def _counts(*parts: Half) -> Iterator[str]:
    strange = [[one for one in part if not own_side(one)] for part in parts]
    yield "| strangers looked at | " + " | ".join(str(len(part)) for part in strange) + " |"
    told = [sum(bool(t.verdict) for one in part for t in one.told) for part in strange]
    yield "| strangers told as anything | " + " | ".join(map(str, told)) + " |"
    false = [len(false_copies(part)) for part in parts]
    yield "| false `copy` | " + " | ".join(map(str, false)) + " |"
    alike = [len(twins.pairs(part)) for part in parts]
    yield "| pairs told as `same product?` | " + " | ".join(map(str, alike)) + " |"


def _margins(name: str, part: Half) -> str:
    asked = [one for one in part if one.edit in FLOOR]
    true = [told for one in asked if (told := own(one))]
    others = [
        told
        for one in part
        for told in one.told
        if told.protected != one.source and told.distance <= COPY_BITS
    ]
    values = [
        max(told.distance for told in true),
        max((told.light for told in true if not told.small), default=0),
        max((told.light for told in true if told.small), default=0),
        max(told.colour for told in true),
        min((told.light for told in others if not told.small), default=None),
        min((told.light for told in others if told.small), default=None),
    ]
    return f"| {name} | " + " | ".join("none" if v is None else str(v) for v in values) + " |"


def _rivals(looked: list[Looked]) -> Iterator[str]:
    for rival in rivals.compare(looked, set(FLOOR), twins.pairs(looked)):
        yield (
            f"| {rival.name} | {rival.all_at} | {rival.false_pairs:,} | {rival.twins} | "
            f"{rival.none_at} | {rival.recall:.3f} |"
        )

"""The numbers of one run as a page, and the floors that must hold."""

from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.common import wilson
from benchmarks.names.measure import Half
from benchmarks.names.peers import Peer

RECALL, PRECISION = 0.95, 0.98
MARGIN = 0.02  # by which a way of writing may fall below what is committed
POSITIVES, NEGATIVES = 500, 5_000  # the mixture

PAGE = """# Watched names

{date}. The labelled set was committed before the matcher was changed: pages with a name (invented,
in invented sentences) and 5,000 real sentences of 20 pinned packages without one, in eleven
languages.
All names of a half are watched at once. Names and projects are split: half A chose the rules, half
B is reported. Half B was run once before ({seen}),
and some rules were mended by what that showed, so its figures flatter a little. 20,000 sentences of
five packages that are not in the set (django-allauth 65.21.1, django-countries 9.1.0,
django-helpdesk 2.6.1, flask-appbuilder 5.3.0, mezzanine 6.1.1), run once with the names of both
halves watched when the rules stood, gave 4 false ones. A name counts only at its place; a page
without a name counts as false when any name is told on it.
Precision is that of 500 names to 5,000 sentences.

| half B | names told | recall | false pages | precision |
|---|---|---|---|---|
{peers}

| written (half B) | told | of | recall, 95 % interval | before | half A |
|---|---|---|---|---|---|
{ways}

| sentences without a name (half B) | false | of | before | half A |
|---|---|---|---|---|
{reasons}

Wrong names on pages that hold another one: {wrong} (half B).

| names watched | seconds until ready, with sounds | MB of text a second of one processor |
|---|---|---|
{speed}
"""
SEEN = "598 of 607 names told, 13 false pages"


def _share(found: int, asked: int) -> str:
    """The share with its 95 % interval."""
    if not asked:
        return ""
    low, high = wilson(found, asked)
    return f"{found / asked:.3f} [{low:.3f}, {high:.3f}]"


def precision(found: tuple[int, int], false: tuple[int, int]) -> float:
    """Of 500 names and 5,000 sentences, how much of what is told is right."""
    right = POSITIVES * found[0] / found[1]
    wrong = NEGATIVES * false[0] / false[1]
    return right / (right + wrong) if right else 0.0


def page(
    halves: dict[str, Half],
    peers: list[Peer],
    speed: list[tuple[int, float, float]],
    before: dict[str, int],
) -> str:
    """The results as Markdown."""
    a, b = halves["A"], halves["B"]
    ours = Peer("copywatch", b.recall, b.false)
    then = [sum(before.get(way, 0) for way in table) for table in (b.found, b.pages)]
    earlier = Peer("copywatch before", (then[0], b.recall[1]), (then[1], b.false[1]))
    return PAGE.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        seen=SEEN,
        peers="\n".join(map(_peer, [ours, earlier, *peers])),
        ways="\n".join(
            f"| {way} | {sum(told)} | {len(told)} | {_share(sum(told), len(told))} "
            f"| {before.get(way, '')} | {sum(a.found[way])} of {len(a.found[way])} |"
            for way, told in b.found.items()
        ),
        reasons="\n".join(
            f"| {why} | {sum(told)} | {len(told)} | {before.get(why, '')} "
            f"| {sum(a.pages[why])} of {len(a.pages[why])} |"
            for why, told in sorted(b.pages.items())
        ),
        wrong=len(b.wrong) - b.false[0],
        speed="\n".join(f"| {n:,} | {ready:.2f} | {rate:.2f} |" for n, ready, rate in speed),
    )


def _peer(peer: Peer) -> str:
    found, false = peer.found, peer.false
    return (
        f"| {peer.name} | {found[0]} of {found[1]} | {_share(*found)} | {false[0]} of {false[1]} "
        f"| {precision(found, false):.3f} |"
    )


def failures(half: Half, committed: dict[str, int]) -> Iterator[str]:
    """What fell below its floor, or below the committed figures by more than the margin."""
    found, asked = half.recall
    if found < RECALL * asked:
        yield f"recall {found} of {asked}, floor {RECALL}"
    if precision(half.recall, half.false) < PRECISION:
        yield f"{half.false[0]} false pages of {half.false[1]}: precision under {PRECISION}"
    for way, told in half.found.items():
        if sum(told) < committed.get(way, 0) - max(1, MARGIN * len(told)):
            yield f"{way}: {sum(told)} of {len(told)}, committed {committed[way]}"

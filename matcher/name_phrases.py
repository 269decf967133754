"""Names of several words and slogans, with a slip or a small change in them."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from rapidfuzz.distance import OSA

from matcher.clock import NAMED, Clock
from matcher.dictionary import LONGEST, is_word, words
from matcher.name_forms import Form, is_legal
from matcher.name_index import SLIP, SLOGAN, NameIndex, typos
from matcher.name_text import NameText
from matcher.name_written import Written

TRIED = 20_000  # places of one text
_DIGIT = re.compile(r"\d")
_UNLIKE = 99


def several(page: NameText, index: NameIndex, clock: Clock) -> Iterator[Written]:
    """Each place where the words of a name stand in their order, nearly."""
    tried = set[tuple[str, int]]()
    for form, number, at in islice(_promising(page, index, clock), TRIED):
        if number >= at and (form.key, number - at) not in tried:
            tried.add((form.key, number - at))
            yield from _near(page, form, number, at)


def _promising(page: NameText, index: NameIndex, clock: Clock) -> Iterator[tuple[Form, int, int]]:
    """A name, a word of the page, and which word of the name it is (or was meant to be)."""
    if index.pairs:
        for number, pair in clock.within(enumerate(pairwise(page.words)), NAMED):
            for form, at in index.pairs.get(pair, ()):
                yield form, number, at
    if index.parts:
        for word in clock.within(set(page.words).difference(words()), NAMED):
            found = index.slipped(word) if SLIP - 1 <= len(word) <= LONGEST else []
            for number in clock.within(page.places[word] if found else (), NAMED):
                yield from ((f, number, at) for f, at in found if _beside(page, f, number - at))


def _beside(page: NameText, form: Form, first: int) -> bool:
    """One of its other words stands where it should."""
    last = first + len(form.words)
    return first >= 0 and any(map(str.__eq__, page.words[first:last], form.words))


def _near(page: NameText, form: Form, number: int, at: int) -> Iterator[Written]:
    """Compare the words before one, and it with those behind it."""
    allowed = 0 if form.company else len(form.words) // SLOGAN
    first, last = max(0, number - at - allowed), number + len(form.words) - at + allowed
    before = _aligned(page.words[first:number][::-1], form.words[:at][::-1], allowed)
    behind = _aligned(page.words[number:last], form.words[at:], allowed)
    if before is None or behind is None:
        return
    wrong, changed = before[0] + behind[0], before[1] + behind[1]
    if not wrong + changed or changed > allowed or wrong > max(1, typos(len(form.key))):
        return
    if form.core and not changed and all(map(is_word, form.words)):
        return
    start, _ = page.origin(*page.runs[number - before[2]])
    _, end = page.origin(*page.runs[number + behind[2] - 1])
    if changed:
        yield Written(form.name, start, end, "wording", "with other words")
    else:
        yield Written.wrong(form, start, end, min(2, wrong))


def _aligned(
    words: list[str], wanted: tuple[str, ...], allowed: int
) -> tuple[int, int, int] | None:
    """Wrong letters, changed words, and how many words it took; the fewest changes first.

    One word after the other, with at most `allowed` of them new, missing or another.
    """
    best: dict[int, tuple[int, int]] = {0: (0, 0)}  # place -> changed, wrong
    for word in wanted:
        following: dict[int, tuple[int, int]] = {}
        for place, (changed, wrong) in best.items():
            for step, more_changed, more_wrong in _steps(words, place, word):
                cost = (changed + more_changed, wrong + more_wrong)
                to = place + step
                if cost[0] <= allowed and cost < following.get(to, (_UNLIKE, 0)):
                    following[to] = cost
        best = following
    if not best:
        return None
    place, (changed, wrong) = min(best.items(), key=lambda item: (item[1], item[0]))
    return wrong, changed, place


def _steps(words: list[str], place: int, wanted: str) -> Iterator[tuple[int, int, int]]:
    """The word there, a word put in before it, or no such word."""
    yield 0, 1, 0
    for put_in in (0, 1):
        if place + put_in < len(words):
            away = _slips(words[place + put_in], wanted)
            if away < _UNLIKE:
                yield put_in + 1, put_in, away
    if place < len(words):
        yield 1, 1, 0


def _slips(written: str, wanted: str) -> int:
    """Wrong letters; the written word is no word of a language."""
    if written == wanted:
        return 0
    if len(wanted) < SLIP or is_legal(wanted) or _DIGIT.search(wanted):
        return _UNLIKE
    most = 2 if typos(len(wanted)) > 1 else 1
    away = OSA.distance(written, wanted, score_cutoff=most)
    return _UNLIKE if away > most or is_word(written) else away

"""Names of several words and slogans, with a slip or a small change in them."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from matcher.dictionary import is_word
from matcher.name_forms import Form, is_legal
from matcher.name_index import NameIndex, skeleton, typos
from matcher.name_text import NameText
from matcher.name_written import Written

SLOGAN = 4  # words from which one may be missing, new or another
LONG = 8  # words from which two may be
SLIP = 4  # letters of a word of several in which one may be wrong
TRIED = 20_000  # places of one text
_DIGIT = re.compile(r"\d")
_UNLIKE = 99


def several(page: NameText, index: NameIndex) -> Iterator[Written]:
    """Each place where the words of a name stand in their order, nearly."""
    left, seen = TRIED, set[tuple[str, int]]()
    for number, word in enumerate(page.words):
        for form, at in index.anchors.get(word, ()):
            left -= 1
            if left < 0:
                return
            first = number - at
            if first >= 0 and (form.key, first) not in seen:
                seen.add((form.key, first))
                yield from _near(page, form, number, at)


def _near(page: NameText, form: Form, number: int, at: int) -> Iterator[Written]:
    """Compare the words before and behind one that is the same in both."""
    allowed = len(form.words) // SLOGAN if not form.core else 0
    before = _aligned(
        page.words[max(0, number - at - allowed) : number][::-1], form.words[:at][::-1], allowed
    )
    behind = _aligned(
        page.words[number + 1 : number + len(form.words) - at + allowed],
        form.words[at + 1 :],
        allowed,
    )
    if before is None or behind is None:
        return
    wrong, changed = before[0] + behind[0], before[1] + behind[1]
    if not wrong + changed or changed > allowed or wrong > max(1, typos(len(form.key))):
        return
    if form.core and not changed and all(map(is_word, form.words)):
        return
    start, _ = page.origin(*page.runs[number - before[2]])
    _, end = page.origin(*page.runs[number + behind[2]])
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
    if skeleton(written) == skeleton(wanted) and _DIGIT.search(written):
        return 1
    away = OSA.distance(written, wanted, score_cutoff=most)
    if away > most or is_word(written):
        return _UNLIKE
    return away

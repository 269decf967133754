"""Single words that look like a name or are a letter or two away, and are no words themselves."""

import re
from collections.abc import Iterator
from itertools import islice

from matcher.clock import NAMED, Clock
from matcher.dictionary import LONGEST, is_common, is_english, is_russian, is_word
from matcher.name_forms import Form
from matcher.name_index import FORGED, REMEMBERED, NameIndex, skeleton
from matcher.name_text import NameText
from matcher.name_written import Written

TRIED = 20_000  # places of one text
ENDINGS = ("s", "es")
CYRILLIC_ENDINGS = ("a", "y", "om", "ы", "e", "ob", "aми", "am", "ax", "и", "ю", "я", "ей", "em")
STEM_ENDINGS = (
    *"abcdefghijklmnopqrstuvwxyz", "", "on", "en", "er", "es", "ed", "ar", "ir", "as", "os", "or",
    "re", "ion", "ung", "ando", "ado", "ada", "are", "ere", "ing", "ie", "ia", "io", "al", "te",
)  # fmt: skip
_SIGNED = re.compile(r"(?<![\w@$|!€+])(?:\w*+[@$|!€+][\w@$|!€+]+|\w++[@$|!€+]+)")
_FORGED = re.compile(r"[\d@$|!€+]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
Answers = tuple[
    tuple[Form, str, int], ...
]  # the form, "ending", "look", "stem" or "typo", wrong letters


def single(page: NameText, index: NameIndex, clock: Clock) -> Iterator[Written]:
    """Each place of each word that imitates a name."""
    if not index.lengths:
        return
    for number, answer in islice(_answered(page, index, clock), TRIED):
        yield from _in_place(page, number, answer)
    yield from _signed(page, index, clock)


def _answered(
    page: NameText, index: NameIndex, clock: Clock
) -> Iterator[tuple[int, tuple[Form, str, int]]]:
    asked = index.asked
    for number, word in clock.within(enumerate(page.words), NAMED):
        answers = asked.get(word)
        if answers is None:
            answers = _remembered(index, word) if len(word) <= LONGEST else ()
        for answer in answers:
            yield number, answer


def _remembered(index: NameIndex, word: str) -> Answers:
    if len(index.asked) >= REMEMBERED:
        index.asked.clear()
    index.asked[word] = answers = _answers(index, word)
    return answers


def _answers(index: NameIndex, word: str) -> Answers:
    """What a word may stand for, whatever is around it."""
    if len(word) < FORGED - 1 or word in index.keys or is_english(word) or word.isdigit():
        return ()
    found = [*_with_ending(index, word), *_alike(index, word)]
    if not found or is_word(word) or (_CYRILLIC.search(word) and is_russian(word)):
        return ()
    return tuple(one for one in found if not is_common(one[0].key))


def _with_ending(index: NameIndex, word: str) -> Iterator[tuple[Form, str, int]]:
    for ending in ENDINGS if word[-1] == "s" else CYRILLIC_ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and stem in index.keys:
            for form in index.starts.get(stem[:6], index.starts.get(stem[:3], ())):
                if form.key == stem and (ending in ENDINGS or _CYRILLIC.search(stem)):
                    yield form, "ending", 0


def _alike(index: NameIndex, word: str) -> Iterator[tuple[Form, str, int]]:
    for form in index.skeletons.get(skeleton(word), ()):
        yield form, "look", 0
    for form, wrong in index.near(word):
        yield form, "stem" if _inflected(form.key, word) else "typo", wrong


def _inflected(key: str, word: str) -> bool:
    """Another ending on the stem of a word is a form of that word (Produktu), not a slip."""
    same = next((at for at, (a, b) in enumerate(zip(key, word, strict=False)) if a != b), len(key))
    if same < max(len(key), len(word)) - len(ENDINGS):
        return False
    return any(is_word(word[:same] + ending) for ending in STEM_ENDINGS)


def _in_place(page: NameText, number: int, answer: tuple[Form, str, int]) -> Iterator[Written]:
    form, how, wrong = answer
    word = page.words[number]
    start, end = page.origin(*page.runs[number])
    if how == "ending":
        yield Written(form.name, start, end, "ending", "with an ending")
    elif how == "look" and _FORGED.search(word) and not word.isdigit():
        yield Written.wrong(form, start, end, 0)
    elif _deliberate(page, number, how) and not page.hyphenated(number):
        yield Written.wrong(form, start, end, wrong)


def _deliberate(page: NameText, number: int, how: str) -> bool:
    """Written like a name, or in a language of which we would know the word, or both."""
    if how == "stem":
        return page.proper(number) and page.covered(number)
    return page.proper(number) or page.covered(number)


def _signed(page: NameText, index: NameIndex, clock: Clock) -> Iterator[Written]:
    """Words in which signs stand for letters."""
    for found in clock.within(_SIGNED.finditer(page.folded.text), NAMED):
        for written in dict.fromkeys((found[0], found[0].rstrip("!+"), found[0].lstrip("@"))):
            forms = index.skeletons.get(skeleton(written), ())
            if forms and "".join(filter(str.isalnum, written)) not in index.keys:
                start, end = page.origin(*found.span())
                yield from (Written.wrong(form, start, end, 0) for form in forms)

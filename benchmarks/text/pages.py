"""The pages of the gauntlet: each row's disguise over protected works, with the truth of each."""

import random
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, field
from functools import cache, partial

from benchmarks.text.minify import minified
from benchmarks.text.sources import CODE, Document
from copywatch.drill import noise, packed, source
from copywatch.drill.disguise import Disguised, TooSmall
from copywatch.drill.disguises import BY_NAME
from copywatch.drill.excerpt import Excerpt, excerpt

FOREIGN = 200  # lines around an excerpt
LONGEST = 30_000  # characters of a work that is shown whole
SQUEEZE = re.compile(r"[\W_]+")
WORD = re.compile(r"[^\W\d_]+")
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """One page and its truth; `shown` and `part` are character ranges, None where it is all."""

    row: str
    asset: str
    language: str
    data: bytes
    name: str
    shown: Range | None = None  # on the page
    part: Range | None = None  # in the work
    said: int = 0  # letters and digits of the excerpt
    twins: tuple[str, ...] = ()  # other works that hold the very same excerpt


@dataclass(frozen=True, slots=True)
class Side:
    """What pages are made from: works of one half, and foreign text by language."""

    works: Sequence[Document]
    foreign: dict[str, list[Document]] = field(default_factory=dict)


Build = Callable[[Document, "Side", random.Random], Page | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A named disguise: which works it suits, how a page of it is made, and what it must reach."""

    name: str
    suits: str  # code, prose, any, javascript
    build: Build
    floor: float | None = None  # the issue's
    pooled: bool = False  # counts in the pooled recall


def said(text: str) -> int:
    """How many letters and digits."""
    return sum(map(str.isalnum, text))


def _whole(name: str, work: Document, _side: Side, chance: random.Random) -> Page | None:
    """A disguise of the drill over the whole work."""
    if len(work.body) > LONGEST:
        return None
    language = "" if work.prose else work.language
    made = BY_NAME[name].make(work.body, language, chance)
    return Page(name, work.name, work.language, made.data, made.name)


def _minified(work: Document, side: Side, _chance: random.Random) -> Page | None:
    body = _small(tuple(w for w in side.works if w.language == "javascript")).get(work.name)
    if body is None:
        return None
    return Page("minified JS", work.name, work.language, body.encode(), "page.js")


@cache
def _small(works: tuple[Document, ...]) -> dict[str, str | None]:
    bodies = minified([work.body for work in works])
    return dict(zip((work.name for work in works), bodies or [], strict=False))


def _among(text: str, work: Document, side: Side, chance: random.Random) -> tuple[str, int]:
    """The text in the middle of 200 foreign lines of one file in its language, and where."""
    lines = chance.choice(side.foreign[work.language]).body.split("\n")
    first = chance.randrange(len(lines) - FOREIGN + 1)
    place = first + chance.randrange(1, FOREIGN)
    before = "\n".join(lines[first:place]) + "\n"
    return before + text + "\n" + "\n".join(lines[place : first + FOREIGN]) + "\n", len(before)


def _cut(work: Document, size: int, chance: random.Random, shown: str | None) -> Excerpt | None:
    try:
        return excerpt(work.body, size, chance, shown)
    except (ValueError, TooSmall):  # a renamed text may lose a line
        return None


def _changed(how: str, work: Document, chance: random.Random) -> str | None:
    """The work with other names or without comments, its lines kept."""
    if how == "renamed":
        return source.renamed(work.body, work.language, chance)
    if how == "bare renamed":
        bare = source.blanked(work.body, work.language)
        return source.renamed(bare, work.language, chance)
    return None


@dataclass(frozen=True, slots=True)
class Cut:
    """Some lines of a work, changed, inside foreign lines or `alone` on the page."""

    name: str
    size: int
    how: str = ""
    share: float = 0.0  # of letters misread
    alone: bool = False


def _lines(cutting: Cut, work: Document, side: Side, chance: random.Random) -> Page | None:
    name, size, how, share, alone = astuple(cutting)
    cut = _cut(work, size, chance, _changed(how, work, chance))
    if cut is None:
        return None
    text = noise.misread(cut.text, chance, share) if share else cut.text
    page, at = (text + "\n", 0) if alone else _among(text, work, side, chance)
    made: Disguised = packed.plain(page, work.language, chance)
    return Page(
        name,
        work.name,
        work.language,
        made.data,
        made.name,
        (at, at + len(text)),
        (cut.start, cut.end),
        said(cut.text),
        twins(work.body[cut.start : cut.end], work.name, side),
    )


def _words(name: str, size: int, work: Document, side: Side, chance: random.Random) -> Page | None:
    """Some words of prose in a row, inside foreign lines."""
    words = list(WORD.finditer(work.body))
    if len(words) <= size:
        return None
    first = chance.randrange(len(words) - size)
    start, end = words[first].start(), words[first + size - 1].end()
    text = work.body[start:end]
    page, at = _among(text, work, side, chance)
    made = packed.plain(page, "", chance)
    shown, part = (at, at + len(text)), (start, end)
    same = twins(text, work.name, side)
    return Page(name, work.name, work.language, made.data, made.name, shown, part, said(text), same)


@cache
def _squeezed(works: tuple[Document, ...]) -> tuple[str, list[int], list[str]]:
    """All works in one string without anything but letters and digits, and where each begins."""
    pieces, starts, at = [], [], 0
    for work in works:
        starts.append(at)
        pieces.append(SQUEEZE.sub("", work.body) + "\n")
        at += len(pieces[-1])
    return "".join(pieces), starts, [work.name for work in works]


def twins(text: str, own: str, side: Side) -> tuple[str, ...]:
    """Other works that hold the very same text."""
    everything, starts, names = _squeezed(tuple(side.works))
    wanted, found, at = SQUEEZE.sub("", text), set(), 0
    while wanted and (at := everything.find(wanted, at)) >= 0:
        found.add(names[bisect_right(starts, at) - 1])
        at += 1
    return tuple(sorted(found - {own}))


def _drill(name: str, floor: float, suits: str, *, pooled: bool = True) -> Row:
    return Row(name, suits, partial(_whole, name), floor, pooled)


def _some(
    name: str,
    size: int,
    floor: float | None,
    how: str = "",
    share: float = 0.0,
    *,
    alone: bool = False,
    pooled: bool = False,
) -> Row:
    return Row(name, "code", partial(_lines, Cut(name, size, how, share, alone)), floor, pooled)


ROWS: tuple[Row, ...] = (
    _drill("full file", 0.97, "any"),
    _some("20 lines", 20, 0.97, pooled=True),
    _drill("comments stripped", 0.97, "code"),
    _drill("whitespace collapsed", 0.97, "code"),
    _drill("identifiers renamed", 0.97, "code"),
    _some("renamed without comments, 20 lines", 20, 0.97, "bare renamed", pooled=True),
    Row("minified JS", "javascript", _minified, 0.97, pooled=True),
    _drill("line-number prefix", 0.97, "any"),
    _drill("diff prefix", 0.97, "code"),
    _drill("HTML-escaped", 0.97, "any"),
    _drill("JSON-escaped", 0.97, "any"),
    _drill("base64", 0.97, "any"),
    _drill("base64 wrapped in prose", 0.97, "any"),
    _drill("base64 starting mid-line", 0.97, "any"),
    _drill("gzip+base64", 0.97, "any"),
    _drill("hex", 0.97, "any"),
    _drill("url-encoded", 0.97, "any"),
    _drill("zero-width characters", 0.97, "any"),
    _drill("homoglyphs", 0.97, "any"),
    _some("OCR noise 1 %", 20, 0.97, share=0.01, alone=True, pooled=True),
    _drill("zip archive", 0.97, "any"),
    _drill("tar archive", 0.97, "any"),
    _drill("PDF", 0.97, "any"),
    _drill("notebook", 0.97, "code"),
    _drill("patch in an issue comment", 0.97, "code"),
    _some("10 lines", 10, 0.95),
    _some("10 lines renamed", 10, 0.95, "renamed"),
    _some("OCR noise 3 %", 20, 0.95, share=0.03, alone=True),
    _drill("every fifth word replaced", 0.95, "prose", pooled=False),
    _drill("sentences reordered", 0.95, "prose", pooled=False),
    _some("5 lines", 5, 0.80),
    _some("OCR noise 5 %", 20, 0.80, share=0.05, alone=True),
    # Beside what is asked: the same letter by letter in 200 foreign lines, and whole files.
    _some("OCR noise 1 %, in 200 lines", 20, None, share=0.01),
    _some("OCR noise 3 %, in 200 lines", 20, None, share=0.03),
    _some("OCR noise 5 %, in 200 lines", 20, None, share=0.05),
    Row("60 words", "prose", partial(_words, "60 words", 60)),
    Row("40 words", "prose", partial(_words, "40 words", 40)),
)
SWEEP = tuple(
    [_some(f"sweep, {size} lines", size, None) for size in (2, 3, 4, 5, 6, 7, 8, 10, 12, 15)]
    + [
        Row(f"sweep, {size} words", "prose", partial(_words, f"sweep, {size} words", size))
        for size in (10, 15, 20, 25, 30, 40)
    ]
)
NAMED = {row.name: row for row in (*ROWS, *SWEEP)}


def side(works: Sequence[Document], others: Sequence[Document]) -> Side:
    """Works, and the foreign files that are long enough to stand around an excerpt."""
    foreign: dict[str, list[Document]] = {}
    for document in others:
        if document.body.count("\n") >= FOREIGN:
            foreign.setdefault(document.language, []).append(document)
    plain = [document for language in CODE for document in foreign.get(language, [])]
    known = {work.language for work in works}
    english = foreign.get("prose:en") or plain
    for language in known:
        foreign.setdefault(language, english)
    return Side(works, foreign)


def asked(row: Row, works: Sequence[Document]) -> Iterator[Document]:
    """Works for a row, languages in turn (prose is one), in an order that chance chose."""
    shares: dict[str, list[Document]] = {}
    for work in works:
        sort = "prose" if work.prose else work.language
        if row.suits in {"any", sort, "code" if sort != "prose" else ""}:
            shares.setdefault(work.language if row.suits == "prose" else sort, []).append(work)
    for group in shares.values():
        random.Random(row.name).shuffle(group)  # noqa: S311 - the same order every time
    longest = max(map(len, shares.values()), default=0)
    for turn in range(longest * 3):  # short of works, a work gives a second excerpt
        for group in shares.values():
            if turn < len(group) * (3 if row.name.startswith("sweep") else 1):
                yield group[turn % len(group)]


def build(row: Row, work: Document, side: Side, turn: int) -> Page | None:
    """The page of a work, the same every time; None when the work has no such excerpt."""
    chance = random.Random(f"{row.name}/{work.name}/{turn}")  # noqa: S311 - the same every time
    try:
        return row.build(work, side, chance)
    except TooSmall:
        return None

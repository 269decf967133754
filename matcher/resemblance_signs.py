"""Signs that one code text was made from another, each from 0 (none) to 1 (all).

None looks at the suspect alone: each compares, and most say how much of the work comes back.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType

from rapidfuzz import fuzz, process

from matcher.resemblance_read import Traits

STRINGS = 150  # different strings of a text that are compared with each other
LETTERS = 100  # of one string
ONE_FUNCTION = {"println": "print", "printf": "print"}
EVERYBODY = frozenset({"System", "out", "java", "util"})  # nobody prints or reads without
ROUND = frozenset({0.5, 10.0, 16.0, 32.0, 64.0, 100.0, 128.0, 255.0, 256.0, 1000.0, 1024.0})
DIGIT = 10  # small numbers up to here tell little
SOME, RARE = 0.3, 1.0
UNKNOWN = 0.5  # of a sign that these two texts cannot show
NO_COMMENTS = 0.2  # the same for comments, which most makers of copies leave out


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: how it is measured, and what a reader is told when it is strong or weak."""

    measure: Callable[[Traits, Traits], float]
    strong: str
    weak: str


def strings_kept(work: Traits, suspect: Traits) -> float:
    """How many of the work's strings come back, whatever became of blanks at their edges."""
    return _part(work.strings, suspect.strings)


def strings_not_new(work: Traits, suspect: Traits) -> float:
    """How many of the suspect's strings are the work's."""
    return _part(suspect.strings, work.strings)


def worst_string(work: Traits, suspect: Traits) -> float:
    """How well the string is kept that is kept worst: who writes anew changes at least one."""
    if not work.strings or not suspect.strings:
        return 0.0 if work.strings else UNKNOWN
    ours, theirs = (
        [text[:LETTERS] for text in sorted(side.strings)[:STRINGS]] for side in (work, suspect)
    )
    return float(process.cdist(ours, theirs, scorer=fuzz.ratio).max(axis=1).min()) / 100


def no_number_lost(work: Traits, suspect: Traits) -> float:
    """Whether numbers that nobody else would take are all kept; one half for one lost."""
    return 1 / (1 + sum(map(rarity, work.numbers - suspect.numbers)))


def no_number_new(work: Traits, suspect: Traits) -> float:
    """Whether no such number came in."""
    return 1 / (1 + sum(map(rarity, suspect.numbers - work.numbers)))


def no_literal_lost(work: Traits, suspect: Traits) -> float:
    """The same for strings and rare numbers together."""
    return 1 / (1 + len(_literals(work) - _literals(suspect)))


def no_literal_new(work: Traits, suspect: Traits) -> float:
    """Whether no string or rare number came in."""
    return 1 / (1 + len(_literals(suspect) - _literals(work)))


def same_literals(work: Traits, suspect: Traits) -> float:
    """How many of all strings and rare numbers stand on both sides (Jaccard)."""
    ours, theirs = _literals(work), _literals(suspect)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else UNKNOWN


def calls_not_new(work: Traits, suspect: Traits) -> float:
    """How many of the suspect's uses of libraries are the work's: the same means, no others."""
    return _share(_chosen(suspect.calls), _chosen(work.calls))


def written_out_alike(work: Traits, suspect: Traits) -> float:
    """Names written out as in the work: `java.util.Scanner` where most import it."""
    return _share(work.paths, suspect.paths)


def comment_words(work: Traits, suspect: Traits) -> float:
    """How many words of the work's comments come back in comments."""
    told = work.comment_words
    return _share(told, suspect.comment_words) if told else NO_COMMENTS


def comment_kept(work: Traits, suspect: Traits) -> float:
    """Whether any comment came back to the letter."""
    if not work.comments:
        return NO_COMMENTS
    return float(not work.comments.isdisjoint(suspect.comments))


def layout(work: Traits, suspect: Traits) -> float:
    """How many of the work's habits of spacing the suspect has as well."""
    return _part(work.layout, suspect.layout)


def words(work: Traits, suspect: Traits) -> float:
    """Everything between blanks, comments and all, in any order (token set ratio)."""
    return fuzz.token_set_ratio(" ".join(work.words), " ".join(suspect.words)) / 100


SIGNS: Mapping[str, Sign] = MappingProxyType(
    {
        "strings_kept": Sign(strings_kept, "its strings come back", "its strings are missing"),
        "strings_not_new": Sign(strings_not_new, "it has no other strings", "it has other strings"),
        "worst_string": Sign(
            worst_string, "every string is kept, or nearly", "a string was written differently"
        ),
        "no_number_lost": Sign(
            no_number_lost, "its unusual numbers are all there", "an unusual number is missing"
        ),
        "no_number_new": Sign(
            no_number_new, "no unusual number was added", "it has unusual numbers of its own"
        ),
        "no_literal_lost": Sign(
            no_literal_lost, "no string or number is missing", "strings or numbers are missing"
        ),
        "no_literal_new": Sign(
            no_literal_new, "no string or number was added", "it adds strings or numbers"
        ),
        "same_literals": Sign(
            same_literals, "the same strings and numbers", "mostly other strings and numbers"
        ),
        "calls_not_new": Sign(
            calls_not_new, "the same library functions", "it uses other library functions"
        ),
        "written_out_alike": Sign(
            written_out_alike, "names written out the same way", "names written out otherwise"
        ),
        "comment_words": Sign(
            comment_words, "words of its comments come back", "its comments do not come back"
        ),
        "comment_kept": Sign(
            comment_kept, "a comment came back word for word", "no comment came back"
        ),
        "layout": Sign(layout, "the same layout habits", "other layout habits"),
        "words": Sign(words, "the same words, spacing and all", "other words"),
    }
)


def signs(work: Traits, suspect: Traits) -> dict[str, float]:
    """All signs by name."""
    return {name: sign.measure(work, suspect) for name, sign in SIGNS.items()}


def rarity(number: str) -> float:
    """What it tells that two texts share a number: 0, 1, 2 nothing; 0.45359237 all there is."""
    try:
        value = float(number) if "." in number else float(int(number, 0))
    except (ValueError, OverflowError):
        return RARE
    if value in {0.0, 1.0, 2.0}:
        return 0.0 if "." not in number else SOME
    return SOME if value in ROUND or (value == int(value) and abs(value) <= DIGIT) else RARE


def _literals(side: Traits) -> frozenset[str]:
    rare = (f"# {number}" for number in side.numbers if rarity(number) == RARE)
    return side.strings | frozenset(rare)


def _chosen(calls: Counter[str]) -> Counter[str]:
    chosen: Counter[str] = Counter()
    for name, times in calls.items():
        if name not in EVERYBODY:
            chosen[ONE_FUNCTION.get(name, name)] += times
    return chosen


def _part(ours: AbstractSet[Hashable], theirs: AbstractSet[Hashable]) -> float:
    """How many of ours are among theirs."""
    return len(ours & theirs) / len(ours) if ours else UNKNOWN


def _share(ours: Counter[str], theirs: Counter[str]) -> float:
    """The same, each counted as often as it stands there."""
    whole = ours.total()
    return (ours & theirs).total() / whole if whole else UNKNOWN

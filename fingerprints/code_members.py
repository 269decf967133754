"""What stays of code when its locals are renamed: members, keys, methods and words of strings.

Whoever minifies, decompiles or compiles a program to an older language changes its layout, its
local names and much of its grammar, and must leave how it speaks to others. In runs of five.
"""

import numpy as np

from fingerprints import lexer, octets, winnow
from fingerprints.arrays import I64, U64, Mask
from fingerprints.content import Code, Content
from fingerprints.fold import Folded
from fingerprints.kind import Context, Kind, Tokens
from fingerprints.stream import Grams, Stream

LETTERS = 24  # of a gram, else it says too little
DIFFERENT = 3  # names in a gram, else it is a list of one thing
WORD = 3  # letters of a word in a string
_POINT, _COLON, _OPEN, _CLOSE = (lexer.SIGN + sign for sign in b".:()")
_BRACE, _COMMA = b"{,"
_FUNCTION = lexer.class_of("function")
_NO_METHOD = "catch do else for function if switch while with"  # what may stand before brackets
_NAMES = np.zeros(lexer.CODES, bool)  # classes of what may be a name
_NAMES[lexer.NAME] = True
_NAMES[lexer.KEYWORD : lexer.SIGN] = True
_DECLARED = _NAMES.copy()
_DECLARED[[lexer.class_of(word) for word in _NO_METHOD.split()]] = False
_IN_WORDS = octets.marked(octets.ALNUM + b"_")


def read(folded: Folded, k: int) -> Grams:
    """All runs of k such names."""
    starts, ends = spans(folded)
    codes = octets.words(folded.sums, starts, ends)
    hashes = winnow.grams(codes, k)
    size = len(hashes)
    return Grams(
        hashes=hashes,
        keep=_says_enough(codes, ends - starts, k),
        starts=folded.places(starts[:size].astype(np.uint32)),
        ends=folded.after(ends[len(ends) - size :]),
        total=len(codes),
    )


def codes(folded: Folded) -> tuple[U64, I64]:
    """The code of each name, and where it starts in the folded text."""
    starts, ends = spans(folded)
    return octets.words(folded.sums, starts, ends), starts


def spans(folded: Folded) -> tuple[I64, I64]:
    """Where names that stay begin and end in the folded text, in its order."""
    lexed = lexer.read(folded)
    named = np.flatnonzero(_stays(folded, lexed))
    first, last = _in_strings(folded, lexed)
    starts = np.concatenate([lexed.starts.take(named), first])
    ends = np.concatenate([lexed.ends.take(named), last])
    order = np.argsort(starts, kind="stable")
    return starts.take(order), ends.take(order)


def _stays(folded: Folded, lexed: lexer.Lexed) -> Mask:
    """Members after a point, keys before a colon, and methods that are defined."""
    classes = lexed.classes
    around = np.zeros(len(classes) + 3, np.int64)
    around[2:-1] = classes
    before, two_before, after = around[1:-2], around[:-3], around[3:]
    stays: Mask = _NAMES.take(classes) & (before == _POINT) & (two_before != _POINT)
    declared = _DECLARED.take(classes)
    sign = _sign_before(folded, lexed.starts)
    stays |= declared & (after == _COLON) & ((sign == _BRACE) | (sign == _COMMA))
    stays[:-1] |= declared[:-1] & _defined(folded, lexed)[1:] & (before[:-1] != _FUNCTION)
    return stays


def _sign_before(folded: Folded, places: I64) -> I64:
    """The last byte that is no space before each place; 0 where there is none."""
    signs = np.frombuffer(folded.octets, np.uint8)
    seen = np.where(signs > ord(" "), np.arange(len(signs)), -1)
    last = np.maximum.accumulate(seen).take(places - 1, mode="clip") if len(seen) else places
    return np.where((places > 0) & (last >= 0), signs.take(last, mode="clip"), 0)


def _defined(folded: Folded, lexed: lexer.Lexed) -> Mask:
    """Brackets that open before what is done: the one that closes stands before a brace."""
    brackets = np.flatnonzero((lexed.classes == _OPEN) | (lexed.classes == _CLOSE))
    opens = lexed.classes.take(brackets) == _OPEN
    depth = np.cumsum(np.where(opens, 1, -1)) + ~opens
    order = np.argsort(depth, kind="stable")
    pairs = order[:-1][opens[order[:-1]] & ~opens[order[1:]] & (np.diff(depth[order]) == 0)]
    closing = np.full(len(brackets), -1)
    closing[order[:-1]] = order[1:]
    ends = lexed.ends.take(brackets.take(closing.take(pairs)))
    found = np.zeros(len(lexed.classes), bool)
    found[brackets.take(pairs)] = _sign_after(folded, ends) == _BRACE
    return found


def _sign_after(folded: Folded, places: I64) -> I64:
    """The first byte that is no space from each place on; 0 where there is none."""
    signs = np.frombuffer(folded.octets, np.uint8)
    said = np.flatnonzero(signs > ord(" "))
    at = np.searchsorted(said, places)
    next_ = said.take(at, mode="clip") if len(said) else places
    return np.where(at < len(said), signs.take(next_, mode="clip"), 0)


def _in_strings(folded: Folded, lexed: lexer.Lexed) -> tuple[I64, I64]:
    """The words of all strings."""
    strings = np.flatnonzero(lexed.classes == lexer.STRING)
    change = np.zeros(len(folded.octets) + 1, np.int8)
    change[lexed.starts.take(strings)] += 1
    change[lexed.ends.take(strings)] -= 1
    inside = np.cumsum(change[:-1], dtype=np.int8) > 0
    words = np.zeros(len(inside) + 2, bool)
    words[1:-1] = inside & octets.flags(folded.octets, _IN_WORDS)
    edges = np.flatnonzero(words[1:] != words[:-1])
    starts, ends = edges[::2], edges[1::2]
    long = np.flatnonzero(ends - starts >= WORD)
    return starts.take(long), ends.take(long)


def _says_enough(codes: U64, sizes: I64, k: int) -> Mask:
    """Enough letters, and enough different names."""
    size = max(0, len(codes) - k + 1)
    different = np.ones(size, np.int8)
    for later in range(1, k):
        fresh = np.ones(size, bool)
        for earlier in range(later):
            fresh &= codes[later : later + size] != codes[earlier : earlier + size]
        different += fresh
    enough: Mask = (winnow.windows(sizes, k) >= LETTERS) & (different >= DIFFERENT)
    return enough


STREAM = Stream("code_members@1", 5, 4, read, sampled=False)


def take(content: Content, context: Context) -> Tokens | None:
    """The stream of members of a source file."""
    if not isinstance(content, Code):
        return None
    return STREAM.take(content.body, context.keys)


KIND = Kind(STREAM.name, take)

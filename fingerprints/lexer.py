"""One lexer for every programming language: the same tokens for a file and for a pasted snippet.

It knows no grammar; a wrong guess is harmless as long as both sides guess alike. What it reads at
a place depends on the same line only, except inside block comments and triple quotes: a snippet
that begins within one of these is in step again after its end.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from fingerprints import octets
from fingerprints.arrays import I64, U16, U64
from fingerprints.fold import Folded
from fingerprints.lexer_quiet import BODY, STRINGS, quiet
from fingerprints.wordset import wordset

SKIP, NAME, NUMBER, STRING = range(4)
KEYWORD = 8  # first code of a keyword
SIGN = 1_000  # first code of an operator
CODES = SIGN + 256  # all codes are below
LAYOUT = b";{},"  # differ between a file and its minified form, as do these words
UNSAID = wordset("const let return var")
KEYWORDS = wordset("""
abstract and as assert async await auto base bool boolean break byte case catch char class const
continue debugger def default defer del delete do double elif else elseif end enum except export
extends extern false final finally float fn for foreach from func function global go goto if impl
implements import in inline instanceof int interface internal is lambda let long loop match mod
module mut namespace native new nil none nonlocal not null of operator or override package pass
private protected pub public raise range readonly ref register require return select self short
signed sizeof static string struct super switch synchronized template then this throw throws trait
transient true try type typedef typeof undefined union unless unsafe unsigned until use using val
var virtual void volatile when where while with yield
""")


BUILTINS = wordset("""
__all__ __call__ __class__ __dict__ __enter__ __eq__ __exit__ __file__ __getattr__ __getitem__
__hash__ __init__ __iter__ __len__ __main__ __name__ __new__ __next__ __repr__ __setattr__ __slots__
__str__ append arguments arraybuffer arraylist assertionerror attributeerror bigint64array
biguint64array bytearray calloc charat classmethod clearinterval cleartimeout comparable complex128
complex64 concat console constructor containskey dataview decodeuricomponent defineproperty
deprecated dict document encodeuricomponent endswith entryset enumerate equals errno errorf exports
extend fclose fflush fgets float32 float32array float64 float64array fmt fopen foreach fprintf fputs
fread free frozenset fseek functionalinterface fwrite getattr getclass getenv hasattr hashcode
hashmap hashset hasnext hasownproperty illegalargumentexception illegalstateexception importerror
indexerror indexof indexoutofboundsexception inputstream int16 int16_t int16array int32 int32_t
int32array int64 int64_t int8 int8_t int8array integer ioexception iota isalpha isarray isdigit
isempty isinstance isspace issubclass iterable keyerror len lstrip make malloc memchr memcmp memcpy
memmove memset notimplementederror nullpointerexception oserror outputstream overflowerror panic
parsefloat parseint printf println prototype push putchar realloc regexp repr require rstrip rune
runtimeerror runtimeexception self setattr setdefault setinterval settimeout size_t snprintf splice
splitlines sprintf ssize_t startswith staticmethod stderr stdin stdout stopiteration str strcat
strchr strcmp strconv strcpy strdup strerror stringbuffer stringbuilder stringify strip strlen
strncmp strncpy strrchr strstr strtol strtoul substring super suppresswarnings throwable tolower
tolowercase tostring toupper touppercase tuple typeerror uint16 uint16_t uint16array uint32 uint32_t
uint32array uint64 uint64_t uint8 uint8_t uint8array uint8clampedarray uintptr uintptr_t
unicodeerror unshift va_arg va_end va_list va_start valueerror valueof wchar_t weakmap weakset
zerodivisionerror
""")  # brought by a language, so that whoever renames a program must leave them
NAMES_TOO = wordset("""
__file__ charat complex128 complex64 constructor dict document endswith equals errno extend float32
float64 fopen foreach fread free getenv hashcode isdigit isempty isspace iterable len parseint
realloc sprintf startswith stderr stdin stdout str strerror tolowercase toupper tuple uint8
""")  # of these, what programs in other languages often call something of their own
CAPITALS = wordset("""
ArrayBuffer ArrayList AttributeError Comparable DataView Deprecated Double Errorf False Float32Array
Float64Array FunctionalInterface HashMap HashSet IOException IllegalArgumentException
IllegalStateException ImportError IndexError IndexOutOfBoundsException InputStream Int16Array
Int32Array Int8Array Integer KeyError NULL None NotImplementedError NullPointerException OSError
OutputStream OverflowError Override RuntimeError RuntimeException Sprintf StopIteration String
StringBuffer StringBuilder SuppressWarnings Throwable True TypeError Uint16Array Uint32Array
Uint8Array Uint8ClampedArray UnicodeError ValueError WeakMap WeakSet ZeroDivisionError
""")  # words that a language writes with a capital letter; all others are names when written so


@dataclass(frozen=True, slots=True, eq=False)
class Lexed:
    """Tokens without spacing and comments: their classes, the names, and spans in the text."""

    classes: U16
    names: U64  # for names a number that tells them apart, the same in every text, else 0
    starts: I64
    ends: I64


_NOTHING, _SIGN, WORD, _BODY = range(4)
_DIGITS = b"0123456789"
IS_DIGIT = np.frombuffer(octets.marked(_DIGITS), bool)
_LETTERS = bytes(byte for byte in octets.ALNUM if byte not in _DIGITS) + b"_$"
_ENDS_NAME = np.frombuffer(octets.marked(_LETTERS + b")]"), bool)
_SILENT = LAYOUT + bytes(range(33)) + b"\\\"'`\x7f" + bytes([octets.OTHER])


def _roles() -> bytes:
    """For `translate`: what part of a token each byte is."""
    roles = bytearray([_SIGN]) * 256
    for byte in _SILENT:
        roles[byte] = _NOTHING
    for byte in _LETTERS + _DIGITS:
        roles[byte] = WORD
    roles[BODY] = _BODY
    return bytes(roles)


def _firsts() -> U16:
    """The class of a token by its first byte."""
    classes = np.arange(SIGN, CODES, dtype=np.uint16)
    classes[list(_LETTERS)] = NAME
    classes[list(_DIGITS)] = NUMBER
    classes[STRINGS] = STRING
    return classes


ROLES = _roles()
_FIRSTS = _firsts()


_READ: WeakKeyDictionary[Folded, dict[bool, Lexed]] = WeakKeyDictionary()


def read(folded: Folded, *, blocks: bool = True) -> Lexed:
    """The tokens of a folded text, sharing what its other streams worked out; read once.

    Without `blocks` nothing longer than a line is a comment or a string: so a piece reads alike
    wherever it was pasted, even behind a comment that never ends.
    """
    known = _READ.setdefault(folded, {})
    if blocks not in known:
        known[blocks] = _read(folded, blocks=blocks)
    return known[blocks]


def _read(folded: Folded, *, blocks: bool) -> Lexed:
    buffer = quiet(folded.octets, blocks=blocks)
    buffer += b"  "
    signs = np.frombuffer(buffer, np.uint8)
    _join_numbers(signs)
    starts, ends = spans(np.frombuffer(buffer.translate(ROLES), np.uint8))
    classes = _FIRSTS.take(signs.take(starts))
    names = np.zeros(len(starts), np.uint64)
    named = np.flatnonzero(classes == NAME)
    words = octets.words(folded.sums, starts.take(named), ends.take(named))
    found = _spoken(folded, words, starts.take(named))
    classes[named] = found
    names[named] = words * (found == NAME)
    said = np.flatnonzero(classes)
    return Lexed(classes.take(said), names.take(said), starts.take(said), ends.take(said))


def _spoken(folded: Folded, words: U64, starts: I64) -> U16:
    """The class of each word: what a language brings counts as it writes it, else it is a name."""
    found = _KEYWORDS.find(words)
    known = np.flatnonzero(found != NAME)
    large = folded.capitals(starts.take(known)).view(np.uint8)
    found[known[~_WRITTEN[large, found.take(known)]]] = NAME
    return found


def _join_numbers(signs: NDArray[np.uint8]) -> None:
    """A point before a digit belongs to the number, as in 1.5 and .5; the text ends in a space."""
    points = np.flatnonzero(signs == ord("."))
    number = IS_DIGIT.take(signs.take(points + 1))
    number &= ~_ENDS_NAME.take(signs.take(points - 1, mode="wrap"))
    signs[points[number]] = ord("0")


def spans(roles: NDArray[np.uint8]) -> tuple[I64, I64]:
    """Where tokens start and end: runs of word bytes, signs alone, strings with their bodies."""
    words = roles == WORD
    inside = roles == _BODY
    inside[1:] |= words[1:] & words[:-1]
    some = roles != _NOTHING
    starts = np.flatnonzero(some > inside)
    ends = np.flatnonzero(some[:-1] > inside[1:]) + 1
    return starts, ends


class _Keywords:
    """Keywords by their codes: one look-up for each word of a text."""

    def __init__(self, keywords: list[str]) -> None:
        codes = np.concatenate([_code(word) for word in keywords])
        classes = [SKIP if word in UNSAID else KEYWORD + at for at, word in enumerate(keywords)]
        bits = 8
        while len(np.unique(codes >> np.uint64(64 - bits))) < len(codes):
            bits += 1
        self.shift = np.uint64(64 - bits)
        self.codes = np.zeros(1 << bits, np.uint64)
        self.classes = np.full(1 << bits, NAME, np.uint16)
        places = (codes >> self.shift).astype(np.int64)
        self.codes[places] = codes
        self.classes[places] = classes

    def find(self, words: U64) -> U16:
        """The class of each word: a keyword's own (SKIP if it is layout), else NAME."""
        places = (words >> self.shift).astype(np.int64)
        classes = self.classes.take(places)
        classes[self.codes.take(places) != words] = NAME
        return classes


def _code(word: str) -> U64:
    folded = Folded(word)
    return octets.words(folded.sums, np.array([0]), np.array([len(word)]))


_LARGE = frozenset(map(str.lower, CAPITALS))
_SMALL = KEYWORDS | BUILTINS - NAMES_TOO - _LARGE
_SPOKEN = sorted(_SMALL | _LARGE)
_KEYWORDS = _Keywords(_SPOKEN)
_WRITTEN = np.ones((2, CODES), bool)  # which classes a small first letter may have, and a capital
_WRITTEN[1, SKIP] = False
for _at, _word in enumerate(_SPOKEN, KEYWORD):
    _WRITTEN[:, _at] = _word in _SMALL, _word in _LARGE


def class_of(keyword: str) -> int:
    """The class of a word that a language brings."""
    return KEYWORD + _SPOKEN.index(keyword)

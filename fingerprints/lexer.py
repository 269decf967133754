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


@dataclass(frozen=True, slots=True, eq=False)
class Lexed:
    """Tokens without spacing and comments: their classes, the names, and spans in the text."""

    classes: U16
    names: U64  # for names a number that tells them apart, the same in every text, else 0
    starts: I64
    ends: I64


_NOTHING, _SIGN, _WORD, _BODY = range(4)
_DIGITS = b"0123456789"
_IS_DIGIT = np.frombuffer(octets.marked(_DIGITS), bool)
_LETTERS = bytes(byte for byte in octets.ALNUM if byte not in _DIGITS) + b"_$"
_ENDS_NAME = np.frombuffer(octets.marked(_LETTERS + b")]"), bool)
_SILENT = LAYOUT + bytes(range(33)) + b"\\\"'`\x7f" + bytes([octets.OTHER])


def _roles() -> bytes:
    """For `translate`: what part of a token each byte is."""
    roles = bytearray([_SIGN]) * 256
    for byte in _SILENT:
        roles[byte] = _NOTHING
    for byte in _LETTERS + _DIGITS:
        roles[byte] = _WORD
    roles[BODY] = _BODY
    return bytes(roles)


def _firsts() -> U16:
    """The class of a token by its first byte."""
    classes = np.arange(SIGN, CODES, dtype=np.uint16)
    classes[list(_LETTERS)] = NAME
    classes[list(_DIGITS)] = NUMBER
    classes[STRINGS] = STRING
    return classes


_ROLES = _roles()
_FIRSTS = _firsts()


def lex(text: str) -> Lexed:
    """The tokens of a folded text."""
    return read(Folded(text))


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
    starts, ends = _spans(np.frombuffer(buffer.translate(_ROLES), np.uint8))
    classes = _FIRSTS.take(signs.take(starts))
    names = np.zeros(len(starts), np.uint64)
    named = np.flatnonzero(classes == NAME)
    words = octets.words(folded.sums, starts.take(named), ends.take(named))
    found = _KEYWORDS.find(words)
    classes[named] = found
    names[named] = words * (found == NAME)
    said = np.flatnonzero(classes)
    return Lexed(classes.take(said), names.take(said), starts.take(said), ends.take(said))


def _join_numbers(signs: NDArray[np.uint8]) -> None:
    """A point before a digit belongs to the number, as in 1.5 and .5; the text ends in a space."""
    points = np.flatnonzero(signs == ord("."))
    number = _IS_DIGIT.take(signs.take(points + 1))
    number &= ~_ENDS_NAME.take(signs.take(points - 1, mode="wrap"))
    signs[points[number]] = ord("0")


def _spans(roles: NDArray[np.uint8]) -> tuple[I64, I64]:
    """Where tokens start and end: runs of word bytes, signs alone, strings with their bodies."""
    words = roles == _WORD
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


_SPOKEN = sorted(KEYWORDS | BUILTINS)
_KEYWORDS = _Keywords(_SPOKEN)


def class_of(keyword: str) -> int:
    """The class of a word that a language brings."""
    return KEYWORD + _SPOKEN.index(keyword)

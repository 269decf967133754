"""Names that a language itself brings, so that whoever renames a program leaves them."""

from fingerprints.wordset import wordset

_PYTHON = """
ArithmeticError AssertionError AttributeError BaseException Exception False FileNotFoundError
ImportError IndexError KeyError LookupError NameError None NotImplementedError OSError
OverflowError RuntimeError StopIteration SyntaxError SystemExit True TypeError
UnicodeDecodeError UnicodeError ValueError Warning ZeroDivisionError __all__ __call__ __class__
__dict__ __doc__ __enter__ __eq__ __exit__ __file__ __getattr__ __getitem__ __hash__ __init__
__iter__ __len__ __main__ __name__ __new__ __next__ __repr__ __setattr__ __slots__ __str__
__version__ abs all any append bin bool bytearray bytes callable chr classmethod close cls copy
dict dir divmod encode decode endswith enumerate eval exec extend filter float format frozenset
get getattr globals hasattr hash hex id input insert int isinstance issubclass items iter join
keys len list locals lower lstrip map max memoryview min next object oct open ord pop pow print
property range read readline remove replace repr reversed round rstrip self set setattr
setdefault slice sort sorted split splitlines startswith staticmethod str strip sum super tuple
type update upper values vars write yield zip nonlocal with async await lambda global del pass
raise except finally match
"""
_JAVASCRIPT = """
Array ArrayBuffer BigInt64Array BigUint64Array Boolean Buffer DataView Date Error Float32Array
Float64Array Function Infinity Int16Array Int32Array Int8Array JSON Map Math NaN Number Object
Promise Proxy RangeError Reflect RegExp Set String Symbol SyntaxError TypeError Uint16Array
Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet __dirname __filename apply arguments
bind call catch clearInterval clearTimeout concat console constructor decodeURIComponent
defineProperty document encodeURIComponent every exports filter find forEach from get global
globalThis hasOwnProperty indexOf isArray isNaN join keys length log map module of parse
parseFloat parseInt pop process prototype push reduce replace require resolve reject set
setInterval setTimeout shift slice some sort splice split stringify substring test then
toLowerCase toString toUpperCase trim undefined unshift value values window instanceof typeof
void
"""
_JAVA = """
ArrayList Arrays Boolean Byte Character Class Collection Collections Comparable Deprecated
Double Exception Float FunctionalInterface HashMap HashSet IOException IllegalArgumentException
IllegalStateException IndexOutOfBoundsException InputStream Integer Iterable Iterator List Long
Map Math NullPointerException Number Object Objects OutputStream Override RuntimeException Set
Short String StringBuffer StringBuilder SuppressWarnings System Thread Throwable Void add append
charAt close contains containsKey entrySet equals err get getClass getKey getMessage getValue
hasNext hashCode indexOf isEmpty iterator java javax keySet lang length main name next out print
println put read remove size substring toString trim util valueOf values write instanceof throws
boolean
"""
_C = """
EOF FILE INT_MAX NULL SIZE_MAX UINT_MAX abort assert atoi bool calloc char errno exit false
fclose fflush fgets fopen fprintf fputs fread free fseek ftell fwrite getenv include define
ifdef ifndef endif elif undef pragma error int16_t int32_t int64_t int8_t isalpha isdigit
isspace main malloc memchr memcmp memcpy memmove memset printf ptrdiff_t putchar puts realloc
sizeof snprintf sprintf ssize_t size_t stderr stdin stdout strcat strchr strcmp strcpy strdup
strerror strlen strncmp strncpy strrchr strstr strtol strtoul time_t tolower toupper true
uint16_t uint32_t uint64_t uint8_t uintptr_t unsigned va_arg va_end va_list va_start volatile
wchar_t once defined
"""
_GO = """
Close Errorf Error Fatal Print Printf Println Read Sprintf String Write any append bool byte
bytes cap clear close comparable complex complex128 complex64 context copy delete errors error
false float32 float64 fmt imag init int int16 int32 int64 int8 io iota len main make max min new
nil os panic print println real recover rune sort strconv string strings sync time true uint
uint16 uint32 uint64 uint8 uintptr fallthrough chan go select
"""
BUILTINS = {
    "python": wordset(_PYTHON),
    "javascript": wordset(_JAVASCRIPT),
    "typescript": wordset(_JAVASCRIPT),
    "java": wordset(_JAVA),
    "c": wordset(_C),
    "c++": wordset(_C),
    "go": wordset(_GO),
}

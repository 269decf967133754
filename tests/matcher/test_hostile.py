"""A hostile page costs little, is counted, and raises nothing."""

import gzip
import io
import json
import random
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerprints.content import Code, Content, File, Table, Text
from fingerprints.kind import Context
from matcher.clock import LATE
from matcher.page import MEGABYTES, Matcher

Write = Callable[[int, int], str]
Protect = Callable[..., Matcher]
WHOLE = 1_000_000  # characters of the largest page
PART = 150_000  # of them show what grows faster than the page
SECONDS = 6.0  # of processor time: three times the promise, since tests share their machine
WORST = 2.5  # of what a clock ends


@pytest.fixture
def matcher(protect: Protect, program: Write, prose: Write) -> Matcher:
    rows = tuple((f"Firm {n} Ltd", f"m{n}@mail.example", f"+4420{n:07d}") for n in range(50))
    return protect(
        valve_py=Code(program(1, 30)),
        spec_md=Text(prose(1, 300)),
        list_csv=Table(rows),
        brand=Text("AQUAVALVE", where="name"),
        company=Text("Tank & Söhne GmbH", where="name"),
        common=Text("Visa", where="name"),
        crystal=Text("Кристалл", where="name"),
    )


@pytest.mark.parametrize(
    "piece",
    ["a", "\n", "aquavalv ", "1 ", "m1@mail.example ", "+44200000001\n", "x=", "'", "valve_valve(",
     "\U0001f600", "\u0301", "if(a){b;}", "<p>", "\\u0041", "%41", "QUJD", "4142",
     "AquaValve", "aqua valve ", "a@", "é", "я", "水", "\\\\n", "\\n", "+a\n", "&lt;", "\\u",
     "0x41,", '" + "', "> x\n", "=3D", "aGVsbG8gd29ybGQ=\n", "00000000: 4142 4344\n", "\\x41",
     "tank sohne ", "Visa ", "%41+", "\ud83d", "\ufdfa", "\ud55c", "+a\n-b\n c\n", "|a|b|c|\n",
     "1 a\n2 a\n3 a\n4 a\n5 a\n6 a\n" + "b\n" * 9, "&abcdefghij;"],
)  # fmt: skip
def test_a_page_of_one_thing_repeated_costs_little(matcher: Matcher, piece: str) -> None:
    body = piece * (PART // len(piece))
    before = process_time()
    matcher.examine([Text(body)], title=body[:10_000])
    assert process_time() - before < SECONDS * PART / WHOLE + 0.2


CHILD = """
import json, sys
from pathlib import Path
from time import process_time
from fingerprints.blobs import Blobs
from fingerprints.content import Text
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.snapshot import Snapshot
from matcher.page import MEGABYTES, Matcher

def memory(which):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(which))

path = Path(sys.argv[1])
keys = Keys(b"k" * 32)
matcher = Matcher(Snapshot.open(path, keys), Context(keys, Blobs(path.parents[1] / "blobs")))
matcher.examine([Text("The AquaVelve of Кристал is new")], title="AquaVelve")
Path("/proc/self/clear_refs").write_text("5")  # VmHWM begins anew
resting, seconds = memory("VmRSS"), []
for piece in sys.argv[2:]:
    body, before = piece * (1_000_000 // len(piece)), process_time()
    matcher.examine([Text(body)], title=body[:100_000])
    seconds.append(process_time() - before)
print(json.dumps([memory("VmHWM") - resting, *seconds]))
"""


def test_the_worst_whole_pages_stay_within_the_time_and_the_memory(matcher: Matcher) -> None:
    pieces = ("A", "aquavalv ", "\\\\n", "AquaValve", "aqua valve ", "\ufdfa", "tank sohne ")
    command = [sys.executable, "-c", CHILD, str(matcher.snapshot.path), *pieces]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr
    megabytes, *seconds = json.loads(done.stdout)
    assert megabytes < MEGABYTES
    assert max(seconds) < SECONDS


def words(alphabet: str, shortest: int, longest: int) -> str:
    """A whole page of words that nobody wrote."""
    chance = random.Random(3)  # noqa: S311 - the same page every time
    found: list[str] = []
    while len(found) * (shortest + longest + 2) < 2 * WHOLE:
        found.append("".join(chance.choices(alphabet, k=chance.randint(shortest, longest))))
    return " ".join(found)


def contents(body: str, many: int) -> list[Content]:
    """The same in so many contents, each a little different."""
    size = len(body) // many
    return [Text(f"{n} {body[n * size : (n + 1) * size]}") for n in range(many)]


ABC = "abcdefghijklmnopqrstuvwxyz"
PAGES: dict[str, Callable[[], list[Content]]] = {
    "words of no language": lambda: [Text(words(ABC, 5, 12))],
    "two whole contents": lambda: contents(words(ABC, 2, 8) * 2, 2),
    "many small contents": lambda: contents(words(ABC, 2, 8), 1_500),
    "words of mixed scripts": lambda: [Text(words(ABC + "абвгдежзиклмнопрстуфхцчшщыэюя", 3, 9))],
    "random base64 lines": lambda: [Text(words(ABC + ABC.upper(), 60, 60).replace(" ", "\n"))],
    "random entities": lambda: [Text(words("0123456789", 5, 5).replace(" ", ";&#"))],
    "random tags": lambda: [Text(words(ABC, 4, 4).replace(" ", "><"))],
    "short listings": lambda: [Text("1 a\n2 a\n3 a\n4 a\n5 a\n6 a\nb\nb\nb\nb\nb\nb\n" * 28_000)],
}


@pytest.mark.parametrize("name", PAGES)
def test_a_whole_page_of_the_worst_ends_soon(matcher: Matcher, name: str) -> None:
    page = PAGES[name]()
    before = process_time()
    examined = matcher.examine(page)
    assert process_time() - before < WORST
    assert examined.unreadable


def test_shuffled_pieces_of_a_work_end_soon(matcher: Matcher, program: Write) -> None:
    chance, body = random.Random(4), program(1, 30)  # noqa: S311 - the same page every time
    starts = [chance.randrange(len(body) - 90) for _ in range(WHOLE // 80)]
    page = "\n".join(body[start : start + chance.randint(60, 90)] for start in starts)
    before = process_time()
    examined = matcher.examine([Text(page)])
    assert process_time() - before < WORST
    assert (examined.matches or examined.near)[0].asset == "valve_py"
    assert matcher.examine([Text(page[:100_000])]).matches[0].asset == "valve_py"


def test_too_much_text_is_cut_and_said(matcher: Matcher) -> None:
    examined = matcher.examine([Text("word " * 400_000, where="main")])
    assert examined.unreadable == ("main: only the first 1000000 characters were compared",)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=300) | st.binary(max_size=300).map(bytes.hex), max_size=4))
def test_no_text_raises(bodies: list[str]) -> None:
    contents: list[Content] = [Text(body) for body in bodies]
    contents += [Table(tuple((body, body[::-1]) for body in bodies))]
    assert READY[0].examine(contents, title="".join(bodies)[:50]).compared["tables"] == 1


READY: list[Matcher] = []


@pytest.fixture(autouse=True)
def ready(matcher: Matcher) -> None:
    """One matcher for the property above: hypothesis may not rebuild it for each example."""
    READY[:] = [matcher]
    matcher.examine([Text("The new AquaVelve is here")])  # reads the lists of words, once


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def tarred(data: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        info = tarfile.TarInfo("../../evil\x1b[2J.txt")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


BOMB = gzip.compress(bytes(300_000_000), 9)
FILES = {
    "a gzip bomb": BOMB,
    "a gzip bomb in a gzip": gzip.compress(BOMB),
    "a zip bomb": zipped({"a": bytes(200_000_000)}),
    "a zip of ten thousand": zipped({f"f{n}": b"x" for n in range(10_000)}),
    "a zip in a zip in a zip in a zip": zipped({"a": zipped({"b": zipped({"c": zipped({})})})}),
    "half a zip": zipped({"a.py": b"import this\n" * 99})[:60],
    "half a gzip": BOMB[:1_000],
    "nothing": b"",
    "noise": bytes(range(256)) * 50,
    "a bad pdf": b"%PDF-1.7\n" + b"1 0 obj << /Kids [1 0 R] >>\n" * 100,
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_counted_with_its_reason(
    matcher: Matcher, context: Context, name: str
) -> None:
    before = process_time()
    examined = matcher.examine([File(context.blobs.put(FILES[name]), "file", where="drop")])
    assert process_time() - before < SECONDS
    assert examined.unreadable
    said = [reason for reason in examined.unreadable if LATE not in reason]  # on a slow machine
    assert all(reason.startswith("drop: ") for reason in said)
    assert examined.matches == ()


def test_a_member_with_a_hostile_name_is_read_and_shown_clean(
    matcher: Matcher, context: Context, program: Write
) -> None:
    data = tarred(program(1, 30).encode())
    examined = matcher.examine([File(context.blobs.put(data), "x.tar")])
    assert examined.matches[0].evidence[0].unwrapped == ("tar:../../evil[2J.txt",)


def test_a_file_that_is_gone_is_counted(matcher: Matcher) -> None:
    examined = matcher.examine([File("0" * 64, "gone.zip", where="drop")])
    assert len(examined.unreadable) == 1

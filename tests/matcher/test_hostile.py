"""A hostile page costs little, is counted, and raises nothing."""

import gzip
import io
import json
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
from matcher.page import MEGABYTES, Matcher

Write = Callable[[int, int], str]
Protect = Callable[..., Matcher]
WHOLE = 1_000_000  # characters of the largest page
PART = 150_000  # of them show what grows faster than the page
SECONDS = 4.0  # of processor time: twice the promise, since tests share their machine


@pytest.fixture
def matcher(protect: Protect, program: Write, prose: Write) -> Matcher:
    rows = tuple((f"Firm {n} Ltd", f"m{n}@mail.example", f"+4420{n:07d}") for n in range(50))
    return protect(
        valve_py=Code(program(1, 30)),
        spec_md=Text(prose(1, 300)),
        list_csv=Table(rows),
        brand=Text("AQUAVALVE", where="name"),
    )


@pytest.mark.parametrize(
    "piece",
    ["a", "\n", "aquavalv ", "1 ", "m1@mail.example ", "+44200000001\n", "x=", "'", "valve_valve(",
     "\U0001f600", "\u0301", "if(a){b;}", "<p>", "\\u0041", "%41", "QUJD", "4142",
     "AquaValve", "aqua valve ", "a@", "é", "я", "水", "\\\\n", "\\n", "+a\n", "&lt;", "\\u",
     "0x41,", '" + "', "> x\n", "=3D", "aGVsbG8gd29ybGQ=\n", "00000000: 4142 4344\n", "\\x41"],
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
    pieces = ("A", "aquavalv ", "\\\\n", "AquaValve", "aqua valve ")
    command = [sys.executable, "-c", CHILD, str(matcher.snapshot.path), *pieces]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr
    megabytes, *seconds = json.loads(done.stdout)
    assert megabytes < MEGABYTES
    assert max(seconds) < SECONDS


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
    assert all(reason.startswith("drop: ") for reason in examined.unreadable)
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

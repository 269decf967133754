"""Publishing by segments: little is written, processes agree, a kill at any step is survived."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fingerprints import (
    register_publish,
    snapshot_update,
)
from fingerprints.register import Register
from fingerprints.register_publish import tidy
from fingerprints.register_rows import NewPart
from fingerprints.snapshot_manifest import versions
from fingerprints.works import Asset
from tests.fingerprints.segments import part


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for the disk matters when the power fails, which no test can do."""
    monkeypatch.setattr(os, "fsync", int)


def save(register: Register, name: str, seed: int) -> None:
    values = tuple((entry.kind, entry.value) for entry in part(name, seed))
    register.save(
        Asset(id=name, title=name), [NewPart(name="a.txt", sha256=f"{seed}", values=values)]
    )


def scattered(register: Register, seed: int = 4) -> None:
    """Six works, each in a segment of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot_update, "FLOOR", 0)
        patch.setattr(snapshot_update, "FACTOR", 0)
        patch.setattr(register_publish, "_tidy_beside", str)
        for name in "abcdef":
            save(register, name, seed)
            register.publish()


def told(register: Register) -> set[tuple[str, int]]:
    opened = register.snapshot()
    assert opened.verify() == []
    known = [opened.entry(number) for number in opened.numbers.tolist()]
    return {(one.asset, one.total) for one in known if one.kind == "s"}


def test_a_change_writes_little_and_what_was_removed_is_gone(
    home: Path, register: Register
) -> None:
    for name in "abcdef":
        save(register, name, ord(name))
    first = register.publish()
    save(register, "b", 5)
    register.remove("c")
    assert told(register) == {("a", 97), ("b", 5), ("d", 100), ("e", 101), ("f", 102)}
    assert register.publish().parent == first.parent
    register.remove("b")
    save(register, "b", 6)  # removed and protected again between two publications
    assert ("b", 6) in told(register)
    assert len(told(register)) == 5


def test_a_damaged_snapshot_is_written_anew_from_the_register(
    home: Path, register: Register
) -> None:
    save(register, "a", 1)
    register.publish()
    for file in (home / "snapshots" / "segments").iterdir():
        file.write_bytes(b"")
    save(register, "b", 2)
    assert told(register) == {("a", 1), ("b", 2)}


def test_large_segments_are_merged_when_due(home: Path, register: Register) -> None:
    scattered(register)
    before = told(register)
    assert len(register.snapshot().segments) == 6
    assert tidy(register)
    assert len(register.snapshot().segments) == 3
    assert told(register) == before
    assert not tidy(register)


def test_a_process_of_its_own_merges_and_ends(home: Path, register: Register) -> None:
    scattered(register)
    command = [sys.executable, "-m", "fingerprints.snapshot_tidy", str(home)]
    done = subprocess.run(command, input=register.keys.export(), text=True, check=False, timeout=60)
    assert done.returncode == 0
    assert len(register.snapshot().segments) == 3


TWO = """
import sys
from pathlib import Path
from fingerprints.keys import load
from fingerprints.register import Register
home = Path(sys.argv[1])
with Register(home, load(home, {})) as register:
    sys.stdin.readline()
    print(register.publish().name)
"""


def test_two_processes_publish_at_once_and_agree(home: Path, register: Register) -> None:
    save(register, "a", 1)
    register.publish()
    save(register, "b", 2)
    command = [sys.executable, "-c", TWO, str(home)]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for one in both:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    names = {one.communicate(timeout=60)[0].strip() for one in both}
    assert names == {register.publish().name}
    assert len(versions(home / "snapshots")) == 2


KILLED = """
import json, os, sys
from pathlib import Path
from fingerprints import register_publish, snapshot_update
from fingerprints.keys import load
from fingerprints.register import Register
from fingerprints.register_publish import tidy
sys.path.insert(0, sys.argv[2])
from tests.fingerprints.test_snapshot_publish import save, scattered, told
home = Path(sys.argv[1])
keys = load(home, {})
register_publish._tidy_beside = str
os.fsync = int
STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}

def die_at(step):
    left = [step]
    def hook(event, args):
        if event in STEPS and str(args[0]).startswith(str(home)):
            left[0] -= 1
            if not left[0]:
                os._exit(9)
    sys.addaudithook(hook)

killed = []
for act in ("publish", "tidy"):
    step, code = 0, 9
    if act == "tidy":
        with Register(home, keys) as register:
            scattered(register, 5)
    while code == 9:
        step += 1
        with Register(home, keys) as register:
            if act == "publish":
                save(register, "a", 1_000 + step)
            before = told(register) if act == "tidy" else None
        child = os.fork()
        if not child:
            die_at(step)
            with Register(home, keys) as register:
                register.publish() if act == "publish" else tidy(register)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in (0, 9), code
        with Register(home, keys) as register:
            after = told(register)
            assert after == before or (act == "publish" and ("a", 1_000 + step) in after), after
    killed.append(step - 1)
print(json.dumps(killed))
"""


def test_a_kill_at_any_step_leaves_a_snapshot_that_can_be_read(
    home: Path, register: Register
) -> None:
    """A process dies at its first touch of a file, its second, and so on until it lives."""
    save(register, "b", 1)
    register.publish()
    command = [sys.executable, "-c", KILLED, str(home), str(Path(__file__).parents[2])]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr
    publish, tidied_ = json.loads(done.stdout)
    assert publish > 10
    assert tidied_ > 10

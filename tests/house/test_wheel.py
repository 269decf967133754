"""The built wheel works alone, in an empty folder, without the checkout beside it."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("alerts", "console", "copywatch", "fingerprints", "hits", "matcher", "spiders")
TEXT = """Loosen the brass collar, then let the float settle until the gauge stands still.
Write the pressure of the lower chamber on the card, and hang the card beside the pump.
Where oil seeps past the second washer, warm the housing and press a new one in by hand.
Never tighten three bolts in a row: cross over, half a turn each, until none gives way.
The spindle wants grease from a clean tin, a thimbleful, spread thin with a birch splint.
After nine hours listen at the flange; a dull knock tells of air that must be bled off.
"""
START = """
import sys
sys.path[:0] = [{wheel!r}, {libraries!r}]
from copywatch.cli import main
if __name__ == "__main__":
    sys.argv = ["copywatch", *sys.argv[1:]]
    main()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the files git knows, unpacked into a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation",
         "-w", str(folder), str(ROOT)],
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    (built,) = folder.glob("copywatch-*.whl")
    unpacked = folder / "unpacked"
    zipfile.ZipFile(built).extractall(unpacked)
    return unpacked


def copywatch(wheel: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command from the wheel only: -S keeps the checkout's path file out."""
    libraries = sysconfig.get_path("purelib")
    script = folder / "start.py"
    script.write_text(START.format(wheel=str(wheel), libraries=libraries), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), "--home", str(folder / "home"), *arguments],
        cwd=folder, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    return done


def test_the_wheel_holds_every_package_and_nothing_of_the_tests(wheel: Path) -> None:
    top = {path.name for path in wheel.iterdir() if not path.name.endswith(".dist-info")}
    assert top == set(OURS)
    for room in OURS:
        here = {p.relative_to(ROOT) for p in (ROOT / room).rglob("*") if keeps(p)}
        there = {p.relative_to(wheel) for p in (wheel / room).rglob("*") if p.is_file()}
        assert here == there


def keeps(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def test_protect_scan_and_report_work_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    work = tmp_path / "steps.md"
    work.write_text(TEXT, encoding="utf-8")
    assert copywatch(wheel, tmp_path, "protect", str(work)).returncode == 0
    found = copywatch(wheel, tmp_path, "scan", str(work), "--save", "--json")
    assert found.returncode == 0, found.stderr
    assert '"asset": "steps"' in found.stdout
    assert copywatch(wheel, tmp_path, "report", "-o", "report.html").returncode == 0
    assert "steps" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert copywatch(wheel, tmp_path, "doctor").returncode == 0
    assert "klaus" in copywatch(wheel, tmp_path, "sites").stdout

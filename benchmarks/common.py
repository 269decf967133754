"""What every benchmark needs: the cache, pinned Python packages, intervals, and the machine."""

import hashlib
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from math import sqrt
from pathlib import Path

VARIABLE = "COPYWATCH_BENCH_CACHE"
Z = 1.959964  # of 95 %


def cache_root() -> Path:
    """The git-ignored folder of everything that benchmarks fetch or build."""
    return Path(os.environ.get(VARIABLE) or Path(__file__).parents[1] / ".cache" / "bench")


def package(folder: str, requirement: str, file: str, sha256: str, *options: str) -> Path:
    """An archive of the Python registry, fetched once by pip; another checksum ends the run."""
    path = cache_root() / folder / file
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", *options]
        subprocess.run([*command, "-d", str(path.parent), requirement], check=True)
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise SystemExit(f"{path} is not the archive that is pinned: delete it and run again")
    return path


def wilson(found: int, asked: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not asked:
        return 0.0, 1.0
    share, whole = found / asked, 1 + Z * Z / asked
    middle = (share + Z * Z / (2 * asked)) / whole
    half = Z * sqrt(share * (1 - share) / asked + Z * Z / (4 * asked**2)) / whole
    return max(0.0, middle - half), min(1.0, middle + half)


def machine(*libraries: str) -> str:
    """What it ran on, with the versions of these libraries."""
    told = "".join(f", {name} {version(name)}" for name in libraries)
    python = platform.python_version()
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {python}{told}"

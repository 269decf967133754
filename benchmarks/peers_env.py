"""The environment of copydetect, built once from its hash-locked list below the benchmark cache."""

import hashlib
import subprocess
import sys
from pathlib import Path

from benchmarks.common import cache_root

HERE = Path(__file__).parent
LOCK = HERE / "copydetect.lock"


def python() -> Path:
    """The interpreter of an environment with copydetect; made on first use (a minute, pip)."""
    version = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = cache_root() / f"copydetect-{version}"
    interpreter, done = folder / "bin" / "python", folder / "complete"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        options = ["-q", "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)]
        subprocess.run([str(interpreter), "-m", "pip", "install", *options], check=True)
        done.touch()
    return interpreter

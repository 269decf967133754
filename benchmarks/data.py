"""The labelled sets that benchmarks read: where they come from, and whether they are unchanged."""

import hashlib
import os
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
VARIABLE = "COPYWATCH_BENCH_DATA"


def root() -> Path:
    """The folder of all sets: from the environment, else beside the checkout."""
    return Path(os.environ.get(VARIABLE) or HERE.parents[1] / "shared" / "data")


def tree_hash(folder: Path) -> str:
    """SHA-256 over the sorted lines "path SHA-256" of every file below a folder."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()} {digest}\n".encode())
    return whole.hexdigest()


def sets() -> dict[str, dict[str, str]]:
    """What data.toml says of each set, by its folder."""
    return tomllib.loads((HERE / "data.toml").read_text(encoding="utf-8"))


def main() -> int:
    """Compare every set with its checksum; 1 when one is missing or differs."""
    wrong = 0
    for name, facts in sets().items():
        folder = root() / name
        state = "missing" if not folder.is_dir() else "as it was"
        if folder.is_dir() and tree_hash(folder) != facts["sha256"]:
            state = "changed: its figures cannot be compared with the committed ones"
        wrong += state != "as it was"
        print(f"{name}: {state}")
    if wrong:
        print(
            f"the sets are not part of this repository: put them into a folder and set {VARIABLE}"
        )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())

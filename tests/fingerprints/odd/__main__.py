"""`python -m tests.fingerprints.odd FOLDER [WORD]`: makes files, prints what becomes of each."""

import sys
from pathlib import Path

from tests.fingerprints.odd.corpus import CORPUS
from tests.fingerprints.odd.decode import apart, decoded
from tests.fingerprints.odd.draw import Odd


def main(folder: Path, word: str = "") -> None:
    """One line for each file: seconds, megabytes, kilobytes, and the picture or the reason."""
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / "ready"
    ready.write_bytes(CORPUS[0].make())
    for odd in CORPUS:
        if word in odd.name:
            print(line(odd, folder / odd.name.replace("/", "|"), ready), flush=True)


def line(odd: Odd, path: Path, ready: Path) -> str:
    """What became of one file."""
    if not path.exists():
        path.write_bytes(odd.make())
    found = decoded(path, ready)
    said = found.reason
    if found.picture is not None:
        levels, bits = apart(found.picture, odd)
        said = f"{levels:.1f} levels, {bits} bits apart, frames {len(found.picture.frames)}"
    size = path.stat().st_size / 1000
    return f"{odd.name:46}{found.seconds:5.2f} s{found.megabytes:5.0f} MB{size:9.1f} kB  {said}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])

"""Pinned archives that the benchmarks read: `python -m benchmarks.archives [--quick] [--pin]`."""

import argparse
import hashlib
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path

from benchmarks.common import cache_root

HERE = Path(__file__).parent
LIST = HERE / "archives.toml"
QUICK = {"wheel": 14, "sdist": 2}  # archives of one group and role that the quick form reads


@dataclass(frozen=True, slots=True)
class Archive:
    """One pinned file of a registry, and what it serves for."""

    kind: str  # wheel, sdist, npm, maven, deb
    name: str
    version: str
    file: str
    sha256: str
    group: str  # A, B, background
    role: str  # protected, negative, held, train
    reads: str  # the one language taken from it; all when empty

    @property
    def path(self) -> Path:
        """Where the file lies, or will."""
        return cache_root() / "archives" / self.kind / self.file


@cache
def archives() -> tuple[Archive, ...]:
    """The list, as committed."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))["archives"]
    return tuple(Archive(**facts) for facts in listed)


def quick() -> list[Archive]:
    """The archives of the quick form: what pip brings, a few of each group and role."""
    few: dict[tuple[str, str, str], list[Archive]] = {}
    for archive in archives():
        if archive.kind in QUICK and archive.group in {"A", "B"}:
            few.setdefault((archive.group, archive.role, archive.kind), []).append(archive)
    return [one for many in few.values() for one in many[: QUICK[many[0].kind]]]


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def present(archive: Archive) -> bool:
    """Whether the file is there; its checksum was compared when it came."""
    return bool(archive.file) and archive.path.is_file()


def written(listed: Iterable[Archive]) -> str:
    """The list as TOML, one line for each archive, under the comment it had."""
    head = LIST.read_text(encoding="utf-8").split("archives = [")[0]
    lines = []
    for archive in listed:
        facts = ", ".join(f'{f.name} = "{getattr(archive, f.name)}"' for f in fields(archive))
        lines.append(f"  {{ {facts} }},\n")
    return f"{head}archives = [\n{''.join(lines)}]\n"


def main() -> int:
    """Fetch what is missing; 1 when something could not be had as pinned."""
    from benchmarks import archives_fetch  # noqa: PLC0415 - it needs this module's names

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only what pip alone can bring")
    parser.add_argument("--pin", action="store_true", help="write versions and checksums anew")
    asked = parser.parse_args()
    wanted = quick() if asked.quick else list(archives())
    got, problems = archives_fetch.fetch(wanted, pin=asked.pin)
    if asked.pin:
        pinned = {(a.kind, a.name): a for a in got}
        listed = [pinned.get((a.kind, a.name), replace(a)) for a in archives()]
        LIST.write_text(written(listed), encoding="utf-8")
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(got)} of {len(wanted)} archives in {cache_root()}")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())

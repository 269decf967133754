"""Forgets what was seen, in every store of a home, so that no byte of it is left behind."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from copywatch.crawl import locked
from copywatch.installation import Installation
from copywatch.job import LOCK
from fingerprints.errors import CopywatchError
from hits import forget
from hits.follow import reindex
from hits.forget import Wanted
from hits.index_sqlite import SqliteIndex

HOUR = 3600.0
EVERY = 10**9
CHUNK = 1 << 20  # bytes of a file searched at once
PARTS = 16  # of the index of samples, one tidied each day


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What went, and what stayed."""

    pages: int
    hits: int
    hits_kept: int  # evidence: goes with --hits only
    answers: int  # sealed pages that were kept for conditional re-visits
    runs: int  # folders of crawls that were cut off
    captures: int  # WARC files
    bodies: int  # that something killed had left

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self)


def purge(installation: Installation, wanted: Wanted, *, with_hits: bool = False) -> Purged:
    """Forget it everywhere; refused while a crawl is under way, which would bring it back."""
    idle(installation)
    gone = forget.forget(installation.record.database, wanted, with_hits=with_hits)
    installation.look_index.forget(list(gone.samples))
    installation.look_index.tidy()
    purged = Purged(
        pages=gone.pages,
        hits=len(gone.hits),
        hits_kept=gone.hits_kept,
        answers=answers(installation.home, wanted),
        runs=folders(installation, wanted),
        captures=captures(installation) if with_hits else 0,
        bodies=bodies(installation.home / "blobs"),
    )
    budgets(installation.home, wanted)
    if gone.hits:
        indexed(installation)
    forget.shred(installation.record.database)
    return purged


def expire(installation: Installation, now: datetime) -> int:
    """Forget pages that were not seen for as long as the configuration says; how many."""
    days = installation.config.seen.keep_days
    if not days:
        return 0
    limit = (now - timedelta(days=days)).astimezone(UTC).isoformat()
    gone = forget.forget(installation.record.database, Wanted(before=limit))
    if gone.samples:
        installation.look_index.forget(list(gone.samples))
    installation.look_index.tidy(now.toordinal(), PARTS)
    answers(installation.home, Wanted(before=limit), whole=False)
    folders(installation, Wanted(before=limit))
    forget.empty_log(installation.record.database)
    return gone.pages


def idle(installation: Installation) -> None:
    """CopywatchError while a crawl of this home is under way."""
    for folder in (installation.home / "runs").glob("*"):
        if locked(folder / LOCK):
            raise CopywatchError(
                "A crawl is under way, and would bring back what is purged: stop it "
                "(or `copywatch serve`), or wait for its end, then purge again."
            )


def answers(home: Path, wanted: Wanted, *, whole: bool = True) -> int:
    """Sealed answers kept for re-visits: the old ones, or all, for pictures of a page may lie
    anywhere; what is asked for again is sent whole once. `whole` writes the file anew."""
    path = home / "revisits" / "answers.db"
    if not path.exists():
        return 0
    limit = datetime.fromisoformat(wanted.before).timestamp() if wanted.before else time.time() + 1
    return shredded(path, [("DELETE FROM answers WHERE at < ?", (limit,))], whole=whole)


def budgets(home: Path, wanted: Wanted) -> None:
    """How many pages of a site were read on which day."""
    path = home / "state" / "budget.db"
    if not path.exists() or wanted.asset:
        return
    with closing(sqlite3.connect(path, timeout=30)) as database:
        sites = [site for (site,) in database.execute("SELECT DISTINCT site FROM days")]
    steps: list[tuple[str, tuple[str, ...]]] = [
        ("DELETE FROM days WHERE site = ?", (site,)) for site in sites if wanted.at(site)
    ]
    if wanted.before:
        steps.append(("DELETE FROM days WHERE day < ?", (wanted.before[:10],)))
    shredded(path, steps)


def shredded(path: Path, steps: list[tuple[str, tuple[Any, ...]]], *, whole: bool = True) -> int:
    """Delete rows of an SQLite file and every trace of them; how many went."""
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = ON")
        count = sum(database.execute(*step).rowcount for step in steps)
        if whole:
            database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return count


def folders(installation: Installation, wanted: Wanted) -> int:
    """Folders of crawls that were cut off and know what is purged; they begin anew."""
    count = 0
    for folder in sorted((installation.home / "runs").glob("*")):
        if not _knows(folder, wanted):
            continue
        shutil.rmtree(folder)
        count += 1
        run = installation.record.run(folder.name)
        if run and run.state == "running":
            installation.record.finish_run(run.id, run.looked, datetime.now(UTC), "stopped")
    return count


def _knows(folder: Path, wanted: Wanted) -> bool:
    files = [path for path in folder.rglob("*") if path.is_file()]
    if wanted.before:
        limit = datetime.fromisoformat(wanted.before).timestamp()
        return all(path.stat().st_mtime < limit for path in files)
    word = (wanted.site or wanted.asset).encode()
    return any(word in chunk for path in files for chunk in _chunks(path, len(word)))


def _chunks(path: Path, overlap: int) -> Iterator[bytes]:
    """The bytes of a file in pieces that overlap, so that no word is cut."""
    with path.open("rb") as file:
        rest = b""
        while chunk := file.read(CHUNK):
            yield rest + chunk
            rest = chunk[-overlap:]


def captures(installation: Installation) -> int:
    """WARC files that no visit names any more; younger than an hour, one may be on its way."""
    record, root = installation.record, installation.captures.root
    named = forget.captured(record.database, lambda hit: record.visits(hit, limit=EVERY))
    count = 0
    for path in root.rglob("*.warc.gz*"):
        if path.relative_to(root).as_posix() not in named:
            path.unlink()
            count += 1
    return count


def bodies(folder: Path) -> int:
    """Bodies that a killed scan left; a living one drops its own."""
    count = 0
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_mtime < time.time() - HOUR:
            path.unlink()
            count += 1
    return count


def indexed(installation: Installation) -> None:
    """Make the index of hits again from the record, and its file without what went."""
    reindex(installation.record, installation.index)
    if isinstance(installation.index, SqliteIndex):
        shredded(installation.index.path, [])

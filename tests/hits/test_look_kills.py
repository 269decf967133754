"""A process that writes pages and follows them is killed at any moment: no page is lost."""

import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from hits.look import Part, look
from hits.look_index import LookIndex
from hits.record import Record
from hits.tables import pages

KILLS = 3
WRITER = """
import sys
import numpy as np
from pathlib import Path
from hits.look_index import LookIndex
from hits.record import Record
from hits.seen import SeenPage
from matcher.sample import packed

home = Path(sys.argv[1])
with Record.open(f"sqlite:///{home / 'record.db'}") as record:
    index = LookIndex(home / "seen", record.database, small=2, large=8)
    for number in range(10_000):
        url = f"https://a.example/{sys.argv[2]}/{number}"
        sample = packed([("text_chars@1", np.array([1, 2, 3], np.uint64))])
        record.pages.put(SeenPage(url=url, seen_at="2026-03-01T10:00:00+00:00", sample=sample))
        print(number, flush=True)
        index.catch_up()
"""


def killed(home: Path, name: str, count: int, seconds: float) -> None:
    """A writer that is killed so long after so many pages."""
    command = [sys.executable, "-c", WRITER, str(home), name]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(count):
            assert process.stdout.readline()
        time.sleep(seconds)
        process.kill()


def test_a_kill_at_any_moment_loses_no_page_that_was_recorded(tmp_path: Path) -> None:
    chance = random.Random(4)  # noqa: S311 - moments, no secret
    asked = [Part("a", {"text_chars@1": np.array([1, 2, 3], np.uint64)})]
    with Record.open(f"sqlite:///{tmp_path / 'record.db'}") as record:
        index = LookIndex(tmp_path / "seen", record.database, small=2, large=8)
        for number in range(KILLS):
            killed(tmp_path, str(number), chance.randint(3, 25), chance.uniform(0, 0.03))
            with record.database.read() as connection:
                kept = set(connection.execute(sa.select(pages.c.url)).scalars())
            assert {past.url for past in look(index, asked)} == kept
        index.catch_up()
        assert len(kept) > KILLS
        assert len(index.ranges()) > 1
        assert not list(index.folder.glob("*.new"))
        assert {past.url for past in look(index, asked)} == kept

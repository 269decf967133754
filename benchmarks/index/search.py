"""How fast 100,000 hits are searched, filtered and counted on SQLite.

Run `python -m benchmarks.index.search`.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from hits.hit import Hit, hit_id
from hits.index import Query
from hits.index_sqlite import SqliteIndex

HITS = 100_000
ROUNDS = 25
WORDS = [f"word{number}" for number in range(30_000)]
WEIGHTS = list(accumulate(1 / (number + 10) for number in range(30_000)))
QUERIES = {
    "inbox (status open)": Query(status=("open",)),
    "everything": Query(),
    "one channel, open": Query(status=("open",), channel=("code",)),
    "one seller": Query(seller=("seller 17",)),
    "two sites, risk from 60": Query(site=("site 3", "site 4"), min_risk=60),
    "a common word": Query(text="word3"),
    "two common words, open": Query(text="word12 word8", status=("open",)),
    "a rare word": Query(text="word21007"),
}


def made(number: int, chance: random.Random) -> Hit:
    """One of many hits, with words as uneven as in real titles."""
    place = f"site {number % 20}/item/{number}"
    title = " ".join(chance.choices(WORDS, cum_weights=WEIGHTS, k=9))
    status = chance.choices(("open", "confirmed", "not ours", "authorised"), (70, 10, 15, 5))[0]
    day = f"2026-{1 + number % 12:02}-{1 + number % 28:02}T10:00:00+00:00"
    return Hit(
        id=hit_id("asset", place),
        asset=f"asset {chance.randrange(500)}",
        place=place,
        url=f"https://{place}",
        site=f"site {number % 20}",
        channel=chance.choice(("marketplace", "trade_show", "code", "paste", "web")),
        title=title,
        seller=f"seller {int(20_000 * chance.random() ** 3)}",
        seller_id="",
        country=chance.choice(("CN", "TR", "DE", "US", "VN", "")),
        price=chance.random() * 100,
        currency="EUR",
        verdict=chance.choice(("copy", "part copy", "logo", "name")),
        score=round(chance.random(), 3),
        risk=chance.randrange(101),
        risk_reasons=(),
        sentence=" ".join(chance.choices(WORDS, cum_weights=WEIGHTS, k=12)),
        kinds=("image_hash@1",),
        first_seen=day,
        last_seen=day,
        status=status,
        seq=number + 1,
    )


def hits() -> Iterator[Hit]:
    """The same hits every time."""
    chance = random.Random(7)  # noqa: S311  # repeatable, no secret
    yield from (made(number, chance) for number in range(HITS))


def timed(index: SqliteIndex, wanted: Query) -> tuple[float, float, int]:
    """Median and 95th percentile in ms over first and following pages, and the total."""
    took = []
    cursor = ""
    for _ in range(ROUNDS):
        start = time.perf_counter()
        page = index.search(wanted, cursor)
        took.append((time.perf_counter() - start) * 1000)
        cursor = page.cursor
    took.sort()
    return statistics.median(took), took[int(0.95 * len(took))], page.total


def main() -> None:
    """Fill an index and print one line per query."""
    with tempfile.TemporaryDirectory() as folder:
        index = SqliteIndex(Path(folder) / "index.db")
        start = time.perf_counter()
        index.rebuild(hits(), HITS)
        seconds = time.perf_counter() - start
        size = (Path(folder) / "index.db").stat().st_size / 1e6
        print(f"{HITS} hits filled in {seconds:.1f} s, {size:.0f} MB, Python {sys.version[:6]}")
        for name, wanted in QUERIES.items():
            median, slow, total = timed(index, wanted)
            print(f"{name:28} {median:8.1f} ms median {slow:8.1f} ms p95 {total:8} hits")


if __name__ == "__main__":
    main()

"""The index follows the record by sequence number, and can be made again from it."""

from collections.abc import Iterator
from dataclasses import dataclass

from hits.hit import Hit
from hits.index import Index, IndexDown
from hits.record import BATCH, Record


@dataclass(frozen=True, slots=True)
class Lag:
    """How many changed hits the index does not know yet, and why it may not answer."""

    hits: int
    down: str = ""


def catch_up(record: Record, index: Index, *, most: int = 100 * BATCH) -> int:
    """Put what changed since the index last followed; how many hits it still lags behind."""
    seq = index.position()
    for _ in range(0, most, BATCH):
        changed = record.since(seq, BATCH)
        if not changed:
            break
        index.put(changed)
        seq = changed[-1].seq
        index.follow_to(seq)
        record.index_followed(seq)
    return record.behind(seq)


def lag(record: Record, index: Index) -> Lag:
    """How far the index is behind; while it is down, behind what it last confirmed."""
    try:
        return Lag(record.behind(index.position()))
    except IndexDown as error:
        return Lag(record.behind(record.index_position()), str(error))


def reindex(record: Record, index: Index) -> int:
    """Make the index again from the record, switch to it at once, and return its size."""
    seq = record.position()
    counted = 0

    def counting() -> Iterator[Hit]:
        nonlocal counted
        for hit in record.every_hit():
            counted += 1
            yield hit

    index.rebuild(counting(), seq)
    catch_up(record, index)
    return counted

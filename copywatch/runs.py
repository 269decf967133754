"""What a whole run looked at, added up from its pages."""

from collections.abc import Iterable
from dataclasses import replace

from copywatch.frontier import Frontier
from hits.looked import Looked, from_json
from hits.record import Record


def total(record: Record, run: str, frontier: Frontier) -> Looked:
    """The counts of all pages, and each touched hit counted once as what it is now."""
    looked = Looked()
    touched: set[str] = set()
    gone: set[str] = set()
    for page in frontier.counts():
        looked = looked.merge(from_json(page["looked"]))
        touched.update(page["hits"])
        gone.update(page["gone"])
    known = record.run(run)
    return sorted_out(record, looked, touched, gone - touched, known.started_at if known else "")


def sorted_out(
    record: Record, looked: Looked, touched: Iterable[str], gone: Iterable[str], since: str
) -> Looked:
    """Tell new, known, returned and authorised hits apart."""
    hits = record.hits(sorted(touched))
    authorised = sum(hit.status == "authorised" for hit in hits)
    ours = [hit for hit in hits if hit.status != "authorised"]
    new = sum(hit.first_seen >= since for hit in ours)
    returned = sum(hit.first_seen < since <= hit.returned_at for hit in ours)
    return replace(
        looked,
        new=new,
        returned=returned,
        known=len(ours) - new - returned,
        authorised=authorised,
        gone=len(set(gone)),
    )

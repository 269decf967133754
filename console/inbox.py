"""The inbox: hits by risk, with search, filters and keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from console import filters, quarantine
from console.visit import Visit
from hits.hit import Hit
from hits.index import CursorGone, IndexDown, Page, Query

NEWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The links around the list."""

    text: str
    hidden: Sequence[tuple[str, str]]  # filters that a new search keeps
    chips: Sequence[filters.Chip]
    facets: Sequence[filters.Facet]
    narrowed: bool
    here: str
    walk: str  # what a hit's address carries so that it knows its neighbours
    first: str
    next: str
    after: str
    hits_elsewhere: bool


def show(visit: Visit) -> Response:
    """A page of hits, the most urgent first."""
    query = filters.read(visit.request.query_params)
    after = visit.request.query_params.get("after", "")[:2000]
    page, searchable, after = search(visit, query, after)
    hits = visit.services.record.hits(page.ids)
    names = asset_names(visit)
    return visit.page(
        "inbox.html",
        hits=hits,
        names=names,
        marks=quarantine.marks(visit, page.ids),
        total=page.total,
        searchable=searchable,
        view=_view(visit, query, page, after, names),
        **decided(visit),
    )


def search(visit: Visit, query: filters.Asked, after: str) -> tuple[Page, bool, str]:
    """The index's answer, or the record's own when the index is down or cannot know."""
    if query.silent:
        return (
            _part(visit.services.record.quarantine.silent(query.silent), query, after),
            True,
            after,
        )
    try:
        return visit.services.index.search(query, after), True, after
    except CursorGone:
        return visit.services.index.search(query), True, ""
    except IndexDown:
        return without_index(visit, query, after), False, after


def without_index(visit: Visit, query: Query, after: str) -> Page:
    """A page straight from the record, by risk."""
    fits = [hit.id for hit in visit.services.record.hits_of() if _fits(hit, query)]
    return _part(fits, query, after)


def _part(ids: Sequence[str], query: Query, after: str) -> Page:
    """One page of these; the cursor is how many came before."""
    start = int(after) if after.isdecimal() and len(after) < 9 else 0  # noqa: PLR2004
    stop = start + query.limit
    return Page(
        ids=tuple(ids[start:stop]),
        total=len(ids),
        cursor=str(stop) if stop < len(ids) else "",
    )


def _fits(hit: Hit, query: Query) -> bool:
    return all(getattr(hit, name) in values for name, values in query.chosen().items())


def asset_names(visit: Visit) -> Mapping[str, str]:
    """What each work may be called."""
    with visit.services.register() as register:
        return {asset.id: asset.shown for asset in register.assets()}


def decided(visit: Visit) -> dict[str, Any]:
    """What was decided just before, when a decision led here."""
    done, closed = visit.asked("done"), visit.asked("closed")
    return {
        "done": visit.services.record.hit(done) if done else None,
        "closed": int(closed) if closed.isdecimal() and len(closed) < 9 else 0,  # noqa: PLR2004
    }


def _view(
    visit: Visit, query: filters.Asked, page: Page, after: str, names: Mapping[str, str]
) -> View:
    here = filters.address(query, after)
    silent = quarantine.name_of(visit, query.silent) if query.silent else ""
    chips = filters.chips(query, names, silent)
    return View(
        text=query.text,
        hidden=[pair for pair in filters.pairs(query) if pair[0] not in {"q", "silent"}],
        chips=chips,
        facets=filters.facets(query, page, names),
        narrowed=bool(chips),
        here=here,
        walk=here[1:],
        first=filters.address(query),
        next=filters.address(query, page.cursor) if page.cursor else "",
        after=after,
        hits_elsewhere=visit.services.record.position() > 0,
    )


def pulse(visit: Visit) -> Response:
    """How many open hits are new since a page was made; asked for by the script."""
    seq, since = visit.asked("seq"), visit.asked("at")
    after = int(seq) if seq.isdecimal() and len(seq) < 19 else 0  # noqa: PLR2004
    changed = visit.services.record.since(after, NEWS)
    fresh = [hit for hit in changed if hit.status == "open" and _fresh(hit, since)]
    return JSONResponse(
        {
            "fresh": len(fresh),
            "more": len(changed) == NEWS,
            "lag": visit.services.lag().hits,
        }
    )


def _fresh(hit: Hit, since: str) -> bool:
    return hit.first_seen >= since or hit.returned_at >= since

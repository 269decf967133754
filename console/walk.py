"""Where a hit stands in the list it was opened from: its neighbours there."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import QueryParams

from console import filters, inbox
from console.visit import Visit

OWN = {"proof", "plain", "done", "closed"}  # of the hit page itself, not of the list


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Links to the list and to the hits before and after."""

    back: str
    query: str  # "?..." that names the list
    position: str = ""
    prev: str = ""
    next: str = ""
    next_id: str = ""


def around(visit: Visit, hit: str, query: str) -> Walk:
    """The neighbours in the list that `query` names; a hit that left it goes on to the first."""
    fields = parse_qs(query.lstrip("?"))
    params = QueryParams([(k, v) for k, values in fields.items() for v in values if k not in OWN])
    wanted = filters.read(params)
    page, _, after = inbox.search(visit, wanted, params.get("after", "")[:2000])
    back = filters.address(wanted, after)
    ids = list(page.ids)
    at = ids.index(hit) if hit in ids else -1
    later = ids[at + 1 :] or _over_the_page(visit, wanted, page.cursor)
    following = next((one for one in later if one != hit), "")
    return Walk(
        back=back,
        query=back[1:],
        position=f"{at + 1} of {len(ids)}" if at >= 0 else "",
        prev=f"/hits/{ids[at - 1]}{back[1:]}" if at > 0 else "",
        next=f"/hits/{following}{back[1:]}" if following else "",
        next_id=following,
    )


def _over_the_page(visit: Visit, wanted: filters.Asked, cursor: str) -> list[str]:
    return list(inbox.search(visit, wanted, cursor)[0].ids) if cursor else []


def onward(walk: Walk, **facts: str | int) -> str:
    """Where to go after a decision: the next hit, or the list."""
    extra = urlencode({name: value for name, value in facts.items() if value})
    place = walk.next or walk.back
    return f"{place}{'&' if '?' in place else '?'}{extra}" if extra else place

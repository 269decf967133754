"""Names in a text and in all that it decodes to."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

import numpy as np

from fingerprints.snapshot import Snapshot
from matcher.clock import ENDLESS, LATE, NAMED, Clock
from matcher.found import Answer, Found
from matcher.name_index import NameIndex
from matcher.names import LONGEST, match_names
from matcher.view import Stretch, View, changed, parted

VIEWS = 8  # of one text, the text itself among them
ENCODED = "html", "url"
NEAR = 200  # characters around an encoded sign
_ENCODED = re.compile(
    r"(&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});|(?:%[0-9a-f]{2})+)", re.IGNORECASE
)


def in_views(
    views: list[View], where: str, index: NameIndex, snapshot: Snapshot, clock: Clock = ENDLESS
) -> Answer:
    """Each name once: where it stands in the text, else in what was decoded from it."""
    answer, told, late = Answer(), set[str](), clock.late
    for view in clock.each(_read(views), NAMED):
        for found in match_names(view.text, where, index, snapshot, clock):
            name = found.evidence.details["name"]
            if name not in told:
                told.add(name)
                answer.found.append(_seen_through(found, view) if view.how else found)
        if len(view.text) > LONGEST:
            left = f"names were looked for in the first {LONGEST} characters"
            answer.unreadable.append(f"{where or 'page'}: {left}")
    if clock.late > late:
        answer.unreadable.append(f"{where or 'page'}: names were not looked for to the end: {LATE}")
    return answer


def _read(views: list[View]) -> Iterator[View]:
    """The text; without entities and percent signs (be there one or many); what else it holds."""
    yield views[0]
    around = _around(views[0].text)
    parts = parted(views[0].text, _ENCODED, around)
    plain = changed(views[0], parts, _decoded, around, "encoded signs")
    if plain is not None:
        yield plain
    yield from [view for view in views[1:VIEWS] if not set(view.how) <= set(ENCODED)]


def _around(text: str) -> list[Stretch]:
    """What stands near encoded signs."""
    spans = np.array([found.span() for found in _ENCODED.finditer(text)], np.int64).reshape(-1, 2)
    starts, ends = np.maximum(spans[:, 0] - NEAR, 0), np.minimum(spans[:, 1] + NEAR, len(text))
    first = np.append(True, starts[1:] > ends[:-1])[: len(starts)]
    last = np.append(first[1:], True)[: len(starts)]
    return list(zip(starts[first].tolist(), ends[last].tolist(), strict=True))


def _decoded(sign: str) -> str:
    return unquote(sign) if sign.startswith("%") else unescape(sign)


def _seen_through(found: Found, view: View) -> Found:
    """Evidence from a view, told in places of the page."""
    spans = tuple(
        (part, replace(on, start=start, end=end))
        for part, on in found.evidence.spans
        for start, end in (view.span(on.start, on.end),)
    )
    return replace(found, evidence=replace(found.evidence, unwrapped=view.how, spans=spans))

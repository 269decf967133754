"""The proofs of a hit: what stands on our side, what on the page, and what is shared."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from console import desk, inside, marks, quads, words
from console.visit import Visit
from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, File, Image, Table, Text
from hits.captures import Captures
from hits.hit import Hit, Seen
from matcher.match import Evidence, Span
from matcher.sentence import tell

LISTED = 40
CELL = 32  # letters of a cell before its row is pushed aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: a picture's address, or a text with marks."""

    picture: str = ""
    lines: Sequence[marks.Line] = ()
    rest: int = 0
    code: bool = False
    rows: bool = False  # of a table: columns stand below each other, lines do not wrap


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One piece of evidence; `fill` adds the sides of the one that is looked at."""

    number: int
    seen: Seen
    evidence: Evidence
    href: str = ""
    drawn: str = ""  # under which its outlined pictures stand; "" where plain ones are shown
    mine: Side | None = None
    theirs: Side | None = None
    names: str = ""

    @property
    def kind(self) -> str:
        """In words."""
        return words.kind(self.evidence.kind)

    @property
    def label(self) -> str:
        """What tells this proof from the others: the part, or where a name stands."""
        named = self.evidence.kind.startswith("names")
        return words.spot(self.evidence.where) if named else self.evidence.part

    @property
    def strange(self) -> str:
        """Letters of a name that are not the ones they look like."""
        details = self.evidence.details
        return words.strange(str(details.get("written", "")), str(details.get("name", "")))

    @property
    def pictures(self) -> bool:
        """Whether both sides are pictures."""
        return self.evidence.kind.startswith("image")

    @property
    def quads(self) -> quads.Quads | None:
        """The quadrilaterals on both pictures, where they can be drawn."""
        return quads.read(self.evidence.details) if self.pictures else None

    @property
    def key(self) -> str:
        """Names exactly this proof: another that takes its place has another address."""
        one = self.evidence
        told = (one.kind, one.part, one.where, str(one.details.get("sha256")), self.quads)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    @property
    def overlay(self) -> str:
        """The address of one picture laid over the other; "" where one of them is missing."""
        return f"{self.drawn}/overlay" if self.drawn and self.mine and self.theirs else ""

    @property
    def told(self) -> str:
        """What it shows, in words."""
        return tell(self.evidence)

    @property
    def unseen(self) -> str:
        """Why the found side is not shown."""
        if self.evidence.unwrapped or isinstance(there(self), File):
            return "It stands inside a file that cannot be opened here. What was kept is below."
        return "What stood there is not kept here."


def listed(visits: Iterable[Seen]) -> list[Proof]:
    """The strongest evidence for each pair of part and place, strongest first."""
    best: dict[tuple[str, str, str], tuple[Seen, Evidence]] = {}
    for seen in visits:
        for evidence in seen.match.evidence:
            key = (evidence.kind, evidence.part, evidence.where)
            if key not in best or evidence.score > best[key][1].score:
                best[key] = (seen, evidence)
    ranked = sorted(best.values(), key=lambda pair: -pair[1].score)
    return [Proof(number=n, seen=s, evidence=e) for n, (s, e) in enumerate(ranked)]


def fill(visit: Visit, hit: Hit, proof: Proof) -> Proof:
    """Read both sides; the protected one comes from the original, at this moment only."""
    evidence = proof.evidence
    services = visit.services
    if proof.quads and not visit.asked("plain"):
        proof = replace(proof, drawn=f"/hits/{hit.id}/matched/{proof.key}")
    found = member(proof, blobs=services.blobs, captures=services.captures, desk=services.desk)
    shown = found[0] if found else there(proof)
    if evidence.kind.startswith("names"):
        return replace(proof, names=named(evidence), theirs=_theirs(hit, proof, shown))
    with desk.protected(visit, hit.asset, evidence.part) as content:
        wider = replace(evidence, spans=widened(evidence, content, shown))
        proof = replace(proof, evidence=wider)
        mine = _mine(hit, proof, content)
    return replace(proof, mine=mine, theirs=_theirs(hit, proof, shown))


def widened(evidence: Evidence, ours: Content | None, theirs: Content | None) -> marks.Pairs:
    """The shared spans to the ends of what both sides share; fingerprints see whole steps only."""
    if isinstance(ours, Text | Code) and isinstance(theirs, Text | Code):
        return marks.widened(ours.body, theirs.body, evidence.spans)
    return evidence.spans


def member(proof: Proof, *, blobs: Blobs, captures: Captures, desk: Blobs) -> inside.Shown | None:
    """What the proof means inside a file that was found; None when it is no file."""
    file, warc = there(proof), proof.seen.warc
    if not isinstance(file, File):
        return None
    kept = inside.bytes_of(file, blobs, lambda digest: captures.read(warc, digest))
    return inside.look(proof.evidence, file, kept, desk.root) if kept else None


def named(evidence: Evidence) -> str:
    """The protected name that the evidence speaks of."""
    return str(evidence.details.get("name") or evidence.part.partition(":")[2] or evidence.part)


def _mine(hit: Hit, proof: Proof, content: Content | None) -> Side | None:
    if content is None:
        return None
    if proof.pictures:
        plain = f"/works/{quote(hit.asset)}/picture?{urlencode({'part': proof.evidence.part})}"
        return Side(picture=f"{proof.drawn}/yours" if proof.drawn else plain)
    return text_side(content, [ours for ours, _ in proof.evidence.spans])


def _theirs(hit: Hit, proof: Proof, content: Content | None) -> Side | None:
    if content is None:
        return None
    if isinstance(content, Image):
        plain = f"/hits/{hit.id}/pictures/{content.sha256}"
        return Side(picture=f"{proof.drawn}/found" if proof.drawn else plain)
    return text_side(content, [theirs for _, theirs in proof.evidence.spans])


def there(proof: Proof) -> Content | None:
    """The content of the page that the evidence speaks of."""
    sighting, where = proof.seen.sighting, proof.evidence.where
    named = {where, str(proof.evidence.details.get("sha256", ""))} - {""}
    fitting = [
        (len(named & _names(content)), content)
        for content in sighting.contents
        if isinstance(content, File) or isinstance(content, Image) == proof.evidence.in_picture
        if named & _names(content)
    ]
    if fitting:
        return max(fitting, key=lambda pair: pair[0])[1]
    return Text(sighting.title, where="title") if where == "title" else None


def _names(content: Content) -> set[str]:
    """All that the matcher may call a content by."""
    if isinstance(content, Image | File):
        return {content.where, content.url, content.sha256}
    return {content.where}


def text_side(content: Content, spans: Sequence[Span]) -> Side | None:
    if isinstance(content, Table):
        body = _columns(content.rows)
        marked = marks.mark(body, _rows(body, spans))
    elif isinstance(content, Text | Code):
        marked = marks.mark(content.body, spans)
    else:
        return None
    code, rows = not isinstance(content, Text), isinstance(content, Table)
    return Side(lines=marked.lines, rest=marked.rest, code=code, rows=rows)


def _columns(rows: Sequence[Sequence[str]]) -> str:
    """The rows as lines, their cells below each other."""
    plain = [[" ".join(cell.split()) for cell in row] for row in rows]
    wide = [0] * max(map(len, plain), default=0)
    for row in plain:
        for at, cell in enumerate(row):
            wide[at] = min(CELL, max(wide[at], len(cell)))
    return "\n".join(
        "  ".join(cell.ljust(wide[at]) for at, cell in enumerate(row)).rstrip() for row in plain
    )


def _rows(body: str, spans: Sequence[Span]) -> list[Span]:
    """Spans of rows as spans of characters."""
    bounds = marks.bounds(body)
    wanted = {row for span in spans for row in range(span.start, min(span.end, len(bounds)))}
    return [Span(*bounds[row]) for row in sorted(wanted)]


def linked(proof: Proof, hit: Hit, query: str) -> Proof:
    """The proof with the address that shows it."""
    joint = "&" if query else "?"
    return replace(proof, href=f"/hits/{hit.id}{query}{joint}proof={proof.number}")

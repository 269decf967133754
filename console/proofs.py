"""The proofs of a hit: what stands on our side, what on the page, and what is shared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from console import desk, marks, words
from console.visit import Visit
from fingerprints.content import Code, Content, File, Image, Table, Text
from hits.hit import Hit, Seen
from matcher.match import Evidence, Span
from matcher.sentence import tell

LISTED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: a picture's address, or a text with marks."""

    picture: str = ""
    lines: Sequence[marks.Line] = ()
    rest: int = 0
    code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One piece of evidence; `fill` adds the sides of the one that is looked at."""

    number: int
    seen: Seen
    evidence: Evidence
    href: str = ""
    mine: Side | None = None
    theirs: Side | None = None
    names: str = ""

    @property
    def kind(self) -> str:
        """In words."""
        return words.kind(self.evidence.kind)

    @property
    def pictures(self) -> bool:
        """Whether both sides are pictures."""
        return self.evidence.kind.startswith("image")

    @property
    def told(self) -> str:
        """What it shows, in words."""
        return tell(self.evidence)

    @property
    def unseen(self) -> str:
        """Why the found side is not shown."""
        if self.evidence.unwrapped or isinstance(there(self), File):
            return "It stands inside a file. What was kept of the page, below, holds that file."
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
    if evidence.kind.startswith("names"):
        return replace(proof, names=_name(evidence), theirs=_theirs(hit, proof))
    with desk.protected(visit, hit.asset, evidence.part) as content:
        mine = _mine(hit, proof, content)
    return replace(proof, mine=mine, theirs=_theirs(hit, proof))


def _name(evidence: Evidence) -> str:
    return str(evidence.details.get("name") or evidence.part.partition(":")[2] or evidence.part)


def _mine(hit: Hit, proof: Proof, content: Content | None) -> Side | None:
    if content is None:
        return None
    if proof.pictures:
        query = urlencode({"part": proof.evidence.part})
        return Side(picture=f"/works/{quote(hit.asset)}/picture?{query}")
    return text_side(content, [ours for ours, _ in proof.evidence.spans])


def _theirs(hit: Hit, proof: Proof) -> Side | None:
    content = there(proof)
    if content is None:
        return None
    if isinstance(content, Image):
        return Side(picture=f"/hits/{hit.id}/pictures/{content.sha256}")
    return text_side(content, [theirs for _, theirs in proof.evidence.spans])


def there(proof: Proof) -> Content | None:
    """The content of the page that the evidence speaks of."""
    sighting, where = proof.seen.sighting, proof.evidence.where
    named = {where, str(proof.evidence.details.get("sha256", ""))} - {""}
    fitting = [
        (len(named & _names(content)), content)
        for content in sighting.contents
        if isinstance(content, Image) == proof.pictures and named & _names(content)
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
        body = "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in content.rows)
        marked = marks.mark(body, _rows(body, spans))
    elif isinstance(content, Text | Code):
        marked = marks.mark(content.body, spans)
    else:
        return None
    return Side(lines=marked.lines, rest=marked.rest, code=not isinstance(content, Text))


def _rows(body: str, spans: Sequence[Span]) -> list[Span]:
    """Spans of rows as spans of characters."""
    bounds = marks.bounds(body)
    wanted = {row for span in spans for row in range(span.start, min(span.end, len(bounds)))}
    return [Span(*bounds[row]) for row in sorted(wanted)]


def linked(proof: Proof, hit: Hit, query: str) -> Proof:
    """The proof with the address that shows it."""
    joint = "&" if query else "?"
    return replace(proof, href=f"/hits/{hit.id}{query}{joint}proof={proof.number}")

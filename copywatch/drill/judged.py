"""What the matcher said of a disguised part: found, or in words why not."""

from collections.abc import Mapping

from copywatch.drill.disguise import Disguised
from copywatch.drill.plan import Planned
from copywatch.drill.tried import Tried
from copywatch.scan import Scanned
from fingerprints import image_hash
from matcher.match import HITS, Examined
from spiders import pictures

UNSEEN = "the crawler did not see it"


def judged(plan: Planned, asset: str, answer: Scanned | None) -> Tried:
    """One part in one disguise, with the answer for its page; None: the page never came."""
    if plan.page is None:
        return Tried(part=plan.part, why=plan.why)
    if answer is None or answer.unseen:
        why = answer.unseen.get("why", "") if answer else ""
        return Tried(part=plan.part, why=f"{UNSEEN}: {why}" if why else UNSEEN)
    mine = [match for match in answer.examined.matches if match.asset == asset]
    match = next((match for match in mine if match.verdict in HITS), next(iter(mine), None))
    if match is None:
        return _missed(plan.part, asset, plan.page, answer.examined)
    best = match.evidence[0]
    found = match.verdict in HITS
    return Tried(
        part=plan.part,
        found=found,
        verdict=match.verdict,
        score=match.score,
        kind=best.kind,
        unwrapped=best.unwrapped,
        why="" if found else _told(match.verdict, best.details),
    )


def _told(verdict: str, details: Mapping[str, object]) -> str:
    """What was said in place of a hit."""
    why = details.get("why")
    return f'told as "{verdict}", which is no hit{f": {why}" if why else ""}'


def _missed(part: str, asset: str, page: Disguised, examined: Examined) -> Tried:
    """Not found: the nearest miss, else what the page shares, else what could not be read."""
    near = next((miss for miss in examined.near if miss.asset == asset), None)
    if near is not None:
        least = "looked at" if near.kind == image_hash.NAME else "a hit"
        why = f"alike {near.score:.2f}, {least} from {near.threshold:.2f} on"
        return Tried(part=part, score=near.score, kind=near.kind, why=why)
    shared = max((c[3] for c in examined.candidates if c[0] == asset), default=0)
    if shared:
        return Tried(part=part, why=f"shares {shared} marks, too few")
    unread = next(iter(examined.unreadable), "") or _not_fetched(page, examined)
    return Tried(part=part, why=unread or "shares no mark with the work")


def _not_fetched(page: Disguised, examined: Examined) -> str:
    """Why a page's picture was not compared; empty where it was, or there is none."""
    if not page.picture or examined.compared.get("images"):
        return ""
    size = pictures.size(page.picture)
    if size and min(size) < pictures.SMALLEST:
        return (
            f"its picture has {size[0]} x {size[1]} pixels: below {pictures.SMALLEST} on a side "
            "the crawler takes none"
        )
    return "the crawler did not fetch its picture"

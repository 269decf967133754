"""What is said of a protected picture found in a picture: verdict, the edit in words, the proof."""

from pathlib import PurePosixPath

import numpy as np

from fingerprints.background_pictures import origin_of
from matcher.image_evidence import Aligned, learnt, probability
from matcher.image_frames import quads
from matcher.image_parts import Placed, area
from matcher.match import Evidence, Verdict

WHOLE = 0.92  # share of the protected picture that must be visible to be called whole
ON_PAGE = 0.85  # share of the page's picture, below which it was pasted on something
SHARED = 0.35  # share of telling blocks that agree, below which it is an element, no copy
HALF = 0.5  # of it visible: less may agree where less is seen
COLOURS = 24.0  # mean difference of colour that makes a variant
SURE, CLOSE = 6.2, 12.0  # score below which little speaks for a copy, so colours must be closer
TURNED = 2.0  # degrees
LEANING = 0.04  # how unlike the two diagonals' halves may be before it is called seen at an angle
STRETCHED = 0.06


def verdict(found: Placed) -> tuple[Verdict | None, str]:
    """What two pictures are to each other, and why where it is no copy; None: nothing."""
    one, limit = found.one, learnt().copy
    if one.score < limit:
        return None, ""
    if found.by is not None:
        return _lost(one, found.by)
    if one.agreeing < SHARED and one.visible > HALF:
        return "shared element", f"only {percent(one.agreeing)} of it agree"
    if one.colour > (COLOURS if one.score >= SURE else CLOSE):
        return "same product?", "the same shape in other colours"
    whole = one.visible >= WHOLE and area(one.there) >= ON_PAGE
    return ("copy" if whole else "part copy"), ""


def _lost(one: Aligned, winner: Aligned) -> tuple[Verdict, str]:
    """What is said of a picture whose place another one fits better."""
    if origin := origin_of(winner.own.asset):
        return "shared element", f"the public picture {origin} fits the same place better"
    told: Verdict = "same product?" if one.agreeing >= SHARED else "shared element"
    return told, f"{PurePosixPath(winner.own.part).name} fits the same place better"


def edit(one: Aligned) -> str:
    """What was done to the protected picture, in words, as far as the warp tells it."""
    words = ["mirrored"] if one.mirrored else []
    a, b, c, d = one.matrix[:2, :2].ravel().tolist()
    angle = float(np.degrees(np.arctan2(c - b, a + d)))
    angle = -angle if one.mirrored else angle
    if abs(angle) >= TURNED:
        words.append(f"turned by {round(angle)} degrees")
    across, along = float(np.hypot(a, c)), float(np.hypot(b, d))
    if abs(across / along - 1) > STRETCHED:
        words.append("stretched" if across > along else "squeezed")
    if np.abs(one.matrix[2, :2] * [one.own.kept.width, one.own.kept.height]).max() > LEANING:
        words.append("seen at an angle")
    shown = min(one.visible, one.seen.share)
    if shown < WHOLE:
        words.append(f"cropped to {percent(shown)}")
    taken = area(one.quads[1])
    if taken < ON_PAGE:
        words.append(f"on {percent(taken)} of the picture")
    return ", ".join(words) or "saved again"


def percent(share: float) -> str:
    """A share in words."""
    return f"{round(100 * share)} %"


def evidence(
    found: Placed, told: Verdict, why: str, where: str, kind: str, *, moving: bool = False
) -> Evidence:
    """The proof: quadrilaterals on both pictures (0 to 1), what agrees, the edit in words.

    `moving`: on a later frame of an animation, where quadrilaterals would outline another one.
    """
    one = found.one
    name, words = PurePosixPath(one.own.part).name, edit(one)
    words = f"in an animation, {words}" if moving else words
    copy = told in {"copy", "part copy"}
    part = "" if told == "copy" else "a part of "
    sentence = f"{part}the picture {name}, {words}" if copy else f"a picture like {name}: {why}"
    chance = probability(found.score)
    details = {
        "sentence": sentence,
        "numbers": {name: round(getattr(one.numbers, name), 3) for name in one.numbers.__slots__},
        "points": round(one.score, 2),
        "threshold": learnt().copy,
        **({} if moving else quads(*one.quads)),
    } | ({"edit": words} if copy else {"why": why})
    if copy:
        details["probability"] = round(chance, 4)
    return Evidence(
        kind=kind,
        part=one.own.part,
        where=where,
        score=round(0.7 + 0.3 * chance if copy else 0.6 * min(1.0, one.agreeing), 3),
        page_share=round(min(1.0, area(one.quads[1])), 3),
        part_share=round(min(one.visible, one.seen.share), 3),
        details=details,
    )

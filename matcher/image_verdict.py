"""What two pictures with close outlines are to each other: the same picture, or only alike."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from fingerprints.bits_table import Outlined
from fingerprints.image_signature import (
    Signature,
    Signatures,
    colour_apart,
    light_alike,
    light_apart,
)
from matcher.match import Verdict

RANDOM = 128  # bits by which unrelated pictures differ on average
COPY_BITS = 32
TWIN_BITS = 54
LIGHT = 17.0  # levels of 255 that saving and scaling may change anywhere
LIGHT_SMALL = 22.0  # the same where one of the two pictures is small
COLOUR = 16.0
SMALL = 256  # pixels on the longest side
ALIKE = 0.6  # correlation of light below which nothing is said
SAME_LIGHT, SAME_COLOUR = 8.0, 12.0  # two protected pictures that are one and the same
SAME = "the same file"
SCALED = 0.02  # a size this close is called the same


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two pictures: which view of it was compared, and all that is known of it."""

    label: str
    view: Signature
    all: Signatures

    @property
    def longest(self) -> int:
        """Pixels on the longest side of the whole picture."""
        return max(self.all.width, self.all.height)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A picture of the page beside a protected one; `apart` is 1 where a copy just ends."""

    entry: Outlined
    page: Side
    protected: Side
    mirrored: bool
    distance: int
    light: float
    colour: float | None  # None where the page's picture is grey and colour says nothing
    apart: float
    verdict: Verdict | None
    why: str


def compare(
    entry: Outlined, page: Side, protected: Side, distance: int, *, mirrored: bool
) -> Comparison:
    """Outline first, then light and colour of the two views."""
    grey = page.view.grey and not protected.view.grey
    light = light_apart(page.view, protected.view)
    colour = None if grey else colour_apart(page.view, protected.view)
    small = min(page.longest, protected.longest) < SMALL
    limits = (
        distance / COPY_BITS,
        light / (LIGHT_SMALL if small else LIGHT),
        (colour or 0.0) / COLOUR,
    )
    verdict, why = _verdict(limits, light_alike(page.view, protected.view), distance)
    return Comparison(
        entry, page, protected, mirrored, distance, light, colour, max(limits), verdict, why
    )


def _verdict(
    limits: tuple[float, float, float], alike: float, distance: int
) -> tuple[Verdict | None, str]:
    outline, light, colour = limits
    if max(limits) <= 1:
        return "copy", ""
    if distance > TWIN_BITS or alike < ALIKE:
        return None, "too far apart"
    if outline <= 1 and light <= 1 < colour:
        return "same product?", "the same shape in other colours"
    return "same product?", "the same outline with other details or colours"


def same_protected(one: Comparison, other: Comparison) -> bool:
    """Whether two protected pictures are the same photograph stored twice."""
    first, second = (
        side.protected.view.mirrored() if side.mirrored else side.protected.view
        for side in (one, other)
    )
    return light_apart(first, second) <= SAME_LIGHT and colour_apart(first, second) <= SAME_COLOUR


def edit(found: Comparison) -> str:
    """What was done to the protected picture, in words, as far as it can be told."""
    page, protected = found.page, found.protected
    if page.all.digest == protected.all.digest:
        return SAME
    words = ["mirrored"] if found.mirrored else []
    if found.colour is None:
        words.append("grey")
    words += _framing(page.label, protected.label)
    ratio = page.longest / protected.longest
    if page.label == protected.label and abs(ratio - 1) > SCALED:
        words.append(f"resized to {ratio:.0%}".replace("%", " %"))
    return ", ".join(words) or "saved again"


def sentence(found: Comparison) -> str:
    """One sentence for people: "the same picture as front.jpg, grey"."""
    name = PurePosixPath(found.entry.part).name
    if found.verdict != "copy":
        return f"a picture like {name}: {found.why}"
    words = edit(found)
    return f"the very file {name}" if words == SAME else f"the same picture as {name}, {words}"


def _framing(page: str, protected: str) -> list[str]:
    if page.startswith("frame"):
        return ["in an animation"]
    return {
        ("trimmed", "whole"): ["with a border around it"],
        ("whole", "trimmed"): ["without its border"],
    }.get((page, protected), [])


def score(found: Comparison) -> float:
    """A copy scores .8 to 1 by how far it is from the limits, a twin at most .6."""
    if found.verdict == "copy":
        return round(1 - 0.2 * found.apart, 3)
    return round(0.6 * max(0.0, 1 - found.distance / RANDOM), 3)

"""The quadrilaterals of a picture's proof, from a record that may be old, damaged or hostile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Quad = tuple[Point, ...]  # four corners, in shares of a picture's width and height

PART, PAGE = (0.0, 1.0), (-2.0, 3.0)  # as far as a corner may lie; a page cuts pictures off
LEAST = 1e-5  # twice the area of any three corners, below which they lie on a line


@dataclass(frozen=True, slots=True)
class Quads:
    """The same four corners on both pictures, from the top left of the protected one."""

    part: Quad
    page: Quad

    @property
    def mirrored(self) -> bool:
        """Whether the corners run the other way round on the page."""
        return (_bends(self.part)[0] > 0) != (_bends(self.page)[0] > 0)


def read(details: Mapping[str, Any]) -> Quads | None:
    """The quadrilaterals; None where there are none, or such as no picture can be shown by."""
    part, page = _quad(details.get("quad_part"), PART), _quad(details.get("quad_page"), PAGE)
    return Quads(part, page) if part and page else None


def _quad(value: object, limits: Point) -> Quad | None:
    """Four numbered corners within limits that neither fold nor fall together."""
    if not isinstance(value, list | tuple) or len(value) != 4:  # noqa: PLR2004 - corners
        return None
    corners = [_point(one, limits) for one in value]
    quad = tuple(one for one in corners if one is not None)
    if len(quad) < len(value):
        return None
    bends = _bends(quad)
    return quad if min(bends) > LEAST or max(bends) < -LEAST else None


def _point(value: object, limits: Point) -> Point | None:
    if not isinstance(value, list | tuple) or len(value) != 2:  # noqa: PLR2004 - x and y
        return None
    low, high = limits
    if not all(type(one) in {int, float} and low <= one <= high for one in value):
        return None
    return float(value[0]), float(value[1])


def _bends(quad: Quad) -> list[float]:
    """Twice the signed area at each corner: of one sign where the quadrilateral is convex."""
    around = zip(quad, quad[1:] + quad[:1], quad[2:] + quad[:2], strict=True)
    return [(b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) for a, b, c in around]

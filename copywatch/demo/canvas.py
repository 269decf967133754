"""Draws products as renders: simple bodies, each with a material and a light from the left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Field = NDArray[np.floating[Any]]
Point = tuple[float, float]
Colour = tuple[int, int, int]
SIZE = 640  # pixels; all coordinates and lengths are shares of it


@dataclass(frozen=True, slots=True)
class Material:
    """A colour and how brightness runs across a round body, from one edge (-1) to the other."""

    colour: Colour
    stops: tuple[tuple[float, float], ...]

    def shade(self, across: Field) -> Field:
        """The colour of each pixel, from -1..1 across the body."""
        places, tones = zip(*self.stops, strict=True)
        tone = np.interp(across, places, tones)[..., None]
        base = np.asarray(self.colour, np.float32)
        lit = np.where(tone <= 1, base * tone, base + (255 - base) * (tone - 1))
        return np.asarray(lit, np.float32)


MATT = ((-1, 0.55), (-0.45, 1.08), (0.1, 0.92), (0.8, 0.55), (1, 0.45))
FLAT = ((-1, 1), (1, 1))
GLOSS = ((-1, 0.5), (-0.6, 0.95), (-0.45, 1.6), (-0.3, 1.0), (0.4, 0.75), (0.9, 0.42), (1, 0.55))
MIRROR = (
    (-1, 0.5), (-0.8, 1.25), (-0.55, 0.95), (-0.45, 1.85), (-0.2, 1.05), (0.05, 0.4),
    (0.25, 0.55), (0.5, 1.15), (0.75, 0.7), (0.92, 0.4), (1, 0.8),
)  # fmt: skip
BRASS = Material((196, 154, 84), GLOSS)
CHROME = Material((176, 184, 192), MIRROR)
STEEL = Material((150, 156, 162), GLOSS)
RUBBER = Material((52, 54, 58), MATT)
RED, BLUE, GREEN = (Material(c, GLOSS) for c in ((196, 40, 36), (36, 92, 170), (52, 120, 76)))
WHITE, YELLOW, WOOD = (Material(c, MATT) for c in ((236, 236, 232), (232, 186, 48), (164, 116, 72)))
COPPER, ORANGE, TEAL = (
    Material(c, GLOSS) for c in ((186, 108, 70), (224, 120, 40), (38, 132, 136))
)
NAVY = Material((34, 48, 78), MATT)
INK = Material((36, 92, 170), FLAT)


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A part of the picture: coordinates, and the pixels themselves."""

    x: Field
    y: Field
    pixels: Field

    def paint(self, distance: Field, across: Field, stuff: Material) -> None:
        """Colours where the distance is negative (in pixels), with a soft edge."""
        near = distance < 0.5  # noqa: PLR2004  # half a pixel
        cover = np.clip(0.5 - distance[near], 0, 1)[:, None]
        colours = stuff.shade(np.clip(across[near], -1, 1))
        self.pixels[near] = self.pixels[near] * (1 - cover) + colours * cover


class Canvas:
    """A picture under construction; later bodies lie before earlier ones."""

    def __init__(self, top: Colour = (246, 247, 249), bottom: Colour = (214, 218, 224)) -> None:
        rows, columns = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) / SIZE
        self.x, self.y = columns, rows
        glow = np.clip(1 - np.hypot(columns - 0.5, rows - 0.42) * 1.1, 0, 1)[..., None]
        ends = np.asarray(top, np.float32), np.asarray(bottom, np.float32)
        self.pixels: Field = ends[1] + (ends[0] - ends[1]) * glow

    def shadow(self, centre: Point, wide: float, high: float) -> None:
        """A soft shadow on the ground."""
        far = ((self.x - centre[0]) / wide) ** 2 + ((self.y - centre[1]) / high) ** 2
        dark = (0.42 * np.exp(-far * 1.6))[..., None]
        self.pixels = self.pixels * (1 - dark)

    def around(self, reach: float, *points: Point) -> Window:
        """The part of the picture in which a body can lie."""
        low = [max(0, int((min(axis) - reach) * SIZE) - 2) for axis in zip(*points, strict=True)]
        high = [max(0, int((max(axis) + reach) * SIZE) + 3) for axis in zip(*points, strict=True)]
        part = np.s_[low[1] : high[1], low[0] : high[0]]
        return Window(self.x[part], self.y[part], self.pixels[part])

    def rod(self, start: Point, end: Point, radius: float | tuple[float, float], stuff: Material,
            *, round_ends: bool = False) -> None:  # fmt: skip
        """A straight pipe or cone between two points."""
        first, last = radius if isinstance(radius, tuple) else (radius, radius)
        w = self.around(max(first, last), start, end)
        length = float(np.hypot(end[0] - start[0], end[1] - start[1]))
        ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
        along = (w.x - start[0]) * ux + (w.y - start[1]) * uy
        across = -(w.x - start[0]) * uy + (w.y - start[1]) * ux
        at = np.clip(along / length, 0, 1)
        thick = first + (last - first) * at
        if round_ends:
            past = np.maximum(np.maximum(-along, along - length), 0)
            distance = np.hypot(across, past) - thick
        else:
            distance = np.maximum(np.abs(across) - thick, np.maximum(-along, along - length))
        lean = -1 if (uy > abs(ux) or ux < -abs(uy)) else 1  # the light stays upper left
        w.paint(distance * SIZE, lean * across / thick, stuff)

    def ball(self, centre: Point, radius: float, stuff: Material, squash: float = 1) -> None:
        """A sphere, or an egg of another height."""
        w = self.around(radius * max(1, squash), centre)
        dx, dy = (w.x - centre[0]) / radius, (w.y - centre[1]) / (radius * squash)
        far = np.hypot(dx, dy)
        light = np.hypot(dx + 0.38, dy + 0.42) * 1.25 - 0.5
        w.paint((far - 1) * radius * min(1, squash) * SIZE, light, stuff)

    def ring(self, centre: Point, radius: float, thick: float, stuff: Material,
             sweep: tuple[float, float] = (0, 360)) -> None:  # fmt: skip
        """A bent pipe, `sweep` in degrees clockwise from the right."""
        w = self.around(radius + thick, centre)
        dx, dy = w.x - centre[0], w.y - centre[1]
        away = np.hypot(dx, dy) - radius
        distance = np.abs(away) - thick
        if sweep != (0, 360):
            angle = (np.degrees(np.arctan2(dy, dx)) - sweep[0]) % 360
            inside = angle <= (sweep[1] - sweep[0])
            distance = np.where(inside, distance, 1)
        w.paint(distance * SIZE, away / thick, stuff)

    def disc(
        self, centre: Point, wide: float, high: float, stuff: Material, tilt: float = 0
    ) -> None:
        """A flat round plate, seen at an angle."""
        w = self.around(max(wide, high), centre)
        c, s = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
        dx, dy = w.x - centre[0], w.y - centre[1]
        a, b = (dx * c + dy * s) / wide, (dy * c - dx * s) / high
        far = np.hypot(a, b)
        w.paint((far - 1) * min(wide, high) * SIZE, (a + b) * 0.55, stuff)

    def box(self, corner: Point, opposite: Point, stuff: Material, soft: float = 0.02,
            *, upright: bool = True) -> None:  # fmt: skip
        """A block with rounded edges; `upright` shades it from left to right."""
        w = self.around(0, corner, opposite)
        middle = ((corner[0] + opposite[0]) / 2, (corner[1] + opposite[1]) / 2)
        half = (abs(opposite[0] - corner[0]) / 2, abs(opposite[1] - corner[1]) / 2)
        dx, dy = (
            np.abs(w.x - middle[0]) - half[0] + soft,
            np.abs(w.y - middle[1]) - half[1] + soft,
        )
        outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0))
        distance = outside + np.minimum(np.maximum(dx, dy), 0) - soft
        across = (w.x - middle[0]) / half[0] if upright else (w.y - middle[1]) / half[1]
        w.paint(distance * SIZE, across, stuff)

    def hexagon(self, corner: Point, opposite: Point, stuff: Material) -> None:
        """A nut on a horizontal pipe: three facets of different brightness."""
        w = self.around(0, corner, opposite)
        top, bottom = min(corner[1], opposite[1]), max(corner[1], opposite[1])
        left, right = min(corner[0], opposite[0]), max(corner[0], opposite[0])
        share = (w.y - top) / (bottom - top)
        upper, lower, thin = 0.27, 0.73, 0.008
        tones = np.select([share < upper, share < lower], [-0.5, 0.05], 0.75)
        edge = np.minimum(np.abs(share - upper), np.abs(share - lower)) < thin
        distance = np.maximum(
            np.maximum(left - w.x, w.x - right), np.maximum(top - w.y, w.y - bottom)
        )
        w.paint(distance * SIZE, np.where(edge, -0.45, tones), stuff)

    def write(self, where: Point, text: str, size: float, colour: Colour = (40, 44, 50)) -> None:
        """Text, centred."""
        picture = self.picture()
        font = ImageFont.load_default(size * SIZE)
        place = (where[0] * SIZE, where[1] * SIZE)
        ImageDraw.Draw(picture).text(place, text, colour, font, anchor="mm")
        self.pixels = np.array(picture, np.float32)

    def lines(self, points: Sequence[tuple[Point, Point]], wide: float, colour: Colour) -> None:
        """Thin strokes: scales, slots, seams."""
        picture = self.picture()
        pen = ImageDraw.Draw(picture)
        for start, end in points:
            ends = (start[0] * SIZE, start[1] * SIZE, end[0] * SIZE, end[1] * SIZE)
            pen.line(ends, colour, max(1, round(wide * SIZE)))
        self.pixels = np.array(picture, np.float32)

    def picture(self) -> Image.Image:
        """What is drawn so far."""
        return Image.fromarray(np.clip(self.pixels + 0.5, 0, 255).astype(np.uint8))

    def done(self) -> Image.Image:
        """The finished picture, with the slight softness of a photograph."""
        return self.picture().filter(ImageFilter.GaussianBlur(0.6))

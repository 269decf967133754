"""The contact sheet: each picture of a work, its 32 edits, and what became of each."""

import io
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from copywatch.drill.pictures.maker import font
from copywatch.plain import clean

ACROSS = 7  # thumbnails side by side
SIDE, GAP = 210, 14  # pixels of a thumbnail, and between two
NAME, MARK, WHY = 20, 24, 34  # heights of the lines below it
HIGH = SIDE + NAME + MARK + WHY
HEAD = 44  # of the line above a picture's edits
LETTERS, SMALL = 14, 12
PAPER, INK, FAINT = (255, 255, 255), (20, 20, 20), (110, 110, 110)
GREEN, RED, GREY = (22, 122, 60), (190, 30, 30), (125, 125, 125)
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A thumbnail with its name, the mark below it on a colour, and a reason in small letters."""

    name: str
    picture: Image.Image | None
    mark: str
    colour: Colour
    why: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The original first, then its edits."""

    title: str
    cells: Sequence[Cell]

    @property
    def height(self) -> int:
        """In pixels."""
        return HEAD + -(-len(self.cells) // ACROSS) * (HIGH + GAP)


def drawn(groups: Sequence[Group]) -> Image.Image:
    """All groups, one below the other."""
    width = GAP + ACROSS * (SIDE + GAP)
    sheet = Image.new("RGB", (width, GAP + sum(group.height for group in groups)), PAPER)
    draw, top = ImageDraw.Draw(sheet), GAP
    for group in groups:
        draw.text((GAP, top + 8), _fitting(group.title, width - 2 * GAP, 22), INK, font(22))
        for number, cell in enumerate(group.cells):
            row, column = divmod(number, ACROSS)
            at = (GAP + column * (SIDE + GAP), top + HEAD + row * (HIGH + GAP))
            _put(sheet, draw, cell, at)
        top += group.height
    return sheet


def _put(sheet: Image.Image, draw: ImageDraw.ImageDraw, cell: Cell, at: tuple[int, int]) -> None:
    x, y = at
    if cell.picture is not None:
        small = ImageOps.contain(cell.picture, (SIDE - 2, SIDE - 2))
        sheet.paste(small, (x + (SIDE - small.width) // 2, y + (SIDE - small.height) // 2))
    draw.rectangle((x, y, x + SIDE - 1, y + SIDE - 1), outline=cell.colour, width=2)
    y += SIDE
    draw.text((x, y + 2), _fitting(cell.name, SIDE, LETTERS), INK, font(LETTERS))
    y += NAME
    draw.rectangle((x, y, x + SIDE - 1, y + MARK - 3), fill=cell.colour)
    draw.text((x + 6, y + 2), _fitting(cell.mark, SIDE - 8, LETTERS), PAPER, font(LETTERS))
    y += MARK
    for line in _wrapped(cell.why, SIDE, SMALL, WHY // (SMALL + 3)):
        draw.text((x, y), line, FAINT, font(SMALL))
        y += SMALL + 3


def _fitting(text: str, width: int, size: int) -> str:
    """One line of so many pixels; of a longer one the middle is left out."""
    letters, whole = font(size), " ".join(clean(text).split())
    if letters.getlength(whole) <= width:
        return whole

    def shorter(kept: int) -> str:
        return f"{whole[: kept - kept // 2]}...{whole[len(whole) - kept // 2 :]}"

    def over(kept: int) -> bool:
        return letters.getlength(shorter(kept)) > width

    first = bisect_left(range(len(whole)), 1, key=over)  # the number of letters that are too many
    return shorter(max(0, first - 1))


def _wrapped(text: str, width: int, size: int, most: int) -> list[str]:
    """At most so many lines of so many pixels, broken at spaces."""
    letters, lines, words = font(size), [""], clean(text).split()
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if letters.getlength(longer) <= width:
            lines[-1] = longer
        elif len(lines) == most:
            lines[-1] = _fitting(f"{lines[-1]} ...", width, size)
            break
        else:
            lines.append(_fitting(word, width, size))
    return lines


def encoded(sheet: Image.Image, suffix: str) -> bytes:
    """The sheet as the file that the suffix names: a JPEG, or a PNG for .png."""
    data = io.BytesIO()
    if suffix.lower() == ".png":
        sheet.save(data, "PNG")
    else:
        sheet.save(data, "JPEG", quality=88)
    return data.getvalue()

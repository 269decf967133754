"""What is done to a drawing before it is published as one's own; chance is fixed by its name."""

from collections.abc import Callable

import cv2
import numpy as np

from benchmarks.images.drawings_parts import SIDE, WIDTH, Drawing, page
from fingerprints.arrays import F64
from fingerprints.image_open import Pixels

Dice = np.random.Generator
Edit = Callable[[Drawing, Dice], tuple[Pixels, int]]  # grey levels, and the quality of its JPEG
TURN = 5.0  # degrees of a scan
AREA = 0.6  # that a crop leaves
ANGLE = 0.2  # of a side, by which a corner moves at most when photographed
EDGE, BLOCK = 30, 96  # pixels of a frame, and of the height of a title block
FIRMS = ("NORDWERK GMBH", "KESTREL TOOLS", "LUMEN & SONS", "ATELIER VARGA", "OAKLINE LTD")
BLACK = 0


def _plain(drawing: Drawing, _dice: Dice) -> tuple[Pixels, int]:
    return page(drawing), 60


def _half(drawing: Drawing, _dice: Dice) -> tuple[Pixels, int]:
    made = page(drawing)
    size = made.shape[1] // 2, made.shape[0] // 2
    return np.asarray(cv2.resize(made, size, interpolation=cv2.INTER_AREA), np.uint8), 75


def _thin(drawing: Drawing, _dice: Dice) -> tuple[Pixels, int]:
    return page(drawing, width=WIDTH / 2), 85


def _thick(drawing: Drawing, _dice: Dice) -> tuple[Pixels, int]:
    return page(drawing, width=WIDTH * 2), 85


def _cropped(drawing: Drawing, dice: Dice) -> tuple[Pixels, int]:
    made = page(drawing)
    height, width = (round(side * AREA**0.5) for side in made.shape)
    top = int(dice.integers(0, made.shape[0] - height + 1))
    left = int(dice.integers(0, made.shape[1] - width + 1))
    return made[top : top + height, left : left + width], 85


def _scanned(drawing: Drawing, dice: Dice) -> tuple[Pixels, int]:
    """5 degrees one way or the other, grey paper with a grain, faded ink, a soft lens."""
    made = page(drawing)
    height, width = made.shape
    way = TURN * float(dice.choice([-1, 1]))
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), way, 1.0), np.float64)
    room = np.abs(turn[:, :2]) @ (width, height)
    turn[:, 2] += (room - (width, height)) / 2
    size = int(room[0]), int(room[1])
    turned = cv2.warpAffine(made, turn, size, flags=cv2.INTER_AREA, borderValue=255)
    soft = cv2.GaussianBlur(turned, (0, 0), 0.7).astype(np.float32) / 255
    paper = 222 + _cloud(soft.shape, dice, 6.0) + dice.normal(0, 8, soft.shape)
    return _levels(paper - (1 - soft) * 150), 75


def _photographed(drawing: Drawing, dice: Dice) -> tuple[Pixels, int]:
    """Seen from one side on a table: corners move by up to a fifth, light falls off."""
    made = page(drawing)
    height, width = made.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    there = corners + _leaning(dice) * (width, height)
    moved = (there - there.min(axis=0)) * 0.95 + 0.04 * SIDE
    size = np.ceil(moved.max(axis=0) + 0.04 * SIDE).astype(int).tolist()
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    sheet = cv2.warpPerspective(made, matrix, size, flags=cv2.INTER_AREA, borderValue=90)
    soft = cv2.GaussianBlur(sheet, (0, 0), 1.1).astype(np.float32)
    across, down = np.meshgrid(np.linspace(-1, 1, size[0]), np.linspace(-1, 1, size[1]))
    way = dice.uniform(0, 2 * np.pi)
    light = 0.78 + 0.2 * (across * np.cos(way) + down * np.sin(way)) / 1.5
    lit = (30 + 0.85 * soft) * light + _cloud(soft.shape, dice, 4.0)
    return _levels(lit + dice.normal(0, 4, soft.shape)), 80


def _leaning(dice: Dice) -> F64:
    """(4, 2) shares by which corners move: one side drawn in at both ends, and a little chance."""
    made = dice.uniform(0, ANGLE / 4, (4, 2)) * [[1, 1], [-1, 1], [-1, -1], [1, -1]]
    side, share = int(dice.integers(4)), ANGLE * 0.75 * dice.uniform(0.6, 1.0)
    first, second = side, (side + 1) % 4
    axis = side % 2  # the top and bottom are drawn in along x
    way = 1 if side in {0, 1} else -1
    made[first, axis] += share * way / 2
    made[second, axis] -= share * way / 2
    return np.asarray(made)


def _cloud(shape: tuple[int, ...], dice: Dice, levels: float) -> F64:
    """Slow waves of light, as paper and lamps have."""
    coarse = dice.normal(0, levels, (4, 4)).astype(np.float32)
    return cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC).astype(float)


def _levels(light: F64) -> Pixels:
    return np.clip(light, 0, 255).astype(np.uint8)


def framed(drawing: Drawing, dice: Dice, firm: str = "") -> Pixels:
    """The drawing smaller, in a double frame with zones and a title block of some company."""
    inner = page(drawing)
    upright = inner.shape[0] > inner.shape[1]
    made = np.full((SIDE, SIDE * 7 // 10) if upright else (SIDE * 7 // 10, SIDE), 255, np.uint8)
    height, width = made.shape
    room = (height - 2 * EDGE - BLOCK) / inner.shape[0], (width - 2 * EDGE) / inner.shape[1]
    inner = page(drawing, inner=round(SIDE * min(*room, 1.0)))
    left = int(dice.integers(EDGE, max(EDGE + 1, width - EDGE - inner.shape[1])))
    made[EDGE : EDGE + inner.shape[0], left : left + inner.shape[1]] = inner
    cv2.rectangle(made, (10, 10), (width - 11, height - 11), BLACK, 1)
    cv2.rectangle(made, (28, 28), (width - 29, height - 29), BLACK, 2)
    for n in range(1, 8):
        x = 28 + n * (width - 57) // 8
        cv2.line(made, (x, 10), (x, 28), BLACK, 1)
        cv2.line(made, (x, height - 29), (x, height - 11), BLACK, 1)
    _block(made, firm or FIRMS[int(dice.integers(len(FIRMS)))], drawing, dice)
    return made


def _block(made: Pixels, firm: str, drawing: Drawing, dice: Dice) -> None:
    """The title block at the lower right: a table with the company, the part and its number."""
    height, width = made.shape
    left, top, right, bottom = width - 29 - 270, height - 29 - BLOCK, width - 29, height - 29
    cv2.rectangle(made, (left, top), (right, bottom), BLACK, 2)
    for y in (top + 36, top + 66):
        cv2.line(made, (left, y), (right, y), BLACK, 1)
    cv2.line(made, (left + 150, top + 36), (left + 150, bottom), BLACK, 1)
    number = f"{int(dice.integers(10_000, 99_999))}-{int(dice.integers(1, 9))}"
    words = (
        (firm, left + 10, top + 26, 0.8),
        (drawing.name.split("/")[-1][:16], left + 6, top + 56, 0.42),
        (number, left + 158, top + 56, 0.45),
        ("SCALE 1:2", left + 6, bottom - 9, 0.42),
        ("SHEET 1/1", left + 158, bottom - 9, 0.42),
    )
    for text, x, y, size in words:
        cv2.putText(made, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, BLACK, 1, cv2.LINE_AA)


def _titled(drawing: Drawing, dice: Dice) -> tuple[Pixels, int]:
    return framed(drawing, dice), 85


EDITS: dict[str, Edit] = {
    "JPEG, quality 60": _plain,
    "resized to 50 %": _half,
    "scanned": _scanned,
    "photographed at an angle": _photographed,
    "cropped to 60 %": _cropped,
    "half line width": _thin,
    "double line width": _thick,
    "another's title block": _titled,
}


def edited(drawing: Drawing, edit: str) -> bytes:
    """One edit of a drawing, as a JPEG."""
    dice = np.random.default_rng([drawing.seed, list(EDITS).index(edit)])
    pixels, quality = EDITS[edit](drawing, dice)
    made = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return bytes(made.tobytes())

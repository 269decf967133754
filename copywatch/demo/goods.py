"""Renders of everybody else's goods: what the innocent pages of the demo show."""

import math
from collections.abc import Callable

from PIL import Image

from copywatch.demo.canvas import (
    BLUE,
    BRASS,
    CHROME,
    COPPER,
    GREEN,
    MATT,
    NAVY,
    ORANGE,
    RED,
    RUBBER,
    STEEL,
    TEAL,
    WHITE,
    WOOD,
    YELLOW,
    Canvas,
    Material,
)

Point = tuple[float, float]


def around(centre: Point, radius: float, count: int, start: float = 0) -> list[Point]:
    """Points on a circle."""
    angles = (start + 2 * math.pi * step / count for step in range(count))
    return [(centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in angles]


def gate_valve() -> Image.Image:
    """A cast gate valve with a hand wheel and two flanges."""
    c = Canvas((250, 250, 250), (188, 196, 206))
    c.shadow((0.5, 0.9), 0.36, 0.04)
    c.rod((0.14, 0.72), (0.86, 0.72), 0.11, NAVY)
    for left in (0.12, 0.8):
        c.box((left, 0.54), (left + 0.08, 0.9), NAVY, 0.01, upright=False)
    c.rod((0.5, 0.72), (0.5, 0.42), (0.17, 0.1), NAVY)
    c.rod((0.5, 0.42), (0.5, 0.16), 0.024, STEEL)
    for end in around((0.5, 0.2), 0.2, 3, 0.4):
        c.rod((0.5, 0.2), (end[0], 0.2 + (end[1] - 0.2) * 0.35), 0.018, RED)
    c.rod((0.28, 0.2), (0.72, 0.2), 0.03, RED, round_ends=True)
    return c.done()


def gauge() -> Image.Image:
    """A pressure gauge."""
    c = Canvas((240, 242, 246), (198, 202, 210))
    c.rod((0.5, 0.7), (0.5, 0.93), 0.05, BRASS)
    c.hexagon((0.42, 0.78), (0.58, 0.85), BRASS)
    c.disc((0.5, 0.42), 0.34, 0.34, RUBBER)
    c.disc((0.5, 0.42), 0.305, 0.305, WHITE)
    inner, outer = around((0.5, 0.42), 0.24, 40, 2.3), around((0.5, 0.42), 0.28, 40, 2.3)
    c.lines(list(zip(inner[:31], outer[:31], strict=True)), 0.007, (40, 40, 44))
    for text, place in zip("0246", around((0.5, 0.42), 0.18, 4, 2.4), strict=True):
        c.write(place, text, 0.06)
    c.lines([((0.5, 0.42), (0.64, 0.26))], 0.014, (210, 30, 30))
    c.ball((0.5, 0.42), 0.03, RUBBER)
    c.write((0.5, 0.57), "bar", 0.05)
    return c.done()


def bucket(stuff: Material = BLUE) -> Image.Image:
    """A household bucket."""
    c = Canvas()
    c.shadow((0.5, 0.88), 0.32, 0.05)
    c.ring((0.5, 0.36), 0.3, 0.008, STEEL, (180, 360))
    c.rod((0.5, 0.36), (0.5, 0.86), (0.31, 0.22), stuff)
    c.disc((0.5, 0.36), 0.325, 0.075, stuff)
    c.disc((0.5, 0.37), 0.295, 0.06, RUBBER)
    return c.done()


def hose_coil(stuff: Material = YELLOW) -> Image.Image:
    """A coil of garden hose."""
    c = Canvas((248, 250, 246), (206, 214, 200))
    c.shadow((0.5, 0.86), 0.4, 0.05)
    for radius in (0.34, 0.29, 0.24, 0.19):
        c.ring((0.5, 0.48), radius, 0.029, stuff)
    c.rod((0.72, 0.7), (0.93, 0.84), 0.028, stuff)
    c.rod((0.9, 0.82), (0.97, 0.865), 0.04, RUBBER)
    return c.done()


def wrench() -> Image.Image:
    """An open-ended wrench, lying."""
    c = Canvas((232, 226, 216), (190, 178, 160))
    c.rod((0.24, 0.76), (0.72, 0.28), (0.045, 0.055), STEEL)
    c.ball((0.76, 0.24), 0.14, STEEL)
    c.ball((0.2, 0.8), 0.1, STEEL)
    hole = Material((211, 203, 189), ((-1, 1), (1, 1)))
    c.rod((0.78, 0.22), (0.95, 0.05), 0.065, hole)
    c.disc((0.2, 0.8), 0.048, 0.048, hole)
    c.write((0.46, 0.55), "22", 0.05, (90, 94, 98))
    return c.done()


def elbow() -> Image.Image:
    """A copper pipe elbow."""
    c = Canvas((252, 250, 248), (214, 206, 200))
    c.ring((0.74, 0.3), 0.4, 0.1, COPPER, (90, 180))
    c.rod((0.34, 0.3), (0.34, 0.1), 0.1, COPPER)
    c.rod((0.34, 0.22), (0.34, 0.08), 0.118, COPPER)
    c.rod((0.74, 0.7), (0.92, 0.7), 0.1, COPPER)
    c.rod((0.82, 0.7), (0.94, 0.7), 0.118, COPPER)
    return c.done()


def sprinkler() -> Image.Image:
    """A lawn sprinkler on three legs."""
    c = Canvas((238, 248, 236), (180, 204, 172))
    c.shadow((0.5, 0.86), 0.4, 0.06)
    for foot in ((0.16, 0.86), (0.5, 0.92), (0.84, 0.86)):
        c.rod((0.5, 0.55), foot, (0.028, 0.018), ORANGE)
    c.rod((0.5, 0.58), (0.5, 0.4), 0.05, RUBBER)
    for arm in ((0.22, 0.34), (0.78, 0.34)):
        c.rod((0.5, 0.4), arm, (0.032, 0.022), ORANGE)
    c.ball((0.5, 0.4), 0.06, ORANGE)
    drops = [((0.2 - n / 50, 0.3 - n / 40), (0.19 - n / 50, 0.28 - n / 40)) for n in range(8)]
    drops += [((1 - a[0], a[1]), (1 - b[0], b[1])) for a, b in drops]
    c.lines(drops, 0.008, (130, 170, 210))
    return c.done()


def tape_roll() -> Image.Image:
    """Thread seal tape."""
    c = Canvas((224, 232, 240), (176, 190, 206))
    c.shadow((0.54, 0.84), 0.34, 0.05)
    c.disc((0.56, 0.5), 0.32, 0.34, WHITE)
    c.disc((0.48, 0.5), 0.32, 0.34, TEAL)
    c.disc((0.48, 0.5), 0.25, 0.27, WHITE)
    c.disc((0.48, 0.5), 0.12, 0.13, TEAL)
    c.write((0.48, 0.32), "12 m", 0.06, (20, 90, 96))
    return c.done()


def cartridge() -> Image.Image:
    """A filter cartridge with its pleats."""
    c = Canvas((246, 246, 250), (204, 206, 220))
    c.shadow((0.5, 0.9), 0.2, 0.03)
    c.rod((0.5, 0.14), (0.5, 0.86), 0.16, WHITE)
    c.lines(
        [((0.35 + n / 33, 0.18), (0.35 + n / 33, 0.82)) for n in range(11)], 0.006, (196, 198, 204)
    )
    for top in (0.1, 0.82):
        c.rod((0.5, top), (0.5, top + 0.08), 0.18, BLUE)
    return c.done()


def watering_can() -> Image.Image:
    """A watering can."""
    c = Canvas((246, 250, 244), (200, 212, 196))
    c.shadow((0.5, 0.86), 0.34, 0.05)
    c.ring((0.6, 0.46), 0.22, 0.024, GREEN, (250, 410))
    c.rod((0.34, 0.74), (0.1, 0.3), (0.05, 0.03), GREEN)
    c.disc((0.095, 0.29), 0.085, 0.045, STEEL, -32)
    c.rod((0.52, 0.42), (0.52, 0.84), 0.2, GREEN)
    c.disc((0.52, 0.42), 0.2, 0.055, GREEN)
    c.disc((0.52, 0.425), 0.15, 0.035, RUBBER)
    return c.done()


def toolbox() -> Image.Image:
    """A tool box."""
    c = Canvas()
    c.shadow((0.5, 0.84), 0.44, 0.05)
    c.box((0.08, 0.44), (0.92, 0.82), ORANGE, 0.03, upright=False)
    c.box((0.06, 0.36), (0.94, 0.48), RUBBER, 0.03, upright=False)
    c.box((0.32, 0.22), (0.68, 0.27), RUBBER, 0.02, upright=False)
    for side in (0.33, 0.63):
        c.box((side, 0.24), (side + 0.04, 0.38), RUBBER, 0.01)
        c.box((side - 0.05, 0.44), (side + 0.09, 0.56), STEEL, 0.01)
    return c.done()


def plunger() -> Image.Image:
    """A plunger."""
    c = Canvas((250, 244, 240), (216, 200, 192))
    c.shadow((0.5, 0.9), 0.24, 0.03)
    c.rod((0.5, 0.06), (0.5, 0.64), 0.03, WOOD, round_ends=True)
    c.ball((0.5, 0.73), 0.17, RED)
    c.rod((0.5, 0.74), (0.5, 0.9), (0.2, 0.24), RED)
    return c.done()


def siphon() -> Image.Image:
    """A chrome bottle trap."""
    c = Canvas((240, 246, 250), (190, 204, 214))
    c.rod((0.4, 0.06), (0.4, 0.36), 0.05, CHROME)
    c.rod((0.4, 0.36), (0.4, 0.78), 0.13, CHROME)
    c.rod((0.4, 0.78), (0.4, 0.88), (0.13, 0.06), CHROME)
    c.rod((0.52, 0.46), (0.9, 0.46), 0.045, CHROME)
    c.disc((0.91, 0.46), 0.035, 0.11, CHROME)
    c.rod((0.4, 0.34), (0.4, 0.38), 0.15, CHROME)
    return c.done()


def tap_classic() -> Image.Image:
    """An old-fashioned garden tap of brass."""
    c = Canvas((244, 240, 232), (198, 186, 166))
    c.rod((0.14, 0.46), (0.62, 0.46), 0.07, BRASS)
    c.rod((0.1, 0.46), (0.16, 0.46), 0.15, BRASS)
    c.ring((0.62, 0.58), 0.12, 0.06, BRASS, (270, 360))
    c.rod((0.74, 0.58), (0.74, 0.74), (0.062, 0.075), BRASS)
    c.rod((0.44, 0.46), (0.44, 0.24), 0.045, BRASS)
    c.rod((0.28, 0.22), (0.6, 0.22), 0.028, BRASS, round_ends=True)
    return c.done()


def angle_valve() -> Image.Image:
    """A small chrome angle valve."""
    c = Canvas((250, 250, 252), (206, 208, 216))
    c.rod((0.08, 0.56), (0.5, 0.56), 0.06, CHROME)
    c.disc((0.09, 0.56), 0.04, 0.15, CHROME)
    c.rod((0.5, 0.62), (0.5, 0.16), 0.055, CHROME)
    c.ball((0.5, 0.56), 0.1, CHROME)
    c.rod((0.56, 0.56), (0.86, 0.56), (0.08, 0.12), WHITE)
    c.disc((0.86, 0.56), 0.035, 0.12, BLUE)
    return c.done()


def float_ball() -> Image.Image:
    """A float valve: a copper ball on an arm."""
    c = Canvas((246, 248, 252), (200, 210, 226))
    c.rod((0.14, 0.3), (0.66, 0.58), 0.016, STEEL)
    c.ball((0.72, 0.64), 0.21, COPPER)
    c.rod((0.14, 0.2), (0.14, 0.44), 0.06, BRASS)
    c.rod((0.04, 0.3), (0.1, 0.3), 0.05, BRASS)
    return c.done()


def mug() -> Image.Image:
    """A mug, for those who sell everything."""
    c = Canvas((252, 246, 240), (222, 208, 196))
    c.shadow((0.46, 0.86), 0.3, 0.05)
    c.ring((0.68, 0.58), 0.13, 0.03, TEAL, (-90, 90))
    c.rod((0.46, 0.34), (0.46, 0.84), 0.23, TEAL)
    c.disc((0.46, 0.34), 0.23, 0.06, TEAL)
    c.disc((0.46, 0.345), 0.2, 0.048, Material((70, 44, 30), MATT))
    return c.done()


GOODS: dict[str, Callable[[], Image.Image]] = {
    "Cast gate valve DN 50": gate_valve,
    "Pressure gauge 0-6 bar": gauge,
    "Bucket, 12 litres": bucket,
    "Garden hose, 20 m": hose_coil,
    "Open-ended wrench 22": wrench,
    "Copper elbow 28 mm": elbow,
    "Lawn sprinkler, three legs": sprinkler,
    "Thread seal tape": tape_roll,
    "Filter cartridge, pleated": cartridge,
    "Watering can, 8 litres": watering_can,
    "Tool box, orange": toolbox,
    "Plunger": plunger,
    "Bottle trap, chrome": siphon,
    "Garden tap, old style": tap_classic,
    "Float valve, copper ball": float_ball,
    "Mug, teal": mug,
}

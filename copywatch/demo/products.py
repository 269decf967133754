"""The renders of the invented maker Quellmark: the pictures that the demo protects."""

import math
from collections.abc import Callable

from PIL import Image

from copywatch.demo.canvas import (
    BLUE,
    BRASS,
    CHROME,
    GREEN,
    INK,
    NAVY,
    RED,
    RUBBER,
    STEEL,
    WHITE,
    Canvas,
)

BRAND = "QUELLMARK"


def ball_valve() -> Image.Image:
    """The brass ball valve BV-20 with its red lever."""
    c = Canvas()
    c.shadow((0.5, 0.8), 0.36, 0.05)
    c.rod((0.12, 0.6), (0.88, 0.6), 0.088, BRASS)
    for left in (0.1, 0.73):
        c.hexagon((left, 0.475), (left + 0.17, 0.725), BRASS)
    c.ball((0.5, 0.6), 0.17, BRASS)
    c.rod((0.5, 0.46), (0.5, 0.36), 0.06, BRASS)
    c.rod((0.5, 0.37), (0.5, 0.31), 0.038, STEEL)
    c.rod((0.46, 0.31), (0.9, 0.2), (0.042, 0.034), RED, round_ends=True)
    c.hexagon((0.462, 0.275), (0.538, 0.335), STEEL)
    c.write((0.5, 0.62), "DN 20", 0.05, (96, 66, 22))
    return c.done()


def kitchen_tap() -> Image.Image:
    """The kitchen tap Lumo: a high arc and a lever at the side."""
    c = Canvas((250, 249, 246), (208, 208, 206))
    c.shadow((0.42, 0.91), 0.24, 0.035)
    c.rod((0.36, 0.9), (0.36, 0.86), (0.1, 0.085), CHROME)
    c.rod((0.36, 0.87), (0.36, 0.36), (0.058, 0.036), CHROME)
    c.ring((0.535, 0.36), 0.175, 0.034, CHROME, (180, 360))
    c.rod((0.71, 0.355), (0.71, 0.47), 0.034, CHROME)
    c.rod((0.71, 0.46), (0.71, 0.54), (0.044, 0.05), CHROME)
    c.rod((0.71, 0.535), (0.71, 0.55), 0.045, RUBBER)
    c.rod((0.36, 0.68), (0.24, 0.68), 0.034, CHROME)
    c.rod((0.24, 0.69), (0.16, 0.52), (0.022, 0.014), CHROME, round_ends=True)
    return c.done()


def garden_pump() -> Image.Image:
    """The garden pump Otter: a green motor with fins on a steel volute."""
    c = Canvas((247, 250, 247), (206, 214, 208))
    c.shadow((0.5, 0.86), 0.42, 0.045)
    for foot in (0.46, 0.76):
        c.box((foot, 0.74), (foot + 0.12, 0.85), RUBBER, 0.015)
    c.rod((0.4, 0.56), (0.86, 0.56), 0.2, GREEN)
    c.rod((0.86, 0.56), (0.92, 0.56), (0.2, 0.15), RUBBER)
    c.lines([((x / 100, 0.39), (x / 100, 0.73)) for x in range(48, 84, 4)], 0.008, (30, 76, 48))
    c.box((0.52, 0.3), (0.76, 0.4), RUBBER, 0.025)
    c.ball((0.3, 0.56), 0.215, STEEL)
    c.rod((0.3, 0.36), (0.3, 0.2), 0.062, STEEL)
    c.hexagon((0.22, 0.17), (0.38, 0.235), BRASS)
    c.rod((0.12, 0.6), (0.04, 0.6), 0.065, STEEL)
    c.disc((0.3, 0.56), 0.1, 0.1, NAVY)
    c.write((0.3, 0.56), "OTTER", 0.05, (236, 240, 244))
    return c.done()


def shower_head() -> Image.Image:
    """The rain shower Nimbus: a wide chrome plate under its arm."""
    c = Canvas((244, 248, 252), (196, 206, 216))
    c.ring((0.32, 0.42), 0.2, 0.026, CHROME, (200, 360))
    c.rod((0.1, 0.35), (0.15, 0.35), 0.07, CHROME)
    c.rod((0.52, 0.41), (0.52, 0.52), 0.026, CHROME)
    c.ball((0.52, 0.53), 0.05, CHROME)
    c.disc((0.52, 0.66), 0.4, 0.12, STEEL)
    c.disc((0.52, 0.635), 0.4, 0.115, CHROME)
    drops = []
    for ring, count in ((0.1, 8), (0.2, 16), (0.31, 26)):
        for step in range(count):
            angle = 2 * math.pi * step / count
            x, y = 0.52 + ring * math.cos(angle), 0.635 + ring * 0.29 * math.sin(angle)
            drops.append(((x - 0.005, y), (x + 0.005, y)))
    c.lines(drops, 0.008, (60, 70, 82))
    falls = [((x / 50, 0.8 + (x % 3) / 40), (x / 50, 0.88 + (x % 3) / 40)) for x in range(9, 45, 2)]
    c.lines(falls, 0.004, (168, 190, 210))
    return c.done()


def water_meter() -> Image.Image:
    """The water meter Tally: a brass body and a white dial."""
    c = Canvas((250, 248, 244), (216, 210, 200))
    c.shadow((0.5, 0.84), 0.4, 0.05)
    c.rod((0.06, 0.66), (0.94, 0.66), 0.085, BRASS)
    for left in (0.06, 0.84):
        c.hexagon((left, 0.55), (left + 0.1, 0.77), BRASS)
    c.ball((0.5, 0.66), 0.24, BRASS, 0.75)
    c.rod((0.5, 0.56), (0.5, 0.42), 0.23, BLUE)
    c.disc((0.5, 0.42), 0.23, 0.16, BLUE)
    c.disc((0.5, 0.415), 0.2, 0.138, WHITE)
    c.box((0.38, 0.36), (0.62, 0.415), RUBBER, 0.008)
    c.write((0.5, 0.388), "0 0 4 1 7", 0.042, (245, 245, 245))
    c.write((0.42, 0.465), "m3", 0.035)
    c.lines([((0.56, 0.47), (0.61, 0.445))], 0.01, (200, 30, 30))
    c.ball((0.56, 0.47), 0.014, RED)
    return c.done()


def logo() -> Image.Image:
    """The mark: a drop in a ring, and the name."""
    c = Canvas((255, 255, 255), (255, 255, 255))
    c.ring((0.5, 0.36), 0.2, 0.03, INK)
    c.rod((0.5, 0.385), (0.5, 0.22), (0.08, 0.003), INK)
    c.ball((0.5, 0.41), 0.086, INK)
    c.write((0.5, 0.74), BRAND, 0.125, (20, 52, 110))
    c.lines([((0.16, 0.84), (0.84, 0.84))], 0.008, (36, 92, 170))
    return c.done()


PRODUCTS: dict[str, Callable[[], Image.Image]] = {
    "Ball valve BV-20": ball_valve,
    "Kitchen tap Lumo": kitchen_tap,
    "Garden pump Otter": garden_pump,
    "Rain shower Nimbus": shower_head,
    "Water meter Tally": water_meter,
}

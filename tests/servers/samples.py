"""Small works of our own that tests plant on the servers."""

import io
import random

from PIL import Image, ImageDraw

VALVE = '''\
"""Relief valve: opening pressure and flow."""

SPRING_RATE = 41.7  # N/mm
SEAT_AREA = 113.1  # mm2


def opening_pressure(preload_mm, back_pressure_bar=0.0):
    """Bar at which the disc leaves its seat."""
    force = SPRING_RATE * preload_mm
    return 10.0 * force / SEAT_AREA + back_pressure_bar


def flow(pressure_bar, lift_mm, density=998.2):
    """Litres a minute through the curtain area."""
    if pressure_bar <= 0 or lift_mm <= 0:
        return 0.0
    curtain = 3.14159 * 12.0 * lift_mm
    speed = (2.0 * pressure_bar * 1e5 / density) ** 0.5
    return 0.61 * curtain * 1e-6 * speed * 60_000
'''
NOTES = """# Pump

The housing is turned from one bar, the seat is lapped by hand after hardening.
Preload is set with a shim of 0.2 mm and checked on the bench at 38 bar.
"""
TABLE = "part,material,mass\nhousing,1.4404,412\nseat,1.4112,38\nspring,1.4310,11\n"


def picture(seed: int = 1, size: tuple[int, int] = (320, 240)) -> bytes:
    """A drawing that no other seed gives, as PNG."""
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    image = Image.new("RGB", size, tuple(chance.randrange(150, 256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        across = sorted(chance.randrange(size[0]) for _ in range(2))
        down = sorted(chance.randrange(size[1]) for _ in range(2))
        shape = chance.choice((draw.ellipse, draw.rectangle))
        colour = tuple(chance.randrange(200) for _ in range(3))
        shape((across[0], down[0], across[1] + 9, down[1] + 9), fill=colour)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def pump() -> dict[str, bytes]:
    """A small repository with a file of each sort."""
    return {
        "README.md": NOTES.encode(),
        "src/valve.py": VALVE.encode(),
        "src/bench/parts.csv": TABLE.encode(),
        "src/bench/empty.txt": b"",
        "docs/front.png": picture(7),
        "docs/firmware.bin": bytes(range(256)) * 2,
    }

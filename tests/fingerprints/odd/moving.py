"""Animations: the first picture is always read, of the others a few that differ."""

import struct
from functools import partial

from PIL import Image, ImageOps

from tests.fingerprints.odd.draw import Odd, clear, drawn, noise, on_white, saved


def moving(kind: str, *frames: Image.Image, **options: object) -> bytes:
    """An animation of the drawing and more."""
    return saved(drawn(), kind, save_all=True, append_images=list(frames), duration=80, **options)


def others() -> list[Image.Image]:
    """A negative, and a night that falls."""
    return [
        ImageOps.invert(drawn()),
        *(Image.new("RGB", drawn().size, (n, 0, 0)) for n in range(40)),
    ]


def night_falls(kind: str) -> bytes:
    """The drawing, and all the others."""
    return moving(kind, *others())


def long_gif(frames: int = 10_000) -> bytes:
    """Ten thousand frames of a large screen, each of one pixel."""
    screen = struct.pack("<6sHHBBB", b"GIF89a", 4_000, 4_000, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = (
        b"\x21\xf9\x04\x08\0\0\0\0\x2c" + struct.pack("<4HB", 0, 0, 1, 1, 0) + b"\x02\x02\x4c\x01\0"
    )
    return screen + frame * frames + b";"


def growing_gif() -> bytes:
    """A small screen with a frame that lies 60,000 pixels outside."""
    data = saved(drawn(), "GIF")[:-1]
    frame = b"\x2c" + struct.pack("<4HB", 60_000, 60_000, 5_000, 5_000, 0) + b"\x02\x02\x4c\x01\0"
    return data + frame + b";"


def half(data: bytes, share: float = 0.5) -> bytes:
    """Cut off."""
    return data[: int(len(data) * share)]


def hidden_first() -> bytes:
    """An APNG whose first picture is for programs that know no animation."""
    frames = [ImageOps.invert(drawn()), drawn().rotate(180)]
    return saved(drawn(), "PNG", save_all=True, append_images=frames, default_image=True)


def large_webp() -> bytes:
    """Twelve frames of four megapixels."""
    frames = [drawn(2000, 2000).rotate(90 * (n % 4)) for n in range(1, 12)]
    return saved(
        drawn(2000, 2000), "WEBP", save_all=True, append_images=frames, quality=30, method=0
    )


ANIMATED = (
    *(
        Odd(f"{kind.lower()} animated", partial(night_falls, kind), frames=2)
        for kind in ("GIF", "WEBP", "PNG", "AVIF")
    ),
    Odd(
        "gif animated and clear",
        lambda: saved(clear(), "GIF", save_all=True, append_images=others()),
        wanted=on_white,
    ),
    Odd("png hiding its first picture", hidden_first, frames=2),
    Odd(
        "gif of ten thousand frames",
        long_gif,
        "",
        wanted=lambda: Image.new("RGB", (4000, 4000), "white"),
        levels=256,
        bits=256,
    ),
    Odd("gif with a frame far outside", growing_gif),
    Odd("gif animated, cut off", lambda: half(moving("GIF", *[noise()] * 3)), levels=6),
    Odd("webp of large frames", large_webp, wanted=lambda: drawn(2000, 2000), frames=2),
    Odd("webp animated, cut off", lambda: half(moving("WEBP", *[noise()] * 3)), "is cut short"),
    Odd(
        "avif animated, cut off", lambda: half(moving("AVIF", *[noise()] * 3), 0.9), "is cut short"
    ),
)

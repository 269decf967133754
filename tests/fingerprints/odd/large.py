"""Pictures as large as may be, and a little larger."""

from PIL import Image

from tests.fingerprints.odd import png
from tests.fingerprints.odd.draw import Odd, clear, drawn, grey, noise, on_white, saved
from tests.fingerprints.odd.formats import heic

FAST = {"preset": "ultrafast"}
WIDE, HIGH = 7_200, 5_400  # 38.9 million pixels
TOO_MANY = "has "


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """Any of `KINDS`."""
    if kind == "HEIC":
        return heic(image, **options)
    return saved(image.resize((256, 256)) if kind == "ICO" else image, kind, **options)


def stretched(
    kind: str, mode: str = "RGB", width: int = WIDE, height: int = HIGH, **options: object
) -> bytes:
    """The drawing with as many pixels as may be."""
    image = clear() if mode == "RGBA" else drawn().convert(mode)
    return encoded(image.resize((width, height), Image.Resampling.NEAREST), kind, **options)


def large_gif() -> bytes:
    """64 colours, chosen before it is stretched."""
    image = drawn().quantize(64)
    return encoded(image.resize((WIDE, HIGH), Image.Resampling.NEAREST), "GIF")


def rough(kind: str, width: int, height: int, **options: object) -> bytes:
    """Noise of many pixels: the slowest to decode."""
    tile = noise(512, 512)
    image = Image.new("RGB", (width, height))
    for x in range(0, width, 512):
        for y in range(0, height, 512):
            image.paste(tile.rotate(90 * ((x + y) // 512 % 4)), (x, y))
    return encoded(image, kind, **options)


LARGE = (
    Odd("jpeg of 39 million pixels", lambda: stretched("JPEG")),
    Odd("jpeg of 75 million pixels", lambda: stretched("JPEG", "RGB", 10_000, 7_500)),
    Odd("jpeg of 100 million pixels", lambda: stretched("JPEG", "RGB", 12_500, 8_000), TOO_MANY),
    Odd(
        "jpeg progressive of 39 million pixels",
        lambda: stretched("JPEG", progressive=True, subsampling=0),
    ),
    Odd("jpeg cmyk of 39 million pixels", lambda: stretched("JPEG", "CMYK")),
    Odd("png of 39 million pixels", lambda: png.large(WIDE, HIGH)),
    Odd("png 16 bit rgb of 39 million pixels", lambda: png.large(WIDE, HIGH, png.RGB, 16)),
    Odd(
        "png 16 bit grey of 39 million pixels",
        lambda: png.large(WIDE, HIGH, png.GREY, 16),
        wanted=grey,
    ),
    Odd(
        "png rgba of 31 million pixels", lambda: png.large(6_400, 4_800, png.RGBA), wanted=on_white
    ),
    Odd(
        "png 16 bit rgba of 31 million pixels",
        lambda: png.large(6_400, 4_800, png.RGBA, 16),
        wanted=on_white,
    ),
    Odd(
        "png grey alpha of 31 million pixels",
        lambda: png.large(6_400, 4_800, png.GREY_ALPHA),
        wanted=grey,
    ),
    Odd(
        "webp of 31 million pixels",
        lambda: stretched("WEBP", "RGB", 6_400, 4_800, method=0),
        TOO_MANY,
    ),
    Odd("webp of 24 million pixels", lambda: stretched("WEBP", "RGB", 5_600, 4_200, method=0)),
    Odd(
        "webp of 24 million clear pixels",
        lambda: stretched("WEBP", "RGBA", 5_600, 4_200, method=0),
        wanted=on_white,
    ),
    Odd(
        "avif of 31 million clear pixels",
        lambda: stretched("AVIF", "RGBA", 6_400, 4_800, speed=10),
        wanted=on_white,
    ),
    Odd("heic of 39 million pixels", lambda: stretched("HEIC", enc_params=FAST)),
    Odd(
        "webp lossless of 24 million pixels",
        lambda: stretched("WEBP", "RGB", 5_600, 4_200, lossless=True, method=0, quality=0),
    ),
    Odd("avif of 39 million pixels", lambda: stretched("AVIF", speed=10)),
    Odd(
        "heic of 12 million pixels", lambda: stretched("HEIC", "RGB", 4_000, 3_000, enc_params=FAST)
    ),
    Odd(
        "jpeg 2000 of 39 million pixels",
        lambda: stretched("JPEG2000", irreversible=True, quality_layers=[60]),
    ),
    Odd("tiff of 39 million pixels", lambda: stretched("TIFF", compression="tiff_lzw")),
    Odd(
        "tiff cmyk of 39 million pixels", lambda: stretched("TIFF", "CMYK", compression="tiff_lzw")
    ),
    Odd(
        "tiff of 39 million floats",
        lambda: stretched("TIFF", "F", compression="tiff_lzw"),
        wanted=grey,
    ),
    Odd("bmp of 39 million pixels", lambda: stretched("BMP")),
    Odd("gif of 39 million pixels", large_gif),
    Odd(
        "jpeg of 39 million rough pixels",
        lambda: rough("JPEG", WIDE, HIGH, quality=95),
        levels=256,
        bits=256,
    ),
    Odd(
        "jpeg progressive, 39 million rough pixels",
        lambda: rough("JPEG", WIDE, HIGH, progressive=True, quality=95),
        levels=256,
        bits=256,
    ),
)

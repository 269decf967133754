"""Any mode of picture as 8 bit RGB, alpha over white, scaled down, without a second full copy."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 512  # longest side of what is kept, unless a caller wants more
BAND = 4_000_000  # pixels that are changed at a time
ALPHA = {"RGBA", "LA", "PA", "La", "RGBa"}
DEEP = {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}
SIXTEEN = 16
BITS_PER_SAMPLE = 258  # a tag of TIFF

Pixels = NDArray[np.uint8]


def has_alpha(image: Image.Image) -> bool:
    """Whether anything in it may be clear."""
    return image.mode in ALPHA or "transparency" in image.info


def plain(image: Image.Image, side: int = SIDE, ground: str = "white") -> Image.Image:
    """At most so many pixels a side, 8 bits, L or RGB; what is clear shows the ground."""
    if image.mode in DEEP:
        return _deep(image, side)
    if image.mode in {"L", "RGB"} and not has_alpha(image):
        return scaled(image, side)
    if image.width * image.height <= BAND:
        return _flat(image, side, ground)
    return scaled(_in_bands(image, side, ground), side)


def scaled(image: Image.Image, side: int) -> Image.Image:
    """Every pixel weighs the same; a small picture is copied."""
    scale = side / max(image.size)
    if scale >= 1:
        return image.copy()
    width, height = (max(1, round(length * scale)) for length in image.size)
    return image.resize((width, height), Image.Resampling.BOX)


def _flat(image: Image.Image, side: int, ground: str) -> Image.Image:
    """Scaled down, and laid on the ground when it has alpha."""
    if not has_alpha(image):
        return scaled(image.convert("RGB"), side)
    clear = scaled(image.convert("RGBA"), side)
    return _laid(clear, ground)


def _in_bands(image: Image.Image, side: int, ground: str) -> Image.Image:
    """Half to the whole of 2 * `side` pixels: bands of rows are flattened and averaged in turn."""
    step = max(1, max(image.size) // (2 * side))
    rows = step * max(1, BAND // (image.width * step))
    small = Image.new("RGB", (-(-image.width // step), -(-image.height // step)))
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(top + rows, image.height)))
        small.paste(_on(band, ground).reduce(step), (0, top // step))
    return small


def _on(image: Image.Image, ground: str) -> Image.Image:
    return _laid(image.convert("RGBA"), ground) if has_alpha(image) else image.convert("RGB")


def _laid(clear: Image.Image, ground: str) -> Image.Image:
    return Image.alpha_composite(Image.new("RGBA", clear.size, ground), clear).convert("RGB")


def _deep(image: Image.Image, side: int) -> Image.Image:
    """More than 8 bits: scaled by hand, for Pillow's own conversion cuts them off."""
    key = image.info.get("transparency")
    if isinstance(key, int) and image.mode.startswith("I;16"):
        levels = np.array(image)
        levels[levels == key] = 65_535  # the one clear grey of a PNG is white
        image = Image.fromarray(levels)
    small = np.asarray(scaled(image, side))
    if small.dtype.kind == "f" and not np.isfinite(small).all():
        small = np.asarray(scaled(_without_holes(image), side))
    return Image.fromarray(_eight_bits(small, _bits(image))).convert("RGB")


def _without_holes(image: Image.Image) -> Image.Image:
    """NaN and infinity would spread to their neighbours; they become the darkest level."""
    levels = np.array(image)
    holes = ~np.isfinite(levels)
    levels[holes] = 0 if holes.all() else levels[~holes].min()
    return Image.fromarray(levels)


def _bits(image: Image.Image) -> int:
    """How many of 16 bits a TIFF says that it uses (12 for many scanners)."""
    said = getattr(image, "tag_v2", {}).get(BITS_PER_SAMPLE, (SIXTEEN,))
    bits = said[0] if isinstance(said, tuple) and said else SIXTEEN
    return bits if isinstance(bits, int) and 8 < bits < SIXTEEN else SIXTEEN  # noqa: PLR2004 - more than a byte


def _eight_bits(values: NDArray[np.generic], bits: int) -> Pixels:
    levels = values.astype(np.float64)
    low, high = float(levels.min()), float(levels.max())
    whole = (1, 255, 65_535) if values.dtype.kind == "f" else (255, 65_535)
    for full in whole if bits == SIXTEEN else (2**bits - 1,):
        if low >= 0 and high <= full:
            return (levels * (255 / full)).round().astype(np.uint8)
    return ((levels - low) / max(high - low, 1e-9) * 255).astype(np.uint8)

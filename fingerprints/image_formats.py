"""Which picture format a file is of, by its first bytes, and how many pixels are read of it."""

import re
import zlib

HEAD = 4_096  # bytes that are looked at
MILLION = 1_000_000
PIXELS = {  # of one picture; measured so that nothing needs more than 512 MB in all
    "JPEG": 80 * MILLION,  # scaled while it is decoded
    "PNG": 40 * MILLION,
    "GIF": 40 * MILLION,
    "WEBP": 24 * MILLION,  # 16 bytes each, for the canvas is kept three times
    "AVIF": 40 * MILLION,
    "HEIF": 40 * MILLION,
    "BMP": 40 * MILLION,
    "TIFF": 40 * MILLION,
    "JPEG2000": 80 * MILLION,  # scaled while it is decoded
    "ICO": 4 * MILLION,  # 256 pixels a side is the most an icon may say
    "SVG": 16 * MILLION,  # of all pictures inside; its shapes are counted
}
CUT = "is cut short or damaged"
NAMES = "JPEG, PNG, WebP, GIF, AVIF, HEIC, JPEG 2000, BMP, TIFF, ICO or SVG"
MAGIC = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),  # BigTIFF
    (b"MM\0+", "TIFF"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG2000"),
    (b"\xff\x4f\xff\x51\0", "JPEG2000"),  # a bare codestream
)
ISPE = re.compile(rb"ispe\0{4}(.{8})", re.DOTALL)
PROPERTIES = 1 << 16  # bytes in which a HEIF names its sizes
GZIP = b"\x1f\x8b\x08"
AVIF = {b"avif", b"avis"}
HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
ROOT = re.compile(
    rb"(?>\xef\xbb\xbf)?\s*+(?>(?:<\?.{0,500}?\?>|<!--.*?-->)\s*+)*+"
    rb"(?:<!DOCTYPE\s+(?:\w+:)?svg\b|<(?:\w+:)?svg[\s>/])",
    re.DOTALL | re.IGNORECASE,
)


def sniff(head: bytes) -> str:
    """A name of `PIXELS`, or empty when it is none of them; `head` is HEAD bytes or more."""
    for magic, name in MAGIC:
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        return _boxed(head)
    if head[:2] == b"BM" and head[6:10] == bytes(4) and len(head) > 26:  # noqa: PLR2004 - its smallest head
        return "BMP"
    if _icon(head):
        return "ICO"
    return "SVG" if is_svg(head) else ""


def _boxed(head: bytes) -> str:
    """AVIF or HEIF by the brands of ISO media: the main one, then those it is compatible with."""
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(_size(head), 256), 4))]
    if AVIF.intersection(brands):
        return "AVIF"
    return "HEIF" if HEIF.intersection(brands) else ""


def heif_size(data: bytes) -> tuple[int, int] | None:
    """The largest width and height that a HEIF names (ispe boxes), nothing else being read."""
    found = [
        (int.from_bytes(box[1][:4], "big"), int.from_bytes(box[1][4:], "big"))
        for box in ISPE.finditer(data, 0, PROPERTIES)
    ]
    return max(found, key=lambda size: size[0] * size[1], default=None)


def _size(head: bytes) -> int:
    return int.from_bytes(head[:4], "big")


def _icon(head: bytes) -> bool:
    """An icon: few entries, and the first is of a known layout and lies behind the directory."""
    if head[:4] != b"\0\0\1\0" or not 0 < int.from_bytes(head[4:6], "little") <= HEAD // 16:
        return False
    entries = 6 + 16 * int.from_bytes(head[4:6], "little")
    return head[9:10] == b"\0" and int.from_bytes(head[18:22], "little") >= entries


def is_svg(head: bytes) -> bool:
    """Whether it begins as a drawing, plain, packed by gzip or in UTF-16."""
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head[:HEAD], HEAD)
        except zlib.error:
            return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: HEAD & ~1].decode("utf-16", "replace").encode()
    return ROOT.match(head[:HEAD]) is not None

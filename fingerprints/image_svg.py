"""SVG, drawn by resvg after it was stripped: nothing is fetched, run or repeated without end.

The file is parsed twice: here, where entities, references and repetitions are counted, and by
resvg, which sees only what was written anew from what is left. Words are not drawn, for they look
different with the fonts of each machine.
"""

import base64
import binascii
import io
import re
import zlib
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from lxml import etree
from PIL import Image

from fingerprints.errors import Unreadable
from fingerprints.image_formats import CUT, GZIP, MILLION, PIXELS, sniff
from fingerprints.image_plain import SIDE
from fingerprints.image_svg_weight import DEPTH, ELEMENTS, WEIGHT, XLINK, heaviness
from fingerprints.wordset import wordset

BYTES = 8 * MILLION  # unpacked
ENTITY = 256  # characters of one that the file declares itself
INSIDE = ("JPEG", "PNG", "GIF", "WEBP")
DROPPED = wordset(
    "script foreignObject iframe audio video animate animateColor animateMotion animateTransform "
    "set handler"
)
LENGTH = re.compile(r"\s*([\d.]+(?:[eE][-+]?\d+)?)\s*(px|pt|pc|mm|cm|in|q)?\s*$", re.IGNORECASE)
UNITS = {"pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "q": 96 / 101.6}
ENTITIES = "declares entities that fetch or multiply"
PLAIN_SIZE = (300.0, 150.0)  # of a drawing that names none, as in browsers
DATA = re.compile(r"\s*data:image/[\w.+-]+(?:;[\w=.-]+)*;base64,", re.IGNORECASE)


def render(data: bytes) -> Image.Image:
    """The drawing at SIDE pixels, RGBA; Unreadable says why it is not drawn.

    Limits: 8 MB, 50,000 elements 100 deep, 100,000 drawn ones; pictures inside of 16 million
    pixels. Source of the element names: SVG 2, W3C.
    """
    try:
        resvg = import_module("resvg_py")
    except ImportError as error:
        raise Unreadable("is an SVG drawing; to read it: pip install resvg_py") from error
    root = _parsed(_unpacked(data))
    _count(root)
    _strip(root)
    _sized(root)
    if heaviness(root) > WEIGHT:
        raise Unreadable(f"draws more than {WEIGHT:,} shapes, by repeating them")
    text = etree.tostring(root, encoding="unicode")
    try:
        drawn = resvg.svg_to_bytes(svg_string=text, skip_system_fonts=True)
    except ValueError as error:
        raise Unreadable("is a damaged or an empty SVG drawing") from error
    return Image.open(io.BytesIO(drawn), formats=("PNG",))


def _unpacked(data: bytes) -> bytes:
    if data.startswith(GZIP):
        try:
            data = zlib.decompressobj(31).decompress(data, BYTES + 1)
        except zlib.error as error:
            raise Unreadable(CUT) from error
    if len(data) > BYTES:
        raise Unreadable(f"is a drawing of more than {BYTES // MILLION} MB")
    return data


def _parsed(data: bytes) -> etree._Element:
    """The tree; entities that hold more than plain words are refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(_unparsed(str(error))) from error
    dtd: Any = root.getroottree().docinfo.internalDTD  # lxml-stubs knows no entities
    for entity in dtd.iterentities() if dtd is not None else ():
        words = entity.content
        if words is None or len(words) > ENTITY or "&" in words or "<" in words:
            raise Unreadable(ENTITIES)
    return root


def _unparsed(said: str) -> str:
    """libxml2 has limits of its own for what nests and what multiplies."""
    if "depth" in said:
        return _nested()
    return ENTITIES if "ntit" in said else CUT


def _count(root: etree._Element) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if count > ELEMENTS:
            raise Unreadable(f"has more than {ELEMENTS:,} elements")
        if depth > DEPTH:
            raise Unreadable(_nested())


def _nested() -> str:
    return f"nests more than {DEPTH} elements"


def _strip(root: etree._Element) -> None:
    """Take out what runs and what lies elsewhere; pictures inside may hold so many pixels."""
    room = PIXELS["SVG"]
    for element in list(root.iter(tag=etree.Element)):
        name = etree.QName(element).localname
        if name in DROPPED and element is not root:
            _drop(element)
            continue
        if name in {"image", "feImage"}:
            pixels = next(map(_pixels, _links(element)), 0)
            room -= pixels
            if room < 0:
                most = PIXELS["SVG"] // MILLION
                raise Unreadable(f"holds pictures of more than {most} million pixels")
            if not pixels:
                _drop(element)
        else:
            for key in [key for key in ("href", XLINK) if key in element.attrib]:
                if not str(element.attrib[key]).strip().startswith("#"):
                    del element.attrib[key]


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _links(element: etree._Element) -> Iterator[str]:
    return (str(element.attrib[key]) for key in ("href", XLINK) if key in element.attrib)


def _pixels(href: str) -> int:
    """How many pixels a picture inside has; 0 for what lies elsewhere or is none."""
    found = DATA.match(href)
    if found is None:
        return 0
    try:
        data = base64.b64decode(re.sub(r"\s|%0[aA]", "", href[found.end() :]))
        kind = sniff(data)
        if kind not in INSIDE:
            return 0
        with Image.open(io.BytesIO(data), formats=(kind,)) as image:
            return image.width * image.height
    except (binascii.Error, ValueError, OSError, SyntaxError):
        return 0


def _sized(root: etree._Element) -> None:
    """Write the root's size anew, so that the longest side is SIDE pixels."""
    if etree.QName(root).localname != "svg":
        raise Unreadable("is no drawing: its first element is not svg")
    box = _box(root)
    said = [_length(root.get("width")), _length(root.get("height"))]
    if 0 in said:
        raise Unreadable("is a drawing without width or height")
    natural = box[2:] if box else PLAIN_SIZE
    width, height = (mine or other for mine, other in zip(said, natural, strict=True))
    if box and None in said and said != [None, None]:  # one side is said, the other follows
        width, height = (
            (width, width * box[3] / box[2]) if said[0] else (height * box[2] / box[3], height)
        )
    if not box:
        root.set("viewBox", f"0 0 {width} {height}")
    scale = SIDE / max(width, height)
    root.set("width", str(max(1, round(width * scale))))
    root.set("height", str(max(1, round(height * scale))))


def _box(root: etree._Element) -> tuple[float, ...]:
    """The four numbers of viewBox, or none."""
    numbers = re.findall(r"[-+]?[\d.]+(?:[eE][-+]?\d+)?", root.get("viewBox", "")[:200])
    try:
        box = tuple(map(float, numbers))
    except ValueError:
        return ()
    return box if len(box) == 4 and min(box[2:]) > 0 else ()  # noqa: PLR2004 - x, y, width, height


def _length(said: str | None) -> float | None:
    """A length in pixels; None when it is relative or not said."""
    found = LENGTH.match((said or "")[:50])
    try:
        return float(found[1]) * UNITS.get((found[2] or "").lower(), 1) if found else None
    except ValueError:
        return None

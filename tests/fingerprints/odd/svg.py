"""Drawings in SVG: right ones, and those that fetch, repeat, nest or run."""

import base64
import gzip
from functools import partial

import numpy as np
from PIL import Image

from tests.fingerprints.odd.draw import Odd, drawn, saved
from tests.fingerprints.odd.png import bomb

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
SIZED = 'width="320" height="240" viewBox="0 0 320 240">'
GROUND = '<rect width="320" height="240" fill="#ece8e0"/>'
SHAPES = (
    '<rect y="168" width="320" height="72" fill="#966e46"/>'
    '<ellipse cx="96" cy="132" rx="48" ry="84" fill="#1e5aa0"/>'
    '<polygon points="192,24 304,48 224,120" fill="#c82828"/>'
    + "".join(
        f'<rect x="{176 + 25.6 * n}" y="144" width="12.8" height="60" '
        f'fill="rgb(20,{60 + 40 * n},90)"/>'
        for n in range(5)
    )
)
WIDE = '<?xml version="1.0" encoding="UTF-16"?>'
LONG = '<?xml version="1.0"?><!-- drawn by hand --><!DOCTYPE svg>\n'
HUGE = 'width="100000000" height="75000000" viewBox="0 0 320 240">'
STRIP = 'width="100000000" height="1" viewBox="0 0 320 240">'
LATE = "took longer than 2 s"


def svg(body: str, size: str = SIZED, before: str = "") -> bytes:
    """A file of these elements."""
    return f"{before}{OPEN}{size}{body}</svg>".encode()


def drawing(extra: str = "", **options: str) -> bytes:
    """The corpus' drawing and more."""
    return svg(GROUND + SHAPES + extra, **options)


def laughs() -> bytes:
    """Entities that grow to 10^9 letters."""
    lines = ['<!ENTITY a0 "lol">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return drawing("<text>&a9;</text>", before=f"<!DOCTYPE svg [{''.join(lines)}]>")


def foreign_entity() -> bytes:
    """A file of the machine, asked for by an entity."""
    kind = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return drawing("<text y='20'>&x;</text>", before=kind)


def nested_use(depth: int = 30, width: int = 10) -> bytes:
    """Groups that use the group before them, ten times each."""
    groups = ['<g id="u0"><rect width="9" height="9"/></g>']
    for n in range(1, depth):
        uses = f'<use xlink:href="#u{n - 1}"/>' * width
        groups.append(f'<g id="u{n}">{uses}</g>')
    return drawing(f"<defs>{''.join(groups)}</defs><use xlink:href='#u{depth - 1}'/>")


def pattern_in_pattern(depth: int = 40) -> bytes:
    """Patterns filled with patterns."""
    patterns = "".join(
        f'<pattern id="p{n}" width=".1" height=".1"><rect width="99" height="99" '
        f'fill="url(#p{n + 1})"/><rect width="50" height="99" fill="url(#p{n + 1})"/></pattern>'
        for n in range(depth)
    )
    return drawing(f"<defs>{patterns}</defs><rect width='300' height='200' fill='url(#p0)'/>")


def filters() -> bytes:
    """Blurs of the whole picture, two hundred times."""
    blur = '<feGaussianBlur stdDeviation="90"/>' * 200
    return drawing(
        f'<filter id="f" x="-9" y="-9" width="99" height="99">{blur}</filter>'
        '<rect width="300" height="200" filter="url(#f)"/>'
    )


def long_path() -> bytes:
    """Lines there and back, four hundred thousand times, in dashes of a hundredth."""
    lines = "L9 9L300 200" * 200_000
    return drawing(f'<path d="M0 0{lines}" stroke="red" stroke-dasharray=".01"/>')


def picture(href: str) -> bytes:
    """An embedded picture that covers the left half."""
    return drawing(
        f'<image xlink:href="{href}" width="160" height="240" preserveAspectRatio="none"/>'
    )


def data_url(data: bytes, kind: str = "image/png") -> str:
    """Bytes as an address."""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def photograph() -> bytes:
    """Nothing but an embedded picture, as programs that draw write it."""
    href = data_url(saved(drawn(), "PNG"))
    return svg(f'<image xlink:href="{href}" width="320" height="240"/>')


def inside() -> bytes:
    """An SVG in an SVG."""
    return picture(
        data_url(svg(f'<image href="{data_url(laughs(), "image/svg+xml")}"/>'), "image/svg+xml")
    )


def from_png_bomb() -> bytes:
    """An embedded PNG of a hundred megapixels."""
    return picture(data_url(bomb(10_000, 10_000)))


def without_ground() -> Image.Image:
    """The shapes on white."""
    pixels = np.array(drawn())
    pixels[(pixels == (236, 232, 224)).all(axis=2)] = 255
    return Image.fromarray(pixels)


SCRIPT = '<script>while (true) {}</script><foreignObject width="9" height="9"><p/></foreignObject>'
HREFS = ("file:///etc/passwd", "/etc/passwd", "http://127.0.0.1:9/x.png", "//127.0.0.1:9/x.png")
DRAWINGS = (
    Odd("svg", drawing),
    Odd("svg without a size", lambda: drawing(size='viewBox="0 0 320 240">')),
    Odd("svg without a ground", lambda: svg(SHAPES), wanted=without_ground),
    Odd("svg in utf-16", lambda: drawing(before=WIDE).decode().encode("utf-16")),
    Odd("svg with a comment before", lambda: drawing(before=LONG)),
    Odd("svgz", lambda: gzip.compress(drawing())),
    Odd("svg of a photograph", photograph),
    Odd("svg with a script", lambda: drawing(SCRIPT)),
    Odd(
        "svg with styles from elsewhere",
        lambda: drawing("<style>@import url(http://127.0.0.1:9/x.css);</style>"),
    ),
    *(Odd(f"svg with {href}", partial(picture, href)) for href in HREFS),
    Odd("svg of a huge size", lambda: drawing(size=HUGE)),
    Odd("svg of a strip", lambda: drawing(size=STRIP), levels=256, bits=256),
    Odd("svg of no size", lambda: drawing(size='width="0" height="0">'), "is a drawing without"),
    Odd("svg of nested uses", nested_use, "draws more"),
    Odd("svg that uses itself", lambda: drawing('<g id="a"><use xlink:href="#a"/></g>')),
    Odd("svg of a million laughs", laughs, "declares"),
    Odd("svg of a foreign entity", foreign_entity, "declares"),
    Odd("svg of patterns in patterns", pattern_in_pattern, "draws more"),
    Odd("svg of two hundred blurs", filters, "draws more"),
    Odd("svg of a million nodes", lambda: drawing("<g/>" * 1_000_000), "has more than"),
    Odd("svg nested deeply", lambda: drawing("<g>" * 100_000 + "</g>" * 100_000), "nests more"),
    Odd("svg of a long path", long_path, LATE),
    Odd("svg around a picture bomb", from_png_bomb, "has 100 million"),
    Odd("svg in an svg", inside),
    Odd("svgz bomb", lambda: gzip.compress(b"<svg>" + b" " * 300_000_000), "is a drawing of more"),
    Odd("svg cut off", lambda: drawing()[:-300], "is cut short or damaged"),
)

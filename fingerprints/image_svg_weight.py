"""How many shapes an SVG draws when everything it refers to is drawn where it is referred to."""

import re
from collections.abc import Iterator

from lxml import etree

from fingerprints.wordset import wordset

DEPTH = 100  # elements inside elements, references followed
ELEMENTS = 50_000
WEIGHT = 100_000
FILTER = 1_000  # shapes that one step of a filter costs: each goes over all pixels
PICTURE = 64  # bytes of a picture inside that cost as much as a shape
LIGHT = wordset("linearGradient radialGradient stop title desc metadata text tspan")
LINK = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)")
XLINK = "{http://www.w3.org/1999/xlink}href"
UNDRAWN = wordset("defs symbol pattern mask clipPath marker filter")  # only where referred to


class Scale:
    """Weighs each element once; what is referred to weighs again at each reference."""

    def __init__(self, root: etree._Element) -> None:
        self.named = {str(e.get("id")): e for e in root.iter(tag=etree.Element) if e.get("id")}
        self.known: dict[etree._Element, int] = {}
        sheets = " ".join("".join(map(str, e.itertext())) for e in root.iter("{*}style"))
        self.sheet = set(LINK.findall(sheets))  # any element with a class may be meant

    def weigh(self, element: etree._Element, depth: int = 0) -> int:
        """Shapes, at most WEIGHT + 1; a circle of references counts once, as it is drawn."""
        if element in self.known:
            return self.known[element]
        if depth > DEPTH:
            return WEIGHT + 1
        self.known[element] = 1
        total = _own(element)
        for child in self._drawn(element):
            total += self.weigh(child, depth + 1)
            if total > WEIGHT:
                break
        self.known[element] = min(total, WEIGHT + 1)
        return self.known[element]

    def _drawn(self, element: etree._Element) -> Iterator[etree._Element]:
        for child in element.iterchildren(tag=etree.Element):
            if etree.QName(child).localname not in UNDRAWN:
                yield child
        for name in self._references(element):
            target = self.named.get(name)
            if target is not None and etree.QName(target).localname not in LIGHT:
                yield target

    def _references(self, element: etree._Element) -> Iterator[str]:
        for key, value in element.attrib.items():
            text = str(value)
            if key in {"href", XLINK}:
                if text.strip().startswith("#"):
                    yield text.strip()[1:]
            elif "url(" in text:
                yield from LINK.findall(text)
        if element.get("class"):
            yield from self.sheet


def heaviness(root: etree._Element) -> int:
    """The weight of a whole drawing: shapes, and what steps of filters and pictures cost."""
    return Scale(root).weigh(root)


def _own(element: etree._Element) -> int:
    name = etree.QName(element).localname
    if name in LIGHT:
        return 0
    if name.startswith("fe"):
        return FILTER
    if name == "image":
        return 1 + max((len(str(value)) for value in element.attrib.values()), default=0) // PICTURE
    return 1

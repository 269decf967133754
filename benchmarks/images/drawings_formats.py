"""Reads the drawings of three part libraries as polylines: KiCad, QElectroTech, DXF (ASCII)."""

import re
from collections.abc import Callable, Iterator

import numpy as np
from lxml import etree

from fingerprints.arrays import F64

STEP = np.deg2rad(6)  # of an arc
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+')
LAYERS = {"F.SilkS", "F.Fab", "Dwgs.User", "B.SilkS"}  # of a footprint; the courtyard is a bare box
Node = list["Node | str"]


def ellipse(
    centre: tuple[float, float], radii: tuple[float, float], start: float, sweep: float
) -> F64:
    """(n, 2) points of an arc; angles in radians, y down."""
    steps = np.linspace(start, start + sweep, max(3, int(abs(sweep) / STEP) + 2))
    return np.stack([np.cos(steps), np.sin(steps)], axis=1) * radii + centre


def box(left: float, top: float, width: float, height: float) -> F64:
    """(5, 2) a closed rectangle."""
    corners = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    return np.array(corners, float) * (width, height) + (left, top)


def kicad(text: str) -> Iterator[F64]:
    """Silk screen, fabrication layer and pads (with their drills) of a footprint."""
    for node in _tree(text):
        if isinstance(node, str) or not node:
            continue
        held = {str(one[0]): one[1:] for one in node if isinstance(one, list) and one}
        name = str(node[0])
        if name == "pad":
            yield from _pad(str(node[3]), held)
        elif name.startswith("fp_") and str(held.get("layer", [""])[0]).strip('"') in LAYERS:
            yield from _graphic(name, held)


def _tree(text: str) -> Node:
    root: Node = []
    stack = [root]
    for token in TOKEN.findall(text):
        if token == "(":  # noqa: S105 - a bracket
            stack[-1].append([])
            stack.append(stack[-1][-1])  # type: ignore[arg-type]
        elif token == ")":  # noqa: S105 - a bracket
            stack.pop()
        else:
            stack[-1].append(token)
    return root[0]  # type: ignore[return-value]


def _floats(node: Node) -> F64:
    return np.array([float(str(one)) for one in node[:2]])


def _graphic(name: str, held: dict[str, Node]) -> Iterator[F64]:
    if name == "fp_poly":
        points = np.array([_floats(one[1:]) for one in held["pts"] if isinstance(one, list)])
        yield np.concatenate([points, points[:1]])
    elif name == "fp_circle":
        centre, end = _floats(held["center"]), _floats(held["end"])
        radius = float(np.linalg.norm(end - centre))
        yield ellipse((centre[0], centre[1]), (radius, radius), 0, 2 * np.pi)
    elif name == "fp_arc" and "mid" in held:
        yield _through(*(_floats(held[key]) for key in ("start", "mid", "end")))
    elif name == "fp_rect":
        start, end = _floats(held["start"]), _floats(held["end"])
        yield box(start[0], start[1], *(end - start))
    elif name == "fp_line":
        yield np.array([_floats(held["start"]), _floats(held["end"])])


def _through(start: F64, mid: F64, end: F64) -> F64:
    """The arc through three points."""
    a, b, c = (complex(*point) for point in (start, mid, end))
    w = (c - a) / (b - a)
    if abs(w.imag) < 1e-9:
        return np.array([start, end])
    centre = (b - a) * (w - abs(w) ** 2) / (2j * w.imag) + a
    first, middle, last = (float(np.angle(z - centre)) for z in (a, b, c))
    sweep = (last - first) % (2 * np.pi)
    if (middle - first) % (2 * np.pi) > sweep:
        sweep -= 2 * np.pi
    radius = abs(a - centre)
    return ellipse((centre.real, centre.imag), (radius, radius), first, sweep)


def _pad(shape: str, held: dict[str, Node]) -> Iterator[F64]:
    at = np.array([float(str(one)) for one in held["at"]])
    width, height = _floats(held["size"])
    turn = np.deg2rad(-at[2]) if len(at) > 2 else 0.0
    if shape in {"circle", "oval"}:
        made = [ellipse((0, 0), (width / 2, height / 2), 0, 2 * np.pi)]
    else:
        made = [box(-width / 2, -height / 2, width, height)]
    drill = [float(str(one)) for one in held.get("drill", []) if re.match(r"[\d.]+$", str(one))]
    if drill:
        made.append(ellipse((0, 0), (drill[0] / 2, drill[-1] / 2), 0, 2 * np.pi))
    cos, sin = np.cos(turn), np.sin(turn)
    for points in made:
        yield points @ np.array([[cos, sin], [-sin, cos]]) + at[:2]


def qelectrotech(text: str) -> Iterator[F64]:
    """The shapes of an element; its texts and terminals are left out."""
    root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False))
    for shape in root.iter("line", "rect", "ellipse", "circle", "arc", "polygon"):
        facts = {
            str(key): float(value)
            for key, value in shape.attrib.items()
            if re.match(r"-?[\d.]+$", str(value))
        }
        x, y = facts.get("x", 0.0), facts.get("y", 0.0)
        width = facts.get("width", facts.get("diameter", 0.0))
        height = facts.get("height", width)
        if shape.tag == "line":
            yield np.array([[facts["x1"], facts["y1"]], [facts["x2"], facts["y2"]]])
        elif shape.tag == "rect":
            yield box(x, y, width, height)
        elif shape.tag == "polygon":
            count = sum(key.startswith("x") and key[1:].isdigit() for key in facts)
            points = np.array([[facts[f"x{n}"], facts[f"y{n}"]] for n in range(1, count + 1)])
            closed = shape.get("closed") != "false"
            yield np.concatenate([points, points[:1]]) if closed else points
        else:
            start, sweep = np.deg2rad([facts.get("start", 0), facts.get("angle", 360)])
            middle = (x + width / 2, y + height / 2)
            yield ellipse(middle, (width / 2, height / 2), -start, -sweep)


def dxf(text: str) -> Iterator[F64]:
    """Lines, arcs, circles, ellipses and polylines of the ENTITIES section; y turned down."""
    lines = text.splitlines()
    pairs = [(a.strip(), b.strip()) for a, b in zip(lines[::2], lines[1::2], strict=False)]
    start = pairs.index(("2", "ENTITIES")) if ("2", "ENTITIES") in pairs else len(pairs)
    name, facts = "", list[tuple[str, str]]()
    for code, value in pairs[start + 1 :]:
        if code != "0":
            facts.append((code, value))
            continue
        if name in ENTITIES:
            yield ENTITIES[name](facts) * (1, -1)
        if value == "ENDSEC":
            return
        name, facts = value, []


def _numbers(facts: list[tuple[str, str]], *codes: str) -> list[float]:
    held = dict(facts)
    return [float(held[code]) for code in codes]


def _line(facts: list[tuple[str, str]]) -> F64:
    return np.array(_numbers(facts, "10", "20", "11", "21")).reshape(2, 2)


def _arc(facts: list[tuple[str, str]]) -> F64:
    x, y, radius = _numbers(facts, "10", "20", "40")
    held = dict(facts)
    start, end = np.deg2rad([float(held.get("50", 0)), float(held.get("51", 360))])
    sweep = (end - start) % (2 * np.pi) or 2 * np.pi
    return ellipse((x, y), (radius, radius), start, sweep)


def _ellipse(facts: list[tuple[str, str]]) -> F64:
    x, y, right, up, ratio, start, end = _numbers(facts, "10", "20", "11", "21", "40", "41", "42")
    axis = np.array([[right, up], [-up * ratio, right * ratio]])
    sweep = (end - start) % (2 * np.pi) or 2 * np.pi
    return np.asarray(ellipse((0, 0), (1, 1), start, sweep) @ axis + (x, y))


def _polyline(facts: list[tuple[str, str]]) -> F64:
    xs, ys = ([float(v) for k, v in facts if k == code] for code in ("10", "20"))
    points = np.array(list(zip(xs, ys, strict=True)))
    closed = int(dict(facts).get("70", "0")) & 1
    return np.concatenate([points, points[:1]]) if closed else points


ENTITIES: dict[str, Callable[[list[tuple[str, str]]], F64]] = {
    "LINE": _line,
    "ARC": _arc,
    "CIRCLE": _arc,
    "ELLIPSE": _ellipse,
    "LWPOLYLINE": _polyline,
}
FORMATS: dict[str, Callable[[str], Iterator[F64]]] = {
    ".kicad_mod": kicad,
    ".elmt": qelectrotech,
    ".dxf": dxf,
}

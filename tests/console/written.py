"""Texts and code written by us, and what a thief makes of them, with the shared spans."""

from pathlib import Path

from matcher.match import Span

CODE = '''"""Opens and closes the gate valve in steps, and learns how far it travels."""

STEPS_PER_TURN = 400
LIMIT = 0.92


def travel(turns, worn):
    """Millimetres the gate moves, corrected for wear."""
    pitch = 1.5 - 0.02 * worn
    return turns * pitch


def close(motor, sensor, worn):
    """Close gently: fast at first, then step by step until the seat is felt."""
    goal = travel(22, worn) * LIMIT
    moved = 0.0
    while moved < goal:
        motor.step(STEPS_PER_TURN)
        moved += travel(1, worn)
    while sensor.pressure() < 4.2:
        motor.step(8)
        moved += travel(8 / STEPS_PER_TURN, worn)
    motor.hold()
    return moved


def describe(moved):
    """A line for the display."""
    return f"{moved:.1f} mm"
'''
RENAMED = {"travel": "dist", "moved": "pos", "goal": "target", "worn": "age", "sensor": "gauge"}

HANDBOOK = """# Handbook of the outside works

This handbook is for the people who make our valves, and for nobody else.

Every body is cast at 1,080 degrees and rests for six hours before the core is drawn. A body that
was drawn earlier looks the same and fails within a year, which is why the sheet asks for the hour.

The seat is lapped in two passes. The first pass takes nine hundredths, the second takes one; who
takes ten at once saves four minutes and loses the mirror that keeps the water in.

Packing is counted, not weighed.
"""


def save(works: Path) -> None:
    """Put the works of words where they are protected from."""
    _file(works / "firmware" / "valve.py", CODE)
    _file(works / "firmware" / "asset.toml", 'title = "Valve controller firmware"\n')
    _file(works / "handbook" / "handbook.md", HANDBOOK)
    secret = 'title = "Handbook of the outside works"\nsecrecy = "secret"\ncode_name = "Heron"\n'
    ours = 'id = "handbook"\nright = "trade_secret"\n'
    _file(works / "handbook" / "asset.toml", secret + ours)
    facts = 'title = "Aquavalve V7 photos"\nprice_low = 48.0\nprice_high = 62.0\ncurrency = "EUR"\n'
    _file(works / "aquavalve" / "asset.toml", facts)


def _file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def stolen_code() -> tuple[str, tuple[tuple[Span, Span], ...]]:
    """The functions with other names inside a foreign file."""
    body = CODE[CODE.index("def travel") : CODE.index("def describe")]
    for ours, theirs in RENAMED.items():
        body = body.replace(ours, theirs)
    before = '"""Pump control."""\nimport time\n\nLIMIT = 0.92\nSTEPS_PER_TURN = 400\n\n\n'
    after = "def wait():\n    time.sleep(1)\n" + "# tuning table\n" * 40
    return before + body + after, _lines(CODE, body, before)


def _lines(ours: str, theirs: str, before: str) -> tuple[tuple[Span, Span], ...]:
    """Pairs of lines in their order, from the first function on."""
    spans, here, there = [], ours.index("def travel"), len(before)
    for own, other in zip(ours[here:].split("\n"), theirs.split("\n"), strict=False):
        if own.strip():
            spans.append((Span(here, here + len(own)), Span(there, there + len(other))))
        here += len(own) + 1
        there += len(other) + 1
    return tuple(spans)


def stolen_text() -> tuple[str, tuple[tuple[Span, Span], ...]]:
    """Two sentences of the handbook among other words."""
    shared = HANDBOOK[HANDBOOK.index("Every body") : HANDBOOK.index("The seat")].rstrip()
    before = "found this on the line computer, does anybody know more?\n\n"
    body = f"{before}{shared}\n\nthe rest is in chinese, will type it up on sunday\n"
    here, there = HANDBOOK.index(shared), len(before)
    return body, ((Span(here, here + len(shared)), Span(there, there + len(shared))),)

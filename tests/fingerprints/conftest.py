"""An empty home with its register, and works of our own to protect."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fingerprints.keys import Keys, make
from fingerprints.register import Register

PROSE = (
    "The pressure valve opens when the membrane of seat seven rises above the brass collar by "
    "four tenths of a millimetre. Grind the seat with paste number three, rinse it in warm oil, "
    "and let it rest for eleven hours before the second fitting. A seat that was ground dry "
    "whistles at nine bar and must be melted down again."
)
CODE = '''def settle(valves, pressure):
    """Close what leaks, the largest first."""
    leaking = [valve for valve in valves if valve.loss(pressure) > 0.04]
    for valve in sorted(leaking, key=lambda valve: -valve.diameter):
        valve.turn(quarter=3, torque=valve.diameter * 1.7)
        pressure -= valve.loss(pressure) / 12
    return pressure
'''


@pytest.fixture
def prose() -> str:
    """Four sentences that stand nowhere else."""
    return PROSE


@pytest.fixture
def code() -> str:
    """Seven lines of a program of our own."""
    return CODE


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def register_keys(home: Path) -> Keys:
    return make(home)


@pytest.fixture
def register(home: Path, register_keys: Keys) -> Iterator[Register]:
    with Register(home, register_keys) as opened:
        yield opened


@pytest.fixture
def works(tmp_path: Path) -> Callable[[dict[str, str | bytes]], Path]:
    """Writes files below a folder and returns it."""

    def write(files: dict[str, str | bytes]) -> Path:
        root = tmp_path / "works"
        for name, data in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        return root

    return write

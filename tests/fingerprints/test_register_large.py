"""Large fingerprints go into the register in place, and come out as they went in."""

from pathlib import Path

import numpy as np
import pytest

from fingerprints import register_large
from fingerprints.content import Table
from fingerprints.keys import Keys
from fingerprints.kind import Tokens
from fingerprints.protect import Request, protect
from fingerprints.register import Register

KEYS = Keys(b"k" * 32)


@pytest.mark.parametrize("large", [0, 1 << 40])
def test_values_are_the_same_however_they_are_written(
    large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_large, "LARGE", large)
    file = tmp_path / "customers.csv"
    rows = Table(tuple((f"Xanthoria{n}", f"buyer{n}@mail.example") for n in range(50))).rows
    file.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    with Register(tmp_path / "home", KEYS) as register:
        protect(Request(paths=(file,), each=True), register)
        (value,) = [entry.value for entry in register.entries()]
    assert isinstance(value, Tokens)
    assert len(value.hashes) == 50
    assert np.unique(value.starts >> 2).tolist() == list(range(50))

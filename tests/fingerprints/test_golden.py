"""The streams give the same values on every machine and in every process."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from fingerprints.streams import STREAMS
from tests.fingerprints import golden_vectors

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_every_stream_gives_the_committed_values_whatever_the_hash_seed(seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        [sys.executable, "-m", "tests.fingerprints.golden_vectors"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert told.stdout == golden_vectors.VECTORS.read_bytes()


def test_the_committed_values_say_something_for_every_text() -> None:
    data, at, texts = golden_vectors.VECTORS.read_bytes(), 0, 0
    while at < len(data):
        counts = []
        for _ in STREAMS:
            _, count = struct.unpack_from("<2I", data, at)
            at += 8 + 16 * count
            counts.append(count)
        assert counts[0] >= 10, "letters of every script are read"
        (units,) = struct.unpack_from("<I", data, at)
        at += 4 + 6 * units
        assert units > 0
        texts += 1
    assert at == len(data)
    assert texts == len(list(golden_vectors.FOLDER.glob("*.txt")))

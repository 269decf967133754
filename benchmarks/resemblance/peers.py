"""Other tools on the same pairs, and the reference's figures of those that do not run here."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from benchmarks import peers_env
from benchmarks.resemblance.labelled import Pairs
from fingerprints.arrays import F64

CHILD = Path(__file__).parent / "copydetect_child.py"
SETTINGS = ((25, 30), (15, 20))  # noise and guarantee: its default, and a finer one
REFERENCE = (  # measured on the same 460 pairs on another day: AUC, recall at one false positive
    ("Dolos lib 3.5.1, k 23, w 17 (default)", 0.670, 0.000),
    ("Dolos lib 3.5.1, k 10, w 1", 0.651, 0.000),
    ("JPlag's algorithm (greedy string tiling), own implementation", 0.679, 0.000),
    ("a fusion of 43 features, extra trees", 0.908, 0.541),
)


def copydetect(pairs: Pairs, noise: int, guarantee: int) -> F64:
    """copydetect's own comparison, in its own environment, with a fixed hash seed."""
    wanted = json.dumps([[pair.original, pair.file] for pair in pairs.all])
    done = subprocess.run(
        [str(peers_env.python()), str(CHILD), str(noise), str(guarantee)],
        input=wanted, capture_output=True, text=True, check=True, timeout=600,
        env={**os.environ, "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"},
    )  # fmt: skip
    return np.array(json.loads(done.stdout), float)


def token_set_ratio(pairs: Pairs) -> F64:
    """rapidfuzz on the whole texts."""
    return np.array([fuzz.token_set_ratio(pair.work, pair.suspect) for pair in pairs.all])


def ratio(pairs: Pairs) -> F64:
    """rapidfuzz, order of characters kept."""
    return np.array([fuzz.ratio(pair.work, pair.suspect) for pair in pairs.all])

"""Runs in copydetect's environment: [[file, file], ...] on stdin, a score for each on stdout."""

import json
import sys
from functools import cache
from typing import Any

import copydetect  # type: ignore[import-not-found]  # lives in an environment of its own

NOISE, GUARANTEE = int(sys.argv[1]), int(sys.argv[2])


@cache
def read(name: str) -> Any:
    """A file's fingerprints."""
    return copydetect.CodeFingerprint(name, NOISE, GUARANTEE - NOISE + 1, language="java")


def score(one: str, two: str) -> float:
    """The mean of both shares, as the reference took it."""
    _, shares, _ = copydetect.compare_files(read(one), read(two))
    return float(sum(shares)) / 2


if __name__ == "__main__":
    json.dump([score(one, two) for one, two in json.load(sys.stdin)], sys.stdout)

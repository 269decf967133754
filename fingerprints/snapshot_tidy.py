"""A process that merges a home's large segments beside the work, and then ends."""

import os
import sys
from pathlib import Path

from fingerprints.keys import parse
from fingerprints.register import Register
from fingerprints.register_publish import tidy

NICE = 10


def main() -> None:
    """`python -m fingerprints.snapshot_tidy HOME`, with the register key on standard input."""
    os.nice(NICE)
    with Register(Path(sys.argv[1]), parse(sys.stdin.read(), "standard input")) as register:
        tidy(register)


if __name__ == "__main__":
    main()

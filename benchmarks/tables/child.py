"""python -m benchmarks.tables.child HOME FILE...: protects tables in a process of its own.

Prints what it cost as JSON, so that time and memory are those of protecting alone.
"""

import json
import resource
import sys
from pathlib import Path
from time import process_time

from fingerprints.keys import Keys
from fingerprints.protect import Request, protect
from fingerprints.register import Register

KEYS = Keys(b"the benchmark's key, 32 bytes...")


def main() -> None:
    home, *files = map(Path, sys.argv[1:])
    with Register(home, KEYS) as register:
        report = protect(Request(paths=tuple(files), each=True), register)
        protected = process_time()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        path = register.publish()
        published = process_time()
    told = {
        "seconds": protected,
        "publish": published - protected,
        "megabytes": memory,
        "publish_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3,
        "notes": [note for work in report.assets for note in work.notes],
        "errors": [work.error for work in report.assets if work.error],
        "snapshot": str(path),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()

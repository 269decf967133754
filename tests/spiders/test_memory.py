"""The limit on a crawl's memory is for the crawl, however large the process that began it."""

import json
import subprocess
import sys

STARTER = """
import subprocess, sys
held = bytearray(b"x" * 400_000_000)
subprocess.run([sys.executable, "-c", sys.argv[1]], check=True)
"""
CRAWL = """
import json, resource
from spiders.memory import peak
print(json.dumps([peak(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]))
"""


def test_what_a_large_starter_held_does_not_count() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTER, CRAWL], check=True, capture_output=True, timeout=60
    )
    own, told = json.loads(done.stdout)
    assert 5_000_000 < own < 200_000_000
    assert told > 400_000_000, "the system no longer hands the peak down: Scrapy's own limit serves"

"""One process uses one thread for its linear algebra."""

import subprocess
import sys

COUNT = """
import fingerprints, os
import numpy as np
a = np.ones((900, 900), np.float32)
a @ a
print(len(os.listdir("/proc/self/task")))
"""


def test_a_large_product_starts_no_threads() -> None:
    environment = {"PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", COUNT]
    done = subprocess.run(
        command, capture_output=True, check=True, timeout=60, env=environment, cwd="."
    )
    assert int(done.stdout) == 1

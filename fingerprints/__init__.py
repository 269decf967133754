"""Step 1: what is protected, and who was given it."""

import os

# Matrices are small here and work is shared out to processes: threads of the linear algebra library
# that wait for each other cost more than they save. It reads this when numpy is first imported.
SINGLE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
for _name, _count in SINGLE.items():
    os.environ.setdefault(_name, _count)

"""Benchmarks. What sets the threads of linear algebra comes first, before numpy."""

import fingerprints  # noqa: F401 - sets them

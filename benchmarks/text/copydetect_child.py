"""Runs in copydetect's environment: works and pages as JSON lines, the best work of each page.

First line [works, pages]; then [language, body] for each work and page. Answers, for each page,
[best work, fingerprints it shares, ...] for up to five works.
"""

import io
import json
import sys
from typing import Any

import copydetect  # type: ignore[import-not-found]  # lives in an environment of its own
import numpy as np

NOISE, GUARANTEE = 25, 30  # its defaults
LEXERS = {"python": "python", "javascript": "javascript", "java": "java", "c": "c", "go": "go"}


def fingerprints(language: str, body: str) -> Any:
    """Distinct hashes; it is told the true language, prose goes unfiltered."""
    lexer = LEXERS.get(language, "text")
    taken = copydetect.CodeFingerprint(
        "text", NOISE, GUARANTEE - NOISE + 1, language=lexer, fp=io.StringIO(body)
    )
    return np.unique(np.array(list(taken.hashes), np.int64))


def main() -> None:
    """Index the works, then look up every page."""
    works, pages = json.loads(sys.stdin.readline())
    lists = [fingerprints(*json.loads(sys.stdin.readline())) for _ in range(works)]
    hashes = np.concatenate(lists)
    order = np.argsort(hashes, kind="stable")
    owners = np.repeat(np.arange(works), [len(one) for one in lists])[order]
    hashes = hashes[order]
    for _ in range(pages):
        asked = fingerprints(*json.loads(sys.stdin.readline()))
        first = np.searchsorted(hashes, asked, "left")
        last = np.searchsorted(hashes, asked, "right")
        hit = [owners[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True) if b > a]
        counts = np.bincount(np.concatenate(hit), minlength=works) if hit else np.zeros(works, int)
        best = np.argsort(-counts, kind="stable")[:5].tolist()
        print(json.dumps([[work, int(counts[work])] for work in best]), flush=True)


if __name__ == "__main__":
    main()

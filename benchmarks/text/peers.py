"""copydetect on the same pages; SCANOSS and Dolos stand beside with the reference's figures."""

import json
import os
import subprocess
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks import peers_env
from benchmarks.text.pages import Page
from benchmarks.text.sources import Document

CHILD = Path(__file__).parent / "copydetect_child.py"
PROCESSES = 2
REFERENCE: dict[
    str, str
] = {  # SCANOSS's parameters (gram 30, window 64), recall at 1 % false pages
    "full file": "1.00",
    "20 lines": "1.00",
    "10 lines": ".98",
    "5 lines": ".48",
    "comments stripped": "1.00",
    "whitespace collapsed": "1.00",
    "identifiers renamed": ".29",
    "renamed without comments, 20 lines": ".06",
    "minified JS": ".96",
    "line-number prefix": ".57",
    "diff prefix": "1.00",
    "HTML-escaped": ".94",
    "JSON-escaped": ".58",
    "base64": ".00",
    "base64 wrapped in prose": ".00",
    "gzip+base64": ".00",
    "hex": ".00",
    "url-encoded": ".01",
    "zero-width characters": "1.00",
    "homoglyphs": ".02",
    "OCR noise 1 %": ".99",
    "OCR noise 3 %": ".89",
    "OCR noise 5 %": ".51",
}
Best = list[tuple[int, int]]  # (work, fingerprints shared), best first


def best(works: Sequence[Document], pages: Sequence[tuple[str, str]]) -> list[Best]:
    """For each page, given as (language, text): the works that share most with it."""
    shares: list[list[Best]] = [[] for _ in range(PROCESSES)]

    def run(number: int) -> None:
        shares[number] = list(_asked(works, pages[number::PROCESSES]))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(PROCESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [shares[at % PROCESSES][at // PROCESSES] for at in range(len(pages))]


def _asked(works: Sequence[Document], pages: Sequence[tuple[str, str]]) -> Iterator[Best]:
    lines = [json.dumps([len(works), len(pages)])]
    lines += [json.dumps([work.language, work.body]) for work in works]
    lines += [json.dumps(list(page)) for page in pages]
    done = subprocess.run(
        [str(peers_env.python()), str(CHILD)],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"},
    )
    for line in done.stdout.splitlines():
        yield [(work, count) for work, count in json.loads(line)]


def text(page: Page) -> str:
    """A page as this tool reads it: it has no way to unwrap."""
    return page.data.decode("utf-8", "replace")


def threshold(innocent: Iterable[Best], false: int) -> int:
    """The count of shared fingerprints that no more than so many innocent pages exceed."""
    counts = sorted((told[0][1] for told in innocent), reverse=True)
    return counts[false] if len(counts) > false else 0


def right(told: Best, names: Sequence[str], page: Page, least: int) -> bool:
    """Whether a work that is on the page is named above the threshold."""
    truth = {page.asset, *page.twins}
    return any(names[work] in truth and count > least for work, count in told)

"""python -m benchmarks.pages: share of labelled fields found, beside plain extruct.

Data: scrapinghub/product-extraction-benchmark (MIT), from COPYWATCH_BENCH_DATA/pages/products.
"""

import gzip
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import extruct

from spiders.marketplace.linked_data import flatten, types
from spiders.marketplace.price import iso
from spiders.marketplace.product import PRODUCTS, Product, of_node
from spiders.web import page

ROOT = Path(__file__).parents[2]
FIELDS = ("price", "currency", "brand", "sku", "availability")
SIGNS = {("$", code) for code in ("ARS", "CLP", "MXN", "TWD", "CAD", "AUD")}  # all print a dollar
MS = "CPU ms per page, median / p95"
SIGNS |= {("ر.س", "SAR")}
Found = Mapping[str, str]
Truth = Mapping[str, Any]


@dataclass
class Score:
    """Right, wrong and missing per field, and the time that each page took."""

    right: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    titles: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, found: Found, truth: Truth) -> None:
        self.titles += bool(found.get("title"))
        for name in FIELDS:
            labels = [str(label) for label in truth.get(name) or ()]
            value = found.get(name, "")
            if labels and value:
                counts = self.right if same(name, value, labels, truth["url"]) else self.wrong
                counts[name] = counts.get(name, 0) + 1


def same(name: str, value: str, labels: Sequence[str], url: str) -> bool:
    """Whether a found value says what one of the labels says."""
    if name == "price":
        return any(abs(float(value) - float(label)) < 0.005 for label in labels)
    if name == "currency":
        return any(value in (iso(label, url), label) or (label, value) in SIGNS for label in labels)
    folded = "".join(filter(str.isalnum, value.casefold()))
    known = ["".join(filter(str.isalnum, label.casefold())) for label in labels]
    return any(folded == label or (name == "brand" and label in folded) for label in known)


def ours(body: bytes, url: str) -> Found:
    read = page.read(url, body)
    return {"title": read.title} | of_product(read.product or Product(), read.price)


def of_product(product: Product, price: Any) -> dict[str, str]:
    return {
        "price": str(price.amount) if price else "",
        "currency": price.currency if price else "",
        "brand": product.brand,
        "sku": product.sku,
        "availability": product.availability,
    }


def plain_extruct(body: bytes, url: str) -> Found:
    """The first Product that extruct gives, read without any further care."""
    syntaxes = ["json-ld", "microdata"]
    data = extruct.extract(body, base_url=url, syntaxes=syntaxes, errors="ignore", uniform=True)
    for syntax in syntaxes:
        for node in flatten(data.get(syntax, [])):
            if types(node) & PRODUCTS:
                product = of_node(node, url)
                return {"title": product.name} | of_product(product, product.price)
    return {}


def measure(read: Callable[[bytes, str], Found], pages: Sequence[tuple[bytes, Truth]]) -> Score:
    score = Score()
    for body, truth in pages:
        start = time.process_time()
        found = read(body, truth["url"])
        score.seconds.append(time.process_time() - start)
        score.add(found, truth)
    return score


def load() -> list[tuple[bytes, Truth]]:
    folder = Path(os.environ.get("COPYWATCH_BENCH_DATA", ROOT.parent / "shared" / "data"))
    folder = folder / "pages" / "products"
    truths: dict[str, Truth] = json.loads((folder / "ground-truth.json").read_text())
    pages = []
    for name, truth in truths.items():
        (path,) = (folder / "html").glob(f"{name}*")
        body = path.read_bytes()
        pages.append((gzip.decompress(body) if path.suffix == ".gz" else body, truth))
    return pages


def table(scores: Mapping[str, Score], pages: Sequence[tuple[bytes, Truth]]) -> str:
    labelled = {name: sum(bool(truth.get(name)) for _, truth in pages) for name in FIELDS}
    heads = [f"{name} ({labelled[name]})" for name in FIELDS]
    lines = [
        "# Reading product pages",
        "",
        f"{len(pages)} real pages; share of labelled values found right, wrong in brackets.",
        f"{datetime.now(UTC).date()}, Python {platform.python_version()}, {os.cpu_count()} cores.",
        "",
        f"| reader | title ({len(pages)}) | {' | '.join(heads)} | {MS} |",
        "|---" * (len(FIELDS) + 3) + "|",
    ]
    for name, score in scores.items():
        cells = [
            f"{score.right.get(f, 0) / labelled[f]:.2f} ({score.wrong.get(f, 0)})" for f in FIELDS
        ]
        times = sorted(score.seconds)
        speed = f"{statistics.median(times) * 1e3:.0f} / {times[int(len(times) * 0.95)] * 1e3:.0f}"
        title = f"{score.titles / len(pages):.2f}"
        lines.append(f"| {name} | {title} | {' | '.join(cells)} | {speed} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    pages = load()
    scores = {"copywatch": measure(ours, pages), "extruct": measure(plain_extruct, pages)}
    text = table(scores, pages)
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    (results / "pages.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()

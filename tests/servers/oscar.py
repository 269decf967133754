"""A django-oscar shop with its own templates, seeded with products that the test names."""

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.servers.process import ROOT, Server, free_port, run, running

PROJECT = ROOT / "tests" / "servers" / "oscar_project"


@dataclass(frozen=True, slots=True)
class Product:
    """One product to put into the shop; pictures are files that the test made."""

    title: str
    price: str = "10.00"
    description: str = ""
    pictures: tuple[Path, ...] = ()
    category: str = "Everything"


@contextlib.contextmanager
def start(
    folder: Path, products: Sequence[Product], *, host: str = "127.0.0.14", threads: int = 2
) -> Iterator[Server]:
    """A shop for the time of the block. SQLite bears few writers: crawl it one or two at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    seed = folder / "products.json"
    seed.write_text(json.dumps([asdict(product) for product in products], default=str))
    environment = {
        "PYTHONPATH": str(PROJECT),
        "DJANGO_SETTINGS_MODULE": "settings",
        "OSCAR_FOLDER": str(folder),
    }
    run(["-m", "seed", str(seed)], folder=folder, environment=environment)
    port = free_port(host)
    arguments = ["-m", "serve", host, str(port), str(threads)]
    with running(
        arguments, host=host, port=port, folder=folder, environment=environment, ready="/robots.txt"
    ) as server:
        yield server

"""The whole local world: four sites, what is true of their places, and a door nobody may open."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from copywatch.demo import code_host, paste, shop, show
from copywatch.demo.pages import Truth
from copywatch.demo.server import Answer, Asked, Running, html
from copywatch.demo.stock import Item, items, newcomer

HOSTS = {"shop": "127.0.0.21", "show": "127.0.0.22", "code": "127.0.0.23", "paste": "127.0.0.24"}
INSIDE = "127.0.0.25"  # a machine of the inner network that a hostile page points at
PORTS = {"shop": 8501, "show": 8502, "code": 8503, "paste": 8504}


@dataclass(slots=True)
class World:
    """Running sites; `targets` are what a person would type after `copywatch watch`."""

    sites: dict[str, Running]
    inside: Running
    goods: tuple[Item, ...] = ()
    knocks: list[str] = field(default_factory=list)  # requests that reached the inner machine

    @property
    def targets(self) -> tuple[str, ...]:
        """One for each channel."""
        return (
            f"{self.sites['shop'].base}/",
            f"mapyourshow:{self.sites['show'].base}/",
            f"klaus:{self.sites['code'].base}/",
            f"bepasty:{self.sites['paste'].base}/",
        )

    @property
    def allow(self) -> list[str]:
        """The only private addresses that may be asked; the inner machine is none of them."""
        return [running.allow for running in self.sites.values()]

    @property
    def truths(self) -> list[Truth]:
        """Every place, infringing or innocent."""
        bases = {name: running.base for name, running in self.sites.items()}
        return [
            *shop.truths(bases["shop"], self.goods),
            *show.truths(bases["show"]),
            *code_host.truths(bases["code"]),
            *paste.truths(bases["paste"]),
        ]

    def offer(self, goods: tuple[Item, ...]) -> None:
        """What the shop sells from now on."""
        self.goods = goods
        self.sites["shop"].site = shop.site(self.inside.base, goods)

    def next_day(self) -> None:
        """A new copy turns up in the shop."""
        self.offer((newcomer(), *self.goods))


@contextlib.contextmanager
def world(ports: dict[str, int] | None = None) -> Iterator[World]:
    """All sites for the time of the block; a port that is taken is replaced by a free one."""
    wished = PORTS if ports is None else ports
    with contextlib.ExitStack() as stack:

        def start(host: str, port: int) -> Running:
            running = Running(host, port)
            stack.callback(running.stop)
            return running

        sites = {name: start(host, wished.get(name, 0)) for name, host in HOSTS.items()}
        made = World(sites, start(INSIDE, 0))
        made.inside.site = lambda asked: _knocked(made, asked)
        made.offer(items())
        sites["show"].site = show.site()
        sites["code"].site = code_host.site()
        sites["paste"].site = paste.site()
        yield made


def _knocked(made: World, asked: Asked) -> Answer:
    made.knocks.append(asked.path)
    return html("<h1>Inner network</h1>")

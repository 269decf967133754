"""What the demo's shop sells: a few copies among many honest goods."""

import csv
from dataclasses import dataclass
from functools import cache

from copywatch.demo import canvas, copies, goods, products, texts

OWN_SELLER = "Quellmark Direct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One product page. `assets` are the works that it copies."""

    slug: str
    title: str
    words: str
    price: float
    picture: bytes = b""
    seller: str = "Harbour Tools"
    country: str = "NL"
    markup: str = "json-ld"  # "microdata", "broken", "none"
    assets: frozenset[str] = frozenset()
    authorised: bool = False


HOSTILE = "Meter <script>document.title='owned'</script><img src=x onerror=alert(1)>"


@cache
def items() -> tuple[Item, ...]:
    """Everything on sale."""
    return (*_copied(), *_honest())


def _honest() -> list[Item]:
    rows = csv.reader(texts.text("sites/goods.csv").splitlines(), delimiter=";")
    return [
        Item(
            slug="-".join(title.lower().replace(",", "").split()),
            title=title,
            words=words,
            price=float(price),
            picture=copies.saved(goods.GOODS[title]()),
            markup=("json-ld", "microdata", "none")[number % 3],
        )
        for number, (title, price, words) in enumerate(rows)
    ]


def _copied() -> list[Item]:
    manual = f"{texts.section('manual.md', 'Filling the volute')} "
    manual += texts.section("manual.md", "First start")
    brochure = texts.section("brochure.md", "Rain shower Nimbus")
    brochure += " " + texts.section("brochure.md", "Water meter Tally")
    return [
        Item(
            slug="brass-ball-valve-20mm",
            title="Brass ball valve 20 mm, red handle",
            words="Best quality, factory price, big order welcome.",
            price=3.9,
            picture=copies.saved(products.ball_valve(), size=420, quality=48, grey=True),
            seller="Fixit Trading",
            country="CN",
            assets=frozenset({"ball-valve-bv-20"}),
        ),
        Item(
            slug="arc-kitchen-mixer",
            title="High arc kitchen mixer",
            words="Chrome, single lever. Ships in a plain box.",
            price=18.5,
            picture=copies.saved(products.kitchen_tap(), size=500, quality=60),
            seller="Fixit Trading",
            country="CN",
            markup="microdata",
            assets=frozenset({"kitchen-tap-lumo"}),
        ),
        Item(
            slug="super-pump-900",
            title="Super pump 900, green",
            words=manual,
            price=39.0,
            picture=copies.saved(products.garden_pump(), size=360, quality=70),
            seller="Pump Paradise",
            country="TR",
            markup="none",
            assets=frozenset({"garden-pump-otter", "otter-manual"}),
        ),
        Item(
            slug="angle-valve-half-inch",
            title="Quelmark angle valve, half inch",
            words="For wash basins. With rosette.",
            price=2.8,
            picture=copies.saved(goods.angle_valve()),
            seller="Valve Bazaar",
            country="IN",
            assets=frozenset({"quellmark"}),
        ),
        Item(
            slug="rain-disc-50",
            title="Rain disc 50",
            words=brochure,
            price=31.0,
            picture=copies.saved(goods.bucket(canvas.TEAL), size=500),
            seller="Pump Paradise",
            country="TR",
            markup="microdata",
            assets=frozenset({"spring-brochure"}),
        ),
        Item(
            slug="meter-42",
            title=HOSTILE,
            words="Counts water. </main></script><script>alert(2)</script>",
            price=12.0,
            picture=copies.saved(products.water_meter(), size=560, quality=55),
            seller="<b onmouseover=alert(3)>Valve Bazaar</b>",
            country="IN",
            markup="broken",
            assets=frozenset({"water-meter-tally"}),
        ),
        Item(
            slug="bv-20-original",
            title="Quellmark ball valve BV-20, original",
            words="From the maker, with its certificate.",
            price=14.9,
            picture=copies.saved(products.ball_valve()),
            seller=OWN_SELLER,
            country="DE",
            assets=frozenset({"ball-valve-bv-20", "quellmark"}),
            authorised=True,
        ),
    ]


@cache
def newcomer() -> Item:
    """What is offered a day later, by somebody who was seen before."""
    return Item(
        slug="swan-tap-silver",
        title="Swan neck tap, silver",
        words="New in. Free plug with every order.",
        price=16.9,
        picture=copies.saved(products.kitchen_tap(), size=460, quality=52),
        seller="Fixit Trading",
        country="CN",
        assets=frozenset({"kitchen-tap-lumo"}),
    )

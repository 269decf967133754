"""The demo's trade show: an exhibitor list in the shape of Map Your Show."""

import csv
import json
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from PIL import Image

from copywatch.demo import canvas, copies, products, texts
from copywatch.demo.pages import Truth, page
from copywatch.demo.server import MISSING, Answer, Asked, Site, html, plain

NAME = "Water & Works Fair"
EDITION = "waterworks26"
DETAILS = "/8_0/exhibitor/exhibitor-details.cfm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibitor:
    """One stand. `assets` are the works that it uses."""

    id: str
    name: str
    about: str
    country: str
    booth: str
    logo: bytes = b""
    assets: frozenset[str] = frozenset()


@cache
def exhibitors() -> tuple[Exhibitor, ...]:
    """Everybody who has a stand."""
    copied = [
        Exhibitor(
            id="1007",
            name="Shenzhen Qu\N{CYRILLIC SMALL LETTER IE}llmark Valve",
            about="Manufacturer of valves and meters. OEM and ODM welcome.",
            country="CN",
            booth="4-G82",
            logo=copies.saved(products.logo(), size=320, quality=60),
            assets=frozenset({"quellmark", "quellmark-mark"}),
        ),
        Exhibitor(
            id="1012",
            name="Halden Castings",
            about="Castings for valve makers. Our new own line: Closes quietly. Stays closed.",
            country="SI",
            booth="2-A11",
            logo=badge("Halden", canvas.RED),
            assets=frozenset({"closes-quietly-stays-closed"}),
        ),
    ]
    rows = csv.reader(texts.text("sites/exhibitors.csv").splitlines(), delimiter=";")
    stuffs = (canvas.GREEN, canvas.ORANGE, canvas.NAVY, canvas.TEAL, canvas.COPPER)
    honest = [
        Exhibitor(
            id=str(1020 + number),
            name=name,
            about=about,
            country=country,
            booth=f"{1 + number % 5}-{'ABCDEF'[number % 6]}{10 + number}",
            logo=badge(name.split()[0], stuffs[number % len(stuffs)], number),
        )
        for number, (name, country, about) in enumerate(rows)
    ]
    return tuple(sorted([*copied, *honest], key=lambda one: one.name))


def badge(word: str, stuff: canvas.Material, number: int = 0) -> bytes:
    """A plain company mark."""
    c = canvas.Canvas((255, 255, 255), (255, 255, 255))
    shift = 0.06 * (number % 5)
    if number % 2:
        c.box((0.1 + shift, 0.16), (0.4 + shift, 0.46), stuff, 0.04)
    else:
        c.rod((0.2 + shift, 0.5), (0.5, 0.12 + shift), (0.12, 0.03), stuff)
    c.write((0.5, 0.7), word, 0.13)
    picture: Image.Image = c.done()
    return copies.saved(picture, size=300)


def truths(base: str) -> list[Truth]:
    """Every stand."""
    host = base.removeprefix("http://")
    return [
        Truth(place=f"{host}/{EDITION}/{one.id}", channel="trade_show", assets=one.assets)
        for one in exhibitors()
    ]


def site() -> Site:
    """The fair's web pages."""
    logos = {f"/mys_shared/{EDITION}/logos/{one.id}.jpg": one.logo for one in exhibitors()}

    def answer(asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return plain("User-agent: *\nAllow: /\n")
        if asked.path in logos:
            return Answer(logos[asked.path], "image/jpeg")
        if asked.path == "/8_0/ajax/remote-proxy.cfm":
            return listed(asked)
        if asked.path == DETAILS:
            return details(asked.query.get("exhid", ""))
        if asked.path in ("/", "/8_0/explore/exhibitor-gallery.cfm"):
            return gallery()
        return MISSING

    return answer


def gallery() -> Answer:
    """The page that people see; it gives the cookies that the list wants."""
    links = (f'<a href="{DETAILS}?exhid={one.id}">{escape(one.name)}</a>' for one in exhibitors())
    names = "".join(f"<li>{link}</li>" for link in links)
    banner = f'<p>Edition <a href="/mys_shared/{EDITION}/">{EDITION}</a></p>'
    body = page("Exhibitors", f"<h1>Exhibitors</h1>{banner}<ul>{names}</ul>", escape(NAME))
    return Answer(body.encode(), headers={"Set-Cookie": "CFID=4711; Path=/"})


def listed(asked: Asked) -> Answer:
    """The list, as JSON; refused without the gallery's cookie."""
    if "CFID" not in asked.cookies or "x-requested-with" not in asked.headers:
        return html("<h1>Forbidden</h1>", status=403)
    start, size = int(asked.query.get("start", 0)), int(asked.query.get("searchsize", 20))
    hits = [{"fields": fields(one)} for one in exhibitors()[start : start + size]]
    found = {"totalhits": len(exhibitors()), "results": {"exhibitor": {"hit": hits}}}
    told = {"SUCCESS": True, "DATA": found}
    return Answer(json.dumps(told).encode(), "application/json")


def fields(one: Exhibitor) -> dict[str, Any]:
    """One exhibitor as the list tells it."""
    return {
        "exhid_l": one.id,
        "exhname_t": one.name,
        "exhdesc_t": one.about,
        "exhlogo_t": f"{one.id}.jpg",
        "boothsdisplay_la": [f"{one.booth}randomstring"],
        "hallid_la": [one.booth[0]],
    }


def details(key: str) -> Answer:
    """One exhibitor's own page."""
    found = next((one for one in exhibitors() if one.id == key), None)
    if found is None:
        return MISSING
    address = json.dumps({"CITY": "", "COUNTRY": found.country})
    script = f"<script>var exhibitor = {{addressValues: {address}}};</script>"
    body = f"<h1>{escape(found.name)}</h1><p>Stand {found.booth}</p><p>{escape(found.about)}</p>"
    return html(page(found.name, body, escape(NAME), head=script))

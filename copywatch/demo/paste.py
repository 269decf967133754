"""The demo's paste site, with bepasty's REST addresses."""

import base64
import json
import textwrap
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from copywatch.demo import people, texts
from copywatch.demo.pages import Truth, page
from copywatch.demo.server import MISSING, Answer, Asked, Site, html, plain

NAME = "Pasteboard"
HOSTILE = '"><script>alert(5)</script>.txt'
API = "/apis/rest/items"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """One paste. `assets` are the works that it gives away."""

    id: str
    name: str
    body: str
    type: str = "text/plain"
    locked: bool = False
    assets: frozenset[str] = frozenset()


@cache
def pastes() -> tuple[Paste, ...]:
    """Everything on the board."""
    return (
        Paste(
            id="Kf4mT9xa",
            name="fresh leads.csv",
            body=_leaked(),
            type="text/csv",
            assets=frozenset({"ledger"}),
        ),
        Paste(id="b64Rq2Zu", name="untitled.txt", body=_encoded(), assets=frozenset({"valvectl"})),
        Paste(
            id="sEaL77Qw", name="ring recipe.txt", body=_recipe(), assets=frozenset({"heron"})
        ),
        Paste(id="mInUt3sA", name="minutes.txt", body=texts.text("sites/minutes.md")),
        Paste(id="hIkE4day", name="hike.txt", body=texts.text("sites/hike.md")),
        Paste(id="cHeSs101", name="chess.py", body=texts.text("sites/chess.py.txt")),
        Paste(id="oThErCus", name="members.csv", body=_strangers(), type="text/csv"),
        Paste(id="lIcEnce1", name="LICENSE", body=texts.licence()),
        Paste(id="xSsXsSxS", name=HOSTILE, body="nothing to see here\n" * 9),
        Paste(id="nOiSe064", name="noise.b64", body=_noise()),
        Paste(id="lOcKeD00", name="locked.txt", body="taken down\n", locked=True),
    )  # fmt: skip


def _leaked() -> str:
    """Half of the customers, other columns first, another separator."""
    rows = [(row[2], row[1], row[4], row[5]) for row in people.customers()[20:80]]
    return people.as_csv(("mail", "who", "city", "account"), rows, ";")


def _strangers() -> str:
    """Another list of people made of the same names and towns."""
    return people.as_csv(people.HEADER, people.customers(seed=99, rows=60))


def _encoded() -> str:
    code = texts.text("valvectl/rota.py.txt").encode()
    return "\n".join(textwrap.wrap(base64.b64encode(code).decode(), 76))


def _recipe() -> str:
    body = texts.text("protocol.md").partition("\n\n")[2].partition("\n\n")[2]
    return "\n".join(textwrap.wrap(body.replace("\n", " "), 61))


def _noise() -> str:
    spread = bytes((17 * n * n + 31 * n) % 251 for n in range(3000))
    return base64.b64encode(spread).decode()


def truths(base: str) -> list[Truth]:
    """Every paste."""
    host = base.removeprefix("http://")
    return [Truth(place=f"{host}/{one.id}", channel="paste", assets=one.assets) for one in pastes()]


def site() -> Site:
    """The board's pages and its API."""
    kept = {one.id: one for one in pastes()}
    fixed = {
        "/robots.txt": plain("User-agent: *\nDisallow: /admin\n"),
        "/": board(),
        API: _json({one.id: facts(one) for one in pastes()}),
    }

    def answer(asked: Asked) -> Answer:
        if asked.path in fixed:
            return fixed[asked.path]
        name, _, rest = asked.path.removeprefix(API).strip("/").partition("/")
        if name not in kept:
            return MISSING
        found = kept[name]
        if rest == "download":
            return Answer(found.body.encode(), found.type)
        return _json(facts(found)) if asked.path.startswith(API) else shown(found)

    return answer


def shown(one: Paste) -> Answer:
    """A paste as people see it."""
    body = f"<h1>{escape(one.name)}</h1><pre>{escape(one.body)}</pre>"
    return html(page(one.name, body, NAME))


def board() -> Answer:
    """What people see."""
    links = "".join(f'<li><a href="/{one.id}">{escape(one.name)}</a></li>' for one in pastes())
    return html(page("New pastes", f"<h1>New pastes</h1><ul>{links}</ul>", NAME))


def facts(one: Paste) -> dict[str, Any]:
    """A paste as the API tells it."""
    meta = {
        "filename": one.name,
        "type": one.type,
        "size": len(one.body.encode()),
        "complete": True,
        "locked": one.locked,
        "timestamp-upload": 1_790_000_000 + 60 * list(pastes()).index(one),
    }
    return {"uri": f"{API}/{one.id}", "file-meta": meta}


def _json(value: Any) -> Answer:
    return Answer(json.dumps(value).encode(), "application/json")

"""How the sites of the demo look, and what of their places is true."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#23272e;background:#f6f7f9}
header,main,footer{max-width:60rem;margin:auto;padding:1rem}
header a{color:inherit;text-decoration:none;font-weight:700;font-size:1.3rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:1rem;padding:0}
.card{background:#fff;border:1px solid #dfe3e8;border-radius:.6rem;padding:.8rem;list-style:none}
.card img,.large{width:100%;border-radius:.4rem}.large{max-width:26rem}
.price{font-weight:700}pre{background:#fff;padding:1rem;overflow:auto}footer{color:#6b7280}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a careful person would say of a place; `assets` are ids of works, none if innocent."""

    place: str
    channel: str
    assets: frozenset[str] = frozenset()
    authorised: bool = False


def page(title: str, body: str, site: str, *, head: str = "", escaped: bool = True) -> str:
    """A whole page; hostile ones leave their title as it is."""
    name = escape(title) if escaped else title
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name} - {site}</title>'
        f'<style>{STYLE}</style>{head}</head><body><header><a href="/">{site}</a></header>'
        f"<main>{body}</main><footer>{site} is part of the Copywatch demo: invented, on this "
        "machine only.</footer></body></html>"
    )


def card(link: str, picture: str, title: str, more: str) -> str:
    """A tile of a listing."""
    return (
        f'<li class="card"><a href="{link}"><img src="{picture}" alt=""></a>'
        f'<h3><a href="{link}">{escape(title)}</a></h3><p class="price">{escape(more)}</p></li>'
    )


def cards(tiles: Iterable[str]) -> str:
    """A listing."""
    return f'<ul class="cards">{"".join(tiles)}</ul>'

"""The demo's code host, with addresses like klaus's."""

from collections.abc import Mapping
from functools import cache
from html import escape
from urllib.parse import quote

from copywatch.demo import copies, texts
from copywatch.demo.pages import Truth, page
from copywatch.demo.server import MISSING, Answer, Asked, Site, html, plain

NAME = "Quayside Code"
REVISION = "main"
OTHER_NAMES = {
    "LeakWatch": "Spotter", "meter": "src", "alarm": "bell", "patience": "limit", "recent": "buf",
    "floor": "base", "strikes": "hits", "drawn": "amount", "reading": "item", "feed": "push",
    "lower_floor": "adapt", "is_burst": "sudden", "is_drip": "steady", "smallest": "low",
    "usual": "mid", "rising": "up", "night_share": "ratio", "readings": "items", "night": "part",
    "QUIET_LITRES": "MIN_Q", "NIGHT_HOURS": "HOURS", "DRIP_WINDOW": "N", "total": "whole",
    "Rota": "Agenda", "clock": "time_of", "driver": "port", "queue": "todo", "last_moved": "seen",
    "free_at": "idle", "plan": "add", "valve": "unit", "when": "at", "position": "state",
    "entry": "row", "run_due": "tick", "moved": "done", "plan_again": "requeue", "delay": "gap",
    "exercise": "keep_alive", "stiff": "old", "EXERCISE_AFTER": "WEEK", "REST_BETWEEN": "PAUSE",
}  # fmt: skip
COPYING = frozenset({"valvectl"})


@cache
def repositories() -> Mapping[str, Mapping[str, str]]:
    """Files by repository; two hold a copied program, one nothing but a licence."""
    own = texts.tree("valvectl")
    other = texts.tree("sites")
    licence = texts.licence()
    return {
        "house-agenda": {
            "README.md": "# house-agenda\n\nMy own smart home. Star it if you like it.\n",
            "LICENSE": licence,
            "agenda/spotter.py": copies.renamed(own["leak.py"], OTHER_NAMES),
            "agenda/tasks.py": copies.renamed(own["rota.py"], OTHER_NAMES),
        },
        "board-backup": {
            "notes.txt": "old board, do not flash\n",
            "fw/src/motor.c": own["drive/motor.c"],
        },
        "licences": {"LICENSE": licence, "README.md": "# licences\n\nThe ones I use.\n"},
        "kitchen": {"LICENSE": licence, "recipes.py": other["recipes.py"]},
        "harbour": {
            "tides.py": other["tides.py"],
            "data/<svg onload=alert(4)>.md": other["hike.md"],
        },
        "club-evening": {"chess.py": other["chess.py"], "minutes.md": other["minutes.md"]},
    }


def truths(base: str) -> list[Truth]:
    """Every repository."""
    host = base.removeprefix("http://")
    copied = {"house-agenda": COPYING, "board-backup": COPYING}
    return [
        Truth(place=f"{host}/{name}", channel="code", assets=copied.get(name, frozenset()))
        for name in repositories()
    ]


def site() -> Site:
    """The host's pages."""

    def answer(asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return plain("User-agent: *\nAllow: /\n")
        name, _, rest = asked.path.strip("/").partition("/")
        if not name:
            return index()
        return view(name, rest) if name in repositories() else MISSING

    return answer


def view(name: str, rest: str) -> Answer:
    """One of klaus's views of a repository."""
    files = repositories()[name]
    kind, _, path = rest.partition("/")
    path = path.removeprefix(REVISION).strip("/")
    if kind in ("", "tree"):
        return html(tree(name, files, path))
    if path not in files:
        return MISSING
    if kind == "raw":
        return Answer(files[path].encode(), "application/octet-stream")
    shown = f"<h1>{escape(path)}</h1><pre>{escape(files[path])}</pre>"
    return html(page(path, shown, NAME))


def index() -> Answer:
    """All repositories."""
    links = "".join(f'<li><a href="/{name}/">{name}</a></li>' for name in repositories())
    return html(page("Repositories", f'<ul class="repolist">{links}</ul>', NAME))


def tree(name: str, files: Mapping[str, str], folder: str) -> str:
    """What lies in a folder."""
    start = f"{folder}/" if folder else ""
    below = sorted({path[len(start) :] for path in files if path.startswith(start)})
    folders = sorted({entry.split("/")[0] for entry in below if "/" in entry})
    rows = [_row(f"/{name}/tree/{REVISION}/{quote(start + one)}", one, "dir") for one in folders]
    rows += [
        _row(f"/{name}/blob/{REVISION}/{quote(start + one)}", one)
        for one in below
        if "/" not in one
    ]
    crumbs = f'<div class="breadcrumbs"><a href="/{name}/">{name}</a></div>'
    revision = f'<h2><a href="/{name}/commit/{REVISION}/">{REVISION}</a></h2>'
    body = f'{crumbs}<div class="tree">{revision}<ul>{"".join(rows)}</ul></div>'
    return page(name, body, NAME)


def _row(link: str, name: str, kind: str = "") -> str:
    mark = f' class="{kind}"' if kind else ""
    return f'<li><a{mark} href="{link}">{escape(name)}</a></li>'

"""One request on its way through a handler, and the page that answers it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from console import shown, words
from console.services import Services
from hits.sessions import Session

SECTIONS = {"works": "/works", "watches": "/watches", "runs": "/watches", "vendors": "/vendors"}
DOWN = (
    "It does not answer, so search and filters rest. The inbox comes straight from the record "
    "and is complete; everything else works as usual."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who asks for what, and what may be used to answer."""

    request: Request
    services: Services
    session: Session | None = None
    form: FormData = field(default_factory=FormData)

    @property
    def user(self) -> str:
        """The name of who is logged in; "" for nobody."""
        return self.session.user if self.session else ""

    @property
    def token(self) -> str:
        """What every form of this session must carry."""
        return self.session.csrf if self.session else ""

    @property
    def now(self) -> datetime:
        """The time of this answer."""
        return self.services.now()

    def part(self, name: str) -> str:
        """A part of the path, as the route names it."""
        return str(self.request.path_params[name])

    def asked(self, name: str) -> str:
        """A value of the query string, without characters that no search needs."""
        return words.clean(self.request.query_params.get(name, ""))

    def field(self, name: str, limit: int = 2000) -> str:
        """A field of the form as trimmed text."""
        value = self.form.get(name, "")
        return words.clean(value).strip()[:limit] if isinstance(value, str) else ""

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page of the console inside its frame."""
        section = self.request.url.path.strip("/").partition("/")[0]
        frame = {
            "here": f"/{section}" if section != "hits" else "/",
            "token": self.token,
            "seq": self.services.record.position(),
            "at": self.now.isoformat(),
            "now": self.now,
            "warnings": warnings(self.services),
        }
        frame["here"] = SECTIONS.get(section, frame["here"])
        return HTMLResponse(shown.fill(template, **(frame | values)), status_code=status)

    def go(self, place: str) -> Response:
        """After a form: see another page."""
        return RedirectResponse(place, status_code=303)


def warnings(services: Services) -> list[str]:
    """What stands above every page."""
    lag = services.lag()
    if not lag.hits and not lag.down:
        return []
    said = [f"The index lags by {lag.hits:,}."]
    if lag.down:
        return [" ".join([*said, DOWN])]
    changes = "change" if lag.hits == 1 else "changes"
    said.append(f"Search and counts may miss the newest {changes}; it catches up by itself.")
    return [" ".join(said)]

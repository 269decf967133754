"""bepasty, a paste site whose REST API lists its pastes."""

import json
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from spiders.base import Answers, CopywatchSpider, host
from spiders.code.files import content
from spiders.reading import Expects, PageChanged

API = "apis/rest/items"
PASTE = re.compile(r"^(?P<base>/(?:.*/)?)(?P<id>[A-Za-z0-9]{8})(?:/\+?\w*)?$")


class BepastySpider(CopywatchSpider):
    name = "bepasty"
    channel = "paste"
    summary = "Pastes on a bepasty site, newest first, by its own list"
    expects = Expects(sightings_per_run=(0, 20_000))

    @classmethod
    def recognises(cls, response: Response) -> bool:
        """Whether a page was made by this software."""
        return bool(response.css('a.nav-link[href*="bepasty-server.readthedocs"]'))

    async def start(self) -> AsyncIterator[Any]:
        """A target is the site, its list, or one paste in any of its views."""
        for target in self.targets:
            yield self.open(target)

    def open(self, url: str) -> Request:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        path = (parts.path or "/").removesuffix("+list").removesuffix(API)
        one = PASTE.match(path)
        if one:
            return self.ask(f"{site}{one['base']}{API}/{one['id']}", self.parse_one)
        return self.ask(f"{site}{path.rstrip('/')}/{API}", self.parse)

    async def parse(self, response: Response, **kwargs: Any) -> Answers:
        """The list of pastes."""
        pastes = [_paste(name, entry) for name, entry in _json(response).items()]
        for paste in sorted(pastes, key=lambda paste: paste["uploaded"], reverse=True):
            yield self.ask_paste(response, paste)

    async def parse_one(self, response: Response) -> Answers:
        """The facts about one paste."""
        entry = _json(response)
        name = str(entry.get("uri", "")).rpartition("/")[2]
        yield self.ask_paste(response, _paste(name, entry))

    def ask_paste(self, response: Response, paste: dict[str, Any]) -> Request | dict[str, Any]:
        """A request for the paste, or why it is not read."""
        url = response.urljoin(paste["uri"])
        page = f"{url.rpartition(API)[0]}{paste['id']}"
        largest = self.settings.getint("DOWNLOAD_MAXSIZE")
        if paste["locked"] or not paste["complete"]:
            why = "the site has locked this paste, or it is not complete"
            return self.unseen(page, "refused", "locked", why, place=_place(page))
        if paste["size"] > largest:
            why = f"larger than {largest // 1_000_000} MB"
            return self.unseen(page, "refused", "too large", why, place=_place(page))
        return self.ask(
            f"{url}/download",
            self.read_paste,
            page=page,
            filename=paste["filename"],
            media_type=paste["type"],
        )

    async def read_paste(
        self, response: Response, *, page: str, filename: str, media_type: str
    ) -> Answers:
        """The paste itself."""
        found = content(
            response.body, filename, self.blobs, url=response.url, media_type=media_type
        )
        self.count("files/read" if found else "files/nothing to compare")
        yield self.sighting(
            response,
            place=_place(page),
            url=page,
            title=filename,
            contents=[found] if found else [],
        )


def _place(page: str) -> str:
    return f"{host(page)}{urlsplit(page).path}"


def _json(response: Response) -> Mapping[str, Any]:
    try:
        answer = json.loads(response.body)
    except (ValueError, RecursionError) as error:
        message = "the list of pastes is not JSON"
        raise PageChanged(message) from error
    if not isinstance(answer, dict):
        message = "the list of pastes is not an object"
        raise PageChanged(message)
    return answer


def _paste(name: str, entry: Any) -> dict[str, Any]:
    """The facts that the reading needs; PageChanged when one is missing."""
    try:
        facts = entry["file-meta"]
        return {
            "id": name,
            "uri": str(entry["uri"]),
            "filename": str(facts["filename"]),
            "type": str(facts["type"]),
            "size": int(facts["size"]),
            "complete": bool(facts["complete"]),
            "locked": bool(facts["locked"]),
            "uploaded": int(facts["timestamp-upload"]),
        }
    except (KeyError, TypeError, ValueError) as error:
        message = f"a paste without {error}"
        raise PageChanged(message) from error

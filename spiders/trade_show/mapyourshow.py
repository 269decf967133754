"""Exhibitor lists in the shape of Map Your Show.

The list is an undocumented endpoint: ask the organiser before you watch a show. So the spider is
slow, never chosen by itself, and tried against the documented shape only.
"""

import json
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlencode, urljoin

from scrapy.http import Response

from fingerprints.content import Content, Text
from spiders.base import Answers, CopywatchSpider, host
from spiders.reading import Expects, PageChanged, tidy
from spiders.unseen import NotSeen

GALLERY = "/8_0/explore/exhibitor-gallery.cfm"
SEARCH = "/8_0/ajax/remote-proxy.cfm"
DETAILS = "/8_0/exhibitor/exhibitor-details.cfm"
SIZE = 20  # exhibitors of one list; each has a page of its own
SHOW = re.compile(r"/mys_shared/([A-Za-z0-9_-]+)/")
ADDRESS = re.compile(r"\baddressValues\s*:\s*(?=\{)")
ENOUGH = ("budget", "daily budget", "stopped", "captcha", "challenge for browsers", "login")
ASK = (
    "the show does not give out its exhibitor list this way: ask the organiser for it, or save it"
    " and read it with: copywatch scan FILE --url URL --save"
)


class MapYourShowSpider(CopywatchSpider):
    name = "mapyourshow"
    channel = "trade_show"
    summary = "Exhibitors of a trade show on Map Your Show (ask the organiser first)"
    expects = Expects(sightings_per_run=(10, 10_000))
    custom_settings = {"COOKIES_ENABLED": True, "DOWNLOAD_DELAY": 3.0}

    async def start(self) -> AsyncIterator[Any]:
        """The gallery comes first: it sets the cookies without which the list is refused."""
        for target in self.targets:
            yield self.ask(urljoin(target, GALLERY), self.parse)

    async def parse(self, response: Response, **kwargs: Any) -> Answers:
        """The gallery names the edition of the show."""
        show = SHOW.search(response.text)
        if show is None:
            raise PageChanged("a gallery that does not name its show")
        yield self.ask_list(response, show[1].lower(), 0)

    def ask_list(self, response: Response, show: str, start: int) -> Any:
        fields = {
            "action": "search",
            "searchtype": "exhibitorgallery",
            "searchsize": SIZE,
            "start": start,
        }
        return self.ask(
            urljoin(response.url, f"{SEARCH}?{urlencode(fields)}"),
            self.read_list,
            headers={
                "X-Requested-With": "XMLHttpRequest",
                "Referer": urljoin(response.url, GALLERY),
            },
            show=show,
            start=start,
        )

    async def read_list(self, response: Response, show: str, start: int) -> Answers:
        """Some exhibitors, each with its own page where that can be had."""
        total, exhibitors = read(response)
        asking = True
        for exhibitor in exhibitors:
            page: Response | None = None
            url = urljoin(response.url, f"{DETAILS}?exhid={exhibitor['exhid_l']}")
            try:
                page = await self.fetch(url) if asking else None
            except NotSeen as seen:
                asking = seen.reason not in ENOUGH
                yield self.unseen(
                    url, seen.state, seen.reason, seen.why, place=_place(url, show, exhibitor)
                )
            yield await self.exhibitor(response, page, exhibitor, show=show, url=url)
        if exhibitors and start + len(exhibitors) < total:
            yield self.ask_list(response, show, start + len(exhibitors))

    async def exhibitor(
        self,
        listed: Response,
        page: Response | None,
        fields: Mapping[str, Any],
        *,
        show: str,
        url: str,
    ) -> dict[str, Any]:
        """One exhibitor; without its own page there is no country."""
        name = fields["exhname_t"]
        logo = fields.get("exhlogo_t")
        pictures = [f"/mys_shared/{show}/logos/{logo}"] if logo else []
        images = await self.pictures(listed, pictures)
        country = address(page).get("COUNTRY", "") if page is not None else ""
        return self.sighting(
            listed if page is None else page,
            place=_place(url, show, fields),
            url=url,
            title=name,
            seller=name,
            seller_id=fields["exhid_l"],
            country=tidy(str(country or "")),
            contents=[*texts(fields, page), *images],
        )


def read(response: Response) -> tuple[int, list[dict[str, Any]]]:
    """How many exhibitors there are, and those of this list."""
    try:
        answer = json.loads(response.body)
    except (ValueError, RecursionError) as error:
        raise PageChanged("the exhibitor list is not JSON") from error
    if not isinstance(answer, dict) or "SUCCESS" not in answer:
        raise PageChanged("the exhibitor list does not say whether it succeeded")
    if answer["SUCCESS"] is not True:
        raise NotSeen("refused", "exhibitor list", ASK)
    try:
        data = answer["DATA"]
        hits = data["results"]["exhibitor"]["hit"]
        return int(data["totalhits"]), [fields(hit) for hit in hits]
    except (KeyError, TypeError, ValueError) as error:
        message = f"an exhibitor list without {error}"
        raise PageChanged(message) from error


def fields(hit: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an exhibitor; a name and a number are required."""
    given = dict(hit["fields"])
    for name in ("exhid_l", "exhname_t"):
        given[name] = tidy(str(given.get(name) or ""))
        if not given[name]:
            message = f"an exhibitor without {name}"
            raise PageChanged(message)
    return given


def booths(given: Mapping[str, Any]) -> list[str]:
    """Where the exhibitor stands; the list carries a word that stops readers from sorting."""
    listed = given.get("boothsdisplay_la") or []
    return [tidy(str(booth).replace("randomstring", "")) for booth in listed]


def address(page: Response | None) -> dict[str, Any]:
    """The address in the script of an exhibitor's page; nothing when the show hides it."""
    found = ADDRESS.search(page.text) if page is not None and hasattr(page, "encoding") else None
    if found is None or page is None:
        return {}
    try:
        values, _ = json.JSONDecoder().raw_decode(page.text[found.end() :])
    except (json.JSONDecodeError, RecursionError) as error:
        raise PageChanged("an exhibitor's address that is not JSON") from error
    return values if isinstance(values, dict) else {}


def texts(given: Mapping[str, Any], page: Response | None) -> list[Content]:
    """The exhibitor's name, stand, address and description."""
    lines = {
        "exhname_t": given["exhname_t"],
        "booths": ", ".join(booths(given)),
        "addressValues": ", ".join(tidy(str(v)) for v in address(page).values() if v),
        "exhdesc_t": re.sub(r"<[^<>]{0,500}>", " ", str(given.get("exhdesc_t") or "")).strip(),
    }
    return [Text(text, where=where) for where, text in lines.items() if text]


def _place(url: str, show: str, given: Mapping[str, Any]) -> str:
    """One exhibitor in one edition of a show, whatever the host is called."""
    return f"{host(url)}/{show}/{given['exhid_l']}"

"""Stop where a site asks for a human or a login; nothing here ever answers a challenge."""

import re
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from spiders.manners import sites_of
from spiders.unseen import NotSeen

LOGIN = re.compile(
    r"(?:^|[/_.-])(?:log-?in|sign-?in|anmelden|auth|sso)(?:[/_.?-]|$)", re.IGNORECASE
)
TITLES = re.compile(
    r"<title[^>]*>\s*(?:just a moment|attention required|access denied|are you (?:a )?human"
    r"|robot check|security check|please wait|verify(?:ing)? you are (?:a )?human|ddos-guard)"
    r"\s*(?:[.!?|<:\u2026-]|&)",
    re.IGNORECASE,
)
BOXES = re.compile(
    r"challenges\.cloudflare\.com|cf-chl-|/cdn-cgi/challenge-platform"
    r"|(?:g-re|h-|re|geetest_)captcha|px-captcha|datadome|_Incapsula_Resource|awswaf",
    re.IGNORECASE,
)
WORDS = re.compile(
    r"verify (?:that )?you are (?:a )?human|unusual traffic|not a robot|captcha", re.IGNORECASE
)
LITTLE = 500  # visible characters: so short is a captcha
SHORT = 1_500  # visible characters: a challenge says little else
SAMPLE = 200_000


def challenge(response: Response) -> str:
    """What kind of challenge this is; empty when the page is an answer."""
    if response.headers.get("cf-mitigated") == b"challenge":
        return "a challenge for browsers"
    if not isinstance(response, HtmlResponse):
        return ""
    head = response.body[:SAMPLE].decode("utf-8", errors="ignore")  # the words are ASCII
    if TITLES.search(head) and (response.status != 200 or len(_visible(head)) < SHORT):  # noqa: PLR2004
        return "a challenge for browsers"
    boxed, said = BOXES.search(head), WORDS.search(head)
    if response.status in (403, 429, 503):
        return "a captcha" if boxed or said else ""
    # an ordinary page may carry a captcha for its own form: only one that says little else is one
    visible = _visible(head) if boxed and said else ""
    return "a captcha" if WORDS.search(visible) and len(visible) < LITTLE else ""


def login(request: Request, response: Response) -> bool:
    """Whether a page that was asked for turned into a login form."""
    came_from = request.meta.get("redirect_urls")
    if not came_from:
        return False
    first, last = urlsplit(str(came_from[0])).path, urlsplit(response.url).path
    return bool(LOGIN.search(last)) and not LOGIN.search(first)


def _visible(html: str) -> str:
    bare = re.sub(r"(?is)<(script|style|head|noscript)\b.*?</\1>", " ", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]{0,2000}>", " ", bare)).strip()


def way_round(url: str) -> str:
    """What a person can do instead."""
    return f"save the page in a browser, then: copywatch scan page.html --url {url} --save"


class Challenges:
    """Turns challenges and logins into one line and leaves the site alone."""

    def __init__(self, crawler: Crawler) -> None:
        self.sites = sites_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        if request.meta.get("kind") in ("robots", "picture", "api", "git"):
            return response
        asked = str((request.meta.get("redirect_urls") or [request.url])[0])
        found = challenge(response)
        if found:
            why = f"the site answers with {found}; {way_round(asked)}"
            self.sites.stop(asked, why)
            raise NotSeen("challenge", found.removeprefix("a "), why)
        if response.status in request.meta.get("handle_httpstatus_list", ()):
            return response
        if response.status in (401, 403) or login(request, response):
            why = f"the site asks for a login (HTTP {response.status}); {way_round(asked)}"
            self.sites.refused(asked, why)
            raise NotSeen("challenge", "login", why)
        return response

"""One address per thing: tracking, sessions and variants are stripped from URLs."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

TRACKING = re.compile(
    r"^(?:utm_\w+|gclid|dclid|fbclid|msclkid|yclid|mc_[ce]id|_ga|_gl|ref|ref_|referrer|source|src"
    r"|campaign|cmp|aff\w*|partner|tag|spm|scm|pvid|trk\w*|igshid|_openstat|srsltid|si"
    r"|sid|phpsessid|jsessionid|session_?id|sessid|cache|_t|timestamp|qid|sr|keywords|_pos|_sid|_ss)$",
    re.IGNORECASE,
)
VARIANT = re.compile(
    r"^(?:variant\w*|attribute_\w+|colou?r|size|style|quantity|qty|currency|lang|view|sort\w*|order\w*)$",
    re.IGNORECASE,
)
SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)


LONGEST = 2_000  # characters of a link
KEPT = 16_384  # answers remembered: the same links stand on every page of a site


@lru_cache(KEPT)
def absolute(base: str, link: str) -> str:
    """The link as a full http(s) address without its fragment; empty when it is none."""
    if len(link) > LONGEST:
        return ""
    try:
        parts = urlsplit(urljoin(base, link.strip()))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
        path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._") or "/"
        return urlunsplit((parts.scheme, parts.netloc.lower(), path, parts.query, ""))
    except ValueError:
        return ""


@lru_cache(KEPT)
def plain(url: str, *, variants: bool = False) -> str:
    """The address without tracking and sessions; with `variants` without those as well."""
    parts = urlsplit(url)
    if not parts.query and ";" not in parts.path:
        return url
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING.match(name) and not (variants and VARIANT.match(name))
    ]
    path = SESSION.sub("", parts.path)
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(kept), ""))


@lru_cache(KEPT)
def site(url: str) -> str:
    """Host and port, without `www.`."""
    return urlsplit(url).netloc.rsplit("@", 1)[-1].lower().removeprefix("www.")


def place(url: str, claimed: str = "") -> str:
    """What a hit is about: the page's own claim to an address where it is believable.

    A claim to another site, or to the front page from an inner page, would fold strangers
    into one place and is not believed.
    """
    own, said = plain(url, variants=True), plain(claimed, variants=True) if claimed else ""
    believable = said and site(said) == site(own)
    if believable and (urlsplit(said).path != "/" or urlsplit(own).path == "/"):
        own = said
    parts = urlsplit(own)
    query = f"?{parts.query}" if parts.query else ""
    return f"{site(own)}{parts.path.rstrip('/')}{query}"

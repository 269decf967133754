"""Plain words for what the other rooms name, and safe forms of what was crawled."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from matcher.match import Reason

CHANNELS = {
    "marketplace": "Marketplace",
    "trade_show": "Trade show",
    "code": "Code host",
    "paste": "Paste site",
    "web": "Web site",
}
KINDS = {
    "text_chars": "text",
    "text_words": "words in order",
    "code_tokens": "source code",
    "code_members": "names of members in code",
    "code_sketch": "lines of code that go on alike",
    "table_pairs": "table rows",
    "names": "name",
    "image_hash": "picture",
    "image_points": "picture details",
    "image_logo": "logo",
    "image_lines": "line drawing",
}
VERDICTS = {
    "copy": "The whole work, or nearly all of it, is here.",
    "part copy": "A part of the work is here.",
    "shared element": "Both share an element that others use as well.",
    "same product?": "It may show the same product, photographed by somebody else.",
    "logo": "The logo is shown here.",
    "name": "A protected name is used here.",
    "public origin": "Both come from the same public source.",
}
OUTCOMES: Mapping[str, str] = {
    "confirmed": "This is a copy, and nobody allowed it.",
    "authorised": "Whoever shows this is allowed to.",
    "lawful use": "Resale, fair use or a licence covers it.",
    "not ours": "The match is wrong.",
    "duplicate": "Another hit already stands for it.",
    "needs information": "Somebody has to find out more.",
}
STATUS_TONE = {"open": "info", "confirmed": "high", "needs information": "mid"}
REASONS = {  # of risk
    "verdict": "How much of the work is there",
    "right": "What kind of right it hurts",
    "secret in public": "A secret stands in public",
    "price far below ours": "The price is far below yours",
    "unexpected country": "You sell nothing in this country",
    "known party": "Somebody you know shows it",
    "confirmed before": "You confirmed this seller before",
    "cleared before": "You cleared this seller before",
    "channel": "It spreads fast from there",
    "seller not named": "Nobody says who sells it",
    "authorised": "They are allowed to",
}
SCORES = {  # reasons of how alike two contents are
    "amount_shared": "How much stands together",
    "share_of_part": "Share of your work",
    "too_little": "Too little to tell",
    "public_text": "Public text among it, not counted",
    "public_part": "On the page too, but public, not counted",
    "name_written": "How the name is written",
    "compared": "Compared as",
    "unwrapped": "How it was hidden",
}
SELLERS = {"trade_show": "Exhibitor", "code": "Account", "paste": "Posted by"}
SPOTS = {"title": "the title", "page": "the text of the page"}
PRESENCE = {"online": "Online", "gone": "Gone", "returned": "Came back"}
HIGH, MIDDLE = 70, 40
HUGE = 1e12
UNSAFE = (
    *(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"),
    *range(0x202A, 0x202F),  # direction overrides (Unicode TR 36)
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
)
SAFE = dict.fromkeys(UNSAFE, "\N{REPLACEMENT CHARACTER}") | {ord("\r"): " "}


def clean(text: str) -> str:
    """Text of strangers without control characters and direction overrides; the length stays."""
    return text.translate(SAFE)


def short(text: str, length: int = 120) -> str:
    """At most so many characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def web_address(url: str) -> str:
    """The URL if a browser may follow it, else "" (javascript:, data:, broken ones)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def tone(risk: int) -> str:
    """Which of three colours a risk has."""
    return "high" if risk >= HIGH else "mid" if risk >= MIDDLE else "low"


def tone_words(risk: int) -> str:
    """The colour in words, for those who do not see it."""
    return {"high": "high", "mid": "middle", "low": "low"}[tone(risk)]


def kind(name: str) -> str:
    """`code_tokens@1` is "source code"."""
    base = name.partition("@")[0]
    return KINDS.get(base, base.replace("_", " "))


def reason(name: str) -> str:
    """A reason's name as the start of a sentence."""
    if name in REASONS:
        return REASONS[name]
    return name.replace("_", " ").capitalize()


def sign(given: Reason) -> str:
    """A reason of the score as the start of a sentence."""
    return SCORES.get(given.name) or reason(given.name)


def strength(given: Reason) -> str:
    """How sure a sign makes by itself; nothing where it only explains."""
    if not given.effect:
        return ""
    return f"\N{MINUS SIGN}{percent(-given.effect)}" if given.effect < 0 else percent(given.effect)


def spot(where: str) -> str:
    """Where on the page something stands; of an address its last part."""
    if web_address(where):
        return where.partition("?")[0].rstrip("/").rpartition("/")[2]
    return SPOTS.get(where, where)


def strange(written: str, name: str) -> str:
    """Letters of a written name that only look like those of the name, by their Unicode names."""
    found = [letter for letter in dict.fromkeys(written[:200]) if _foreign(letter, name)]
    named = [(letter, unicodedata.name(letter, "unnamed").capitalize()) for letter in found[:6]]
    return "; ".join(f"“{letter}” is {name}" for letter, name in named)


def _foreign(letter: str, name: str) -> bool:
    return letter.isalnum() and not letter.isascii() and letter.casefold() not in name.casefold()


def effect(given: Reason, scale: float = 1) -> str:
    """By how much a reason raised or lowered a number."""
    return f"{given.effect * scale:+.0f}".replace("-", "\N{MINUS SIGN}")


def percent(share: float) -> str:
    """A share of one; never "100 %" or "0 %" for what is only near to it."""
    number = round(share * 100)
    if number == 100 and share < 1:  # noqa: PLR2004
        return "99 %"
    return "under 1 %" if number == 0 and share > 0 else f"{number} %"


def moment(text: str) -> str:
    """A time stamp as a person reads it: 2026-11-22 09:30 UTC."""
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M} UTC"
    except ValueError:
        return text


def ago(text: str, now: datetime) -> str:
    """How long ago (or how far ahead) a time stamp is."""
    try:
        seconds = (now - datetime.fromisoformat(text)).total_seconds()
    except (ValueError, TypeError):
        return text
    span = abs(seconds)
    for size, name in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if span >= size:
            count = int(span // size)
            words = f"{count} {name}{'s' if count > 1 else ''}"
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return "just now" if seconds >= 0 else "in a moment"


def money(price: float | None, currency: str) -> str:
    """A price, or "" when none was shown."""
    if price is None:
        return ""
    number = f"{price:,.2f}" if abs(price) < HUGE else f"{price:.3g}"
    return f"{number} {currency}".strip()


def count(number: int, one: str, many: str = "") -> str:
    """`1 hit`, `2 hits`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

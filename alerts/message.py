"""What an alert says: where, what, how alike and why; never a word of the protected work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alerts.alert import Alert
from alerts.delivery import Message
from alerts.words import LONG, address, clean, cut
from fingerprints.works import Asset
from hits.hit import Hit

LISTED = 25  # hits named in one summary or digest
REASONS = 6
SUBJECT = 150  # characters
CHANNELS = {
    "marketplace": "Marketplace",
    "trade_show": "Trade show",
    "code": "Code host",
    "paste": "Paste site",
    "web": "Web site",
}
SHUT = "Quarantine: too many new hits; from here on no alert tells of those that rest on this:"
AGAIN = "Possibly sent before: an earlier attempt was cut off. It is the same alert."


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """What a message needs beside the hit: the console's address and the public names."""

    public_url: str
    asset: Callable[[str], Asset | None]
    party: Callable[[str], str] = lambda party: party
    shut: Callable[[str], str] = lambda _hit: ""  # fingerprints: the last hit of their flood


def message(alert: Alert, lookups: Lookups) -> Message:
    """The whole message of one alert, summary or digest."""
    one = len(alert.hits) == 1 and not alert.group
    subject, lines = _single(alert, lookups) if one else _many(alert, lookups)
    ours = f"{lookups.public_url.rstrip('/')}/"
    link = f"{ours}hits/{alert.hits[0].id}" if one else ours
    headline, *facts = lines
    body = [headline, f"Look at it: {link} (alert {alert.id})", *facts]
    if alert.repeated:
        subject, body = f"(possibly sent before) {subject}", [AGAIN, "", *body]
    body += ["", f"Rule: {', '.join(clean(rule) for rule in alert.rules)}"]
    return Message(
        id=alert.id,
        subject=cut(subject, SUBJECT),
        body="\n".join(body),
        link=link,
        repeated=alert.repeated,
    )


def named(hit: Hit, lookups: Lookups) -> str:
    """The asset's public title, or its code name where it is secret."""
    asset = lookups.asset(hit.asset)
    return clean(asset.shown) if asset else "a work that is no longer protected"


def secret(hit: Hit, lookups: Lookups) -> bool:
    """Whether page title and file names stay untold, as they may quote the work."""
    asset = lookups.asset(hit.asset)
    return asset is None or asset.secrecy == "secret"


def why(hit: Hit, lookups: Lookups) -> str:
    """One sentence; of a secret work only the verdict, because part names may quote it."""
    if secret(hit, lookups) or not hit.sentence:
        return clean(hit.verdict)
    return clean(hit.sentence, LONG)


def _single(alert: Alert, lookups: Lookups) -> tuple[str, list[str]]:
    hit = alert.hits[0]
    back = "Back again: " if "returned" in alert.events else ""
    what = named(hit, lookups)
    title = "" if secret(hit, lookups) else clean(hit.title)
    lines = [
        f"{back}{what}: {why(hit, lookups)}",
        "",
        f"Where: {CHANNELS.get(hit.channel, clean(hit.channel))}, {clean(hit.site)}"
        + (f", “{title}”" if title else ""),
        f"Page: {address(hit.url)}",
        f"How alike: {clean(hit.verdict)}, score {hit.score:.2f} of 1",
        f"Risk: {hit.risk} of 100{_reasons(hit)}",
        *_seller(hit, lookups),
        f"First seen: {clean(hit.first_seen)}",
        *_shut([hit], lookups),
    ]
    return f"{back}{what} on {clean(hit.site)}: {clean(hit.verdict)}, risk {hit.risk}", lines


def _reasons(hit: Hit) -> str:
    told = [
        clean(reason.name.replace("_", " "))
        + (f" ({clean(reason.detail)})" if reason.detail else "")
        for reason in hit.risk_reasons[:REASONS]
    ]
    return f": {'; '.join(told)}" if told else ""


def _seller(hit: Hit, lookups: Lookups) -> list[str]:
    facts = [clean(hit.seller), clean(hit.country)]
    if hit.price is not None:
        facts.append(f"asks {hit.price:,.2f} {clean(hit.currency, 8)}".rstrip())
    line = ", ".join(fact for fact in facts if fact)
    known = f"Known party: {clean(lookups.party(hit.party))}" if hit.party else ""
    return [text for text in (f"Seller: {line}" if line else "", known) if text]


def _shut(hits: Sequence[Hit], lookups: Lookups) -> list[str]:
    """What such a hit put into quarantine is told with it, for what follows is not."""
    found = [clean(told, LONG) for hit in hits if (told := lookups.shut(hit.id))]
    return [f"{SHUT} {told}" for told in found]


def _many(alert: Alert, lookups: Lookups) -> tuple[str, list[str]]:
    count, sites = len(alert.hits), {hit.site for hit in alert.hits}
    kind = "First look" if alert.group.startswith("summary:") else "Digest"
    noun = "hit" if count == 1 else "hits"
    place = clean(next(iter(sites))) if len(sites) == 1 else f"{len(sites)} sites"
    ranked = sorted(alert.hits, key=lambda hit: (-hit.risk, hit.id))
    lines = [f"{kind}: {count} {noun} on {place}, the most urgent first.", ""]
    lines += _shut(ranked, lookups)
    lines += [_line(hit, lookups) for hit in ranked[:LISTED]]
    if count > LISTED:
        lines.append(f"… and {count - LISTED} more in the inbox.")
    return f"{kind}: {count} {noun} on {place}", lines


def _line(hit: Hit, lookups: Lookups) -> str:
    where = address(hit.url)
    return f"- risk {hit.risk}: {named(hit, lookups)}: {why(hit, lookups)} at {where}"

"""Who was given what, in words; and whether a seller or a domain is somebody we know."""

import re
import unicodedata
from collections.abc import Sequence

from fingerprints.company import GLUED, SUFFIXES
from fingerprints.works import Disclosure, Party

ACCENTS = re.compile("[\u0300-\u036f]")  # not the marks that make other letters, as in Japanese
WORDED = re.compile(r"[^\W\d_]{3}|[^\W\d_]{2}[\s.:#-]")  # a number that says what it is


def fold_company(name: str) -> str:
    """A company's name without legal form, case, accents and punctuation."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    text = unicodedata.normalize("NFC", ACCENTS.sub("", text))
    for form in GLUED:
        text = text.removeprefix(form).removesuffix(form)
    text = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", text)  # S.p.A., B.V., a.s.
    words = [word for word in re.split(r"[\W_]+", text) if word]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return " ".join(words)


def host_of(address: str) -> str:
    """The bare host of a domain or URL, without `www.`, port and path."""
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", address.strip().casefold())
    return re.split(r"[/:?#]", host, maxsplit=1)[0].rstrip(".").removeprefix("www.")


def party_of(parties: Sequence[Party], seller: str, domain: str) -> Party | None:
    """The party with this name or this domain (or a domain above it); names count first."""
    wanted = fold_company(seller)
    host = host_of(domain)
    for party in parties:
        if wanted and wanted in map(fold_company, party.names):
            return party
    for party in parties:
        if host and any(_within(host, host_of(known)) for known in party.domains):
            return party
    return None


def _within(host: str, known: str) -> bool:
    return bool(known) and (host == known or host.endswith(f".{known}"))


def given_to(parties: Sequence[Party], disclosures: Sequence[Disclosure]) -> str:
    """The recipients with what was given, when and under what; it names nobody as the source."""
    shown = {party.id: party.names[0] for party in parties if party.names}
    return ", ".join(given(shown.get(entry.party, entry.party), entry) for entry in disclosures)


def given(name: str, entry: Disclosure) -> str:
    """A name with what a disclosure says: `V1 (rev B, 2024-03-02, contract 17 §7)`."""
    clause = f"§{entry.clause}" if entry.clause[:1].isdigit() else entry.clause
    facts = (
        _worded("rev", entry.revision),
        entry.date,
        f"{_worded('contract', entry.contract)} {clause}".strip(),
        f"ended {entry.ended}" if entry.ended else "",
    )
    told = ", ".join(fact for fact in facts if fact)
    return f"{name} ({told})" if told else name


def _worded(word: str, value: str) -> str:
    """`rev B` for "B", and "rev B", "Batch 22" or "PO 4711" as they are."""
    return value if not value or WORDED.match(value) else f"{word} {value}"

"""The words of a hit as every index keeps them: folded here, so that all engines agree."""

import re
import unicodedata

from hits.hit import Hit

# A Chinese, Japanese or Korean sign is a word by itself: these scripts put no spaces between words.
WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]|"
    r"[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+"
)
LONGEST = 60  # characters of one word
MOST = 2_000  # words of one hit


def words(text: str) -> list[str]:
    """Words without case, accents, width or punctuation (Unicode NFKD, case folding)."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return [word[:LONGEST] for word in WORD.findall(unicodedata.normalize("NFKC", bare))]


def searchable(hit: Hit) -> str:
    """Everything about a hit that a person may search for, folded."""
    fields = (
        hit.title,
        hit.seller,
        hit.seller_id,
        hit.asset,
        hit.site,
        hit.place,
        hit.url,
        hit.country,
        hit.sentence,
        hit.party,
    )
    return " ".join(words(" ".join(fields))[:MOST])


FIELD = 200  # characters of a facet's value


def document(hit: Hit) -> dict[str, str | int | float]:
    """What every index keeps of a hit: facet fields, sort fields, folded words."""
    return {
        "status": hit.status,
        "channel": hit.channel,
        "asset": hit.asset[:FIELD],
        "site": hit.site[:FIELD],
        "seller": hit.seller[:FIELD],
        "country": hit.country[:FIELD],
        "verdict": hit.verdict,
        "presence": hit.presence,
        "risk": hit.risk,
        "score": hit.score,
        "first_seen": hit.first_seen,
        "last_seen": hit.last_seen,
        "words": searchable(hit),
    }

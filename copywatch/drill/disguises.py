"""Every named disguise, in a fixed order: what people do to a text before they publish it."""

import random
from collections.abc import Callable
from functools import partial

from copywatch.drill import encoded, framed, noise, packed, prose, source
from copywatch.drill.disguise import Disguise, Disguised, Make, TooSmall
from copywatch.drill.excerpt import excerpt

Change = Callable[[str, str, random.Random], str]


def _shown(change: Change) -> Make:
    """A changed text as a file of its own."""

    def make(body: str, language: str, chance: random.Random) -> Disguised:
        return packed.plain(change(body, language, chance), language, chance)

    return make


def _lines(number: int) -> Make:
    """So many lines one after the other."""

    def make(body: str, language: str, chance: random.Random) -> Disguised:
        chosen = excerpt(body, number, chance)
        if chosen is None:
            message = f"no {number} lines with enough letters that are no imports or licence"
            raise TooSmall(message)
        return packed.plain(chosen.text + "\n", language, chance)

    return make


def _bare(body: str, language: str, _chance: random.Random) -> str:
    return source.without_comments(body, language)


def _bare_renamed(body: str, language: str, chance: random.Random) -> str:
    return source.renamed(source.without_comments(body, language), language, chance)


def _collapsed(body: str, _language: str, _chance: random.Random) -> str:
    return " ".join(body.split())


def _letters(
    change: Callable[..., str], body: str, _language: str, chance: random.Random, **options: float
) -> str:
    return change(body, chance, **options)


def _ocr(share: float) -> Make:
    return _shown(partial(_letters, noise.misread, share=share))


_BOTH: tuple[tuple[str, Make], ...] = (
    ("full file", packed.plain),
    ("20 lines", _lines(20)),
    ("10 lines", _lines(10)),
    ("5 lines", _lines(5)),
)
_CODE: tuple[tuple[str, Make], ...] = (
    ("comments stripped", _shown(_bare)),
    ("whitespace collapsed", _shown(_collapsed)),
    ("identifiers renamed", _shown(source.renamed)),
    ("renamed without comments", _shown(_bare_renamed)),
    ("diff prefix", framed.added),
    ("notebook", framed.notebook),
    ("patch in an issue comment", framed.patch_comment),
)
_EITHER: tuple[tuple[str, Make], ...] = (
    ("line-number prefix", framed.line_numbers),
    ("HTML-escaped", framed.page),
    ("JSON-escaped", encoded.json_escaped),
    ("base64", encoded.base64_line),
    ("base64 wrapped in prose", encoded.base64_wrapped),
    ("base64 starting mid-line", encoded.base64_mid_line),
    ("gzip+base64", encoded.gzip_base64),
    ("hex", encoded.hexadecimal),
    ("url-encoded", encoded.url_encoded),
    ("zero-width characters", _shown(partial(_letters, noise.sprinkled))),
    ("homoglyphs", _shown(partial(_letters, noise.lookalikes))),
    ("OCR noise 1 %", _ocr(0.01)),
    ("OCR noise 3 %", _ocr(0.03)),
    ("OCR noise 5 %", _ocr(0.05)),
    ("zip archive", packed.zipped),
    ("tar archive", packed.tarred),
    ("PDF", packed.printed),
)
_PROSE: tuple[tuple[str, Make], ...] = (
    ("every fifth word replaced", _shown(partial(_letters, prose.fifth_replaced))),
    ("sentences reordered", _shown(partial(_letters, prose.reordered))),
)
DISGUISES: tuple[Disguise, ...] = (
    *(
        Disguise(name, for_code=True, for_prose=name == "full file", make=make)
        for name, make in _BOTH
    ),
    *(Disguise(name, for_code=True, for_prose=False, make=make) for name, make in _CODE),
    *(Disguise(name, for_code=True, for_prose=True, make=make) for name, make in _EITHER),
    *(Disguise(name, for_code=False, for_prose=True, make=make) for name, make in _PROSE),
)
BY_NAME = {disguise.name: disguise for disguise in DISGUISES}

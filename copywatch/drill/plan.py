"""Every chosen part in every disguise that suits it, the same each time."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from copywatch.drill.disguise import Disguise, Disguised, TooSmall
from copywatch.drill.disguises import DISGUISES
from copywatch.drill.pictures.edits import EDITS, Edited
from copywatch.drill.pictures.offer import NOT_FREE, offered
from copywatch.drill.pictures.photo import Photo
from copywatch.drill.works import Chosen, Piece

Tell = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


@dataclass(frozen=True, slots=True)
class Planned:
    """One part in one disguise; without a page where that cannot be made, and why not."""

    disguise: str
    part: str
    page: Disguised | None
    why: str = ""


def planned(asset: str, chosen: Chosen, tell: Tell) -> list[Planned]:
    """All of it, disguise by disguise, texts before pictures."""
    texts = [(one, piece) for one in DISGUISES for piece in chosen.pieces if _suits(one, piece)]
    photos = [(one, photo) for one in EDITS.values() for photo in chosen.photos]
    made: list[Planned] = []
    for plan in _made(asset, texts, photos):
        made.append(plan)
        tell("disguising", len(made), len(texts) + len(photos))
    return made


def _suits(disguise: Disguise, piece: Piece) -> bool:
    return disguise.for_code if piece.is_code else disguise.for_prose


def _made(
    asset: str,
    texts: Sequence[tuple[Disguise, Piece]],
    photos: Sequence[tuple[Edited, Photo]],
) -> Iterator[Planned]:
    for disguise, piece in texts:
        chance = _chance(asset, piece.part, disguise.name)
        try:
            page = disguise.make(piece.body, piece.language, chance)
        except TooSmall as error:
            yield Planned(disguise.name, piece.part, None, str(error))
        else:
            yield Planned(disguise.name, piece.part, page)
    for edit, photo in photos:
        shown = offered(photo.image, edit, _chance(asset, photo.part, edit.name))
        yield Planned(edit.name, photo.part, shown, "" if shown else NOT_FREE)


def _chance(asset: str, part: str, disguise: str) -> random.Random:
    return random.Random(f"{asset}/{part}/{disguise}")  # noqa: S311 - no secret

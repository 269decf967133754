"""What came of a drill as a contact sheet: the user's pictures, their edits, and a mark on each."""

import io

from PIL import Image

from copywatch.drill.drill import Drilled
from copywatch.drill.pictures.photo import Photo
from copywatch.drill.pictures.sheet import GREEN, GREY, RED, Cell, Group, drawn
from copywatch.drill.plan import Planned
from copywatch.drill.tried import Tried


def contact_sheet(done: Drilled) -> Image.Image:
    """One group for each picture that was drilled."""
    return drawn([_group(photo, done) for photo in done.chosen.photos])


def _group(photo: Photo, done: Drilled) -> Group:
    mine = [(plan, one) for plan, one in done.outcomes if plan.part == photo.part]
    asked = sum(plan.page is not None for plan, _ in mine)
    found = sum(one.found for _, one in mine)
    original = Cell("the original", photo.image, "protected", GREY)
    cells = [original, *(_cell(plan, one) for plan, one in mine)]
    return Group(f"{photo.part}: found in {found} of {asked} edits", cells)


def _cell(plan: Planned, one: Tried) -> Cell:
    if plan.page is None:
        return Cell(plan.disguise, None, "not tried", GREY, one.why)
    picture = Image.open(io.BytesIO(plan.page.picture))
    if one.found:
        score = f"{one.score:.2f}".removeprefix("0")
        return Cell(plan.disguise, picture, f"found, {one.verdict} {score}", GREEN)
    return Cell(plan.disguise, picture, "NOT found", RED, one.why)

"""A page of a marketplace that offers something with an edited photo."""

import html
from random import Random

from PIL import Image

from copywatch.drill import filler
from copywatch.drill.disguise import PICTURE, Disguised
from copywatch.drill.pictures.among import standing
from copywatch.drill.pictures.edits import Edited
from copywatch.drill.pictures.maker import WORDS, Maker
from copywatch.drill.pictures.scenery import scene

NOT_FREE = "the product does not stand free on a plain background"


def offered(image: Image.Image, edit: Edited, chance: Random) -> Disguised | None:
    """The page with the edited picture beside it; None where the edit cannot be made."""
    picture = edit.made(image, Maker(chance, scene, standing))
    if picture is None:
        return None
    title = " ".join(chance.sample(WORDS, 4))
    text = (
        f"<!doctype html>\n<html><head><title>{title}</title></head><body>\n<h1>{title}</h1>\n"
        f'<img src="{PICTURE}" alt="{title}">\n<p>{chance.randint(9, 400)}.99 EUR</p>\n'
        f"<p>{html.escape(filler.talk(chance))}</p>\n</body></html>\n"
    )
    return Disguised(text.encode(), "page.html", picture)

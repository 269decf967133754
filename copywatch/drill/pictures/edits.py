"""The 32 edits of a product photo that sellers make, alone and combined, in a fixed order.

Shares of a crop are shares of the area.
"""

import io
from dataclasses import dataclass

from PIL import Image

from copywatch.drill.pictures.among import collage, other_ground, pasted, screenshot, shown_cut
from copywatch.drill.pictures.covered import stickers, text, watermark
from copywatch.drill.pictures.geometry import border, crop, mirror, perspective, turned
from copywatch.drill.pictures.maker import Edit, Maker, chain
from copywatch.drill.pictures.plain import as_is, blur, grey, hue, jitter, noise, smaller

GOOD, POOR, POOREST = 80, 40, 30  # quality of a JPEG


@dataclass(frozen=True, slots=True)
class Edited:
    """One edit: what a person calls it, and the quality of the JPEG it is saved with."""

    name: str
    edit: Edit
    quality: int = GOOD

    def made(self, image: Image.Image, maker: Maker) -> bytes | None:
        """The edited picture (RGB) as a JPEG; None where the edit cannot be made of it."""
        made = self.edit(image, maker)
        if made is None:
            return None
        data = io.BytesIO()
        made.convert("RGB").save(data, "JPEG", quality=self.quality)
        return data.getvalue()


EDITS: dict[str, Edited] = {  # by the names that the benchmarks have, and draw their dice from
    "jpeg30": Edited("saved again, quality 30", as_is, POOREST),
    "resize40": Edited("resized to 40 %", smaller),
    "grey": Edited("grey", grey),
    "blur": Edited("out of focus", blur),
    "noise": Edited("grain of a dark room", noise),
    "text": Edited("advertising across it", text),
    "stickers": Edited("stickers on it", stickers),
    "watermark": Edited("a shop's watermark", watermark),
    "jitter": Edited("other light", jitter),
    "hue": Edited("other colours", hue),
    "mirror": Edited("mirrored", mirror),
    "rot90": Edited("turned by 90 degrees", turned(90)),
    "rot180": Edited("upside down", turned(180)),
    "rot5": Edited("turned by 5 degrees", turned(5)),
    "rot15": Edited("turned by 15 degrees", turned(15)),
    "crop80": Edited("cropped to 80 %", crop(0.8)),
    "crop60": Edited("cropped to 60 %", crop(0.6)),
    "crop40": Edited("cropped to 40 %", crop(0.4)),
    "border": Edited("plain frame", border),
    "perspective": Edited("seen at an angle", perspective),
    "collage": Edited("collage of four", collage),
    "paste50": Edited("pasted, 50 % of a photo", pasted(0.5)),
    "paste25": Edited("pasted, 25 % of a photo", pasted(0.25)),
    "paste12": Edited("pasted, 12 % of a photo", pasted(0.12)),
    "screenshot": Edited("screenshot of a shop", screenshot),
    "ground": Edited("other background", other_ground),
    "mirror+crop60": Edited("mirrored, cropped to 60 %", chain(mirror, crop(0.6))),
    "mirror+paste25": Edited("mirrored, pasted, 25 %", chain(mirror, pasted(0.25))),
    "collage+text+jpeg": Edited("collage with text, quality 40", chain(collage, text), POOR),
    "screenshot+crop+jpeg": Edited("screenshot, cut, quality 40", shown_cut, POOR),
    "crop60+rot5+jitter": Edited(
        "cropped, turned, other light", chain(crop(0.6), turned(5), jitter)
    ),
    "mirror+ground+text": Edited(
        "mirrored, other background, text", chain(other_ground, mirror, text)
    ),
}

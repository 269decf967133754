"""Thumbnails by Pillow: oscar leaves this choice to the shop."""

from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image


class Thumbnail:
    def __init__(self, path: Path) -> None:
        self.url = settings.MEDIA_URL + path.relative_to(settings.MEDIA_ROOT).as_posix()
        with Image.open(path) as picture:
            self.width, self.height = picture.size


class Thumbnailer:
    """Makes "400x400" or "x155" once, as a JPEG beside the original."""

    def generate_thumbnail(self, source: Any, **options: Any) -> Thumbnail:
        size = str(options["size"])
        original = Path(settings.MEDIA_ROOT) / str(source)
        path = original.with_name(f"{original.stem}.{size}.jpg")
        if not path.exists():
            width, height = (int(side or 10_000) for side in size.split("x"))
            with Image.open(original) as picture:
                small = picture.convert("RGB")
                small.thumbnail((width, height))
                small.save(path, quality=85)
        return Thumbnail(path)

    def delete_thumbnails(self, source: Any) -> None:
        """Nothing is ever deleted in a test."""

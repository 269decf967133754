"""Reads the words that stand in a picture, in a bounded process of its own that keeps the models.

The reader is RapidOCR with the models of its wheel (PP-OCRv6): nothing is fetched, nothing logged.
"""

from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from PIL import Image

from fingerprints import bounded
from fingerprints.errors import ConfigurationError
from fingerprints.image_plain import Pixels

LIBRARIES = "onnxruntime", "rapidocr"
MISSING = "[pictures] read_words is true, but not its reader here: pip install onnxruntime rapidocr"
MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}
SIDE = 512  # pixels on the longest side; smaller pictures are enlarged
SURE = 0.7  # the reader's own confidence in a line, 0 to 1; below, it is left out
LETTERS = 2_000  # of one picture
LOADING = 20.0  # seconds of the processor until the models are ready, once
SECONDS = 2.0  # of the processor for one picture
MEGABYTES = 1_024  # of addresses, models and libraries included; about 300 are resident
ENOUGH = 1.5  # seconds after which no further line is begun
PATIENCE = 2 * bounded.PATIENCE  # it runs long, and beside everything else
RUNNER = bounded.kept()


def check() -> None:
    """ConfigurationError says what to install, where the reader is not here."""
    if not all(find_spec(name) for name in LIBRARIES):
        raise ConfigurationError(MISSING)


def read(pixels: Pixels) -> tuple[str, int]:
    """Sure lines from top to bottom, and how many lines there was no time for.

    Unreadable when even that took longer than SECONDS, or more than MEGABYTES.
    """
    call = partial(bounded.call, megabytes=MEGABYTES, patience=PATIENCE, runner=RUNNER)
    call(load, seconds=LOADING)
    found: tuple[str, int] = call(lines, pixels, seconds=SECONDS)
    return found


def load() -> None:
    """Make the models ready, in the bounded process."""
    _reader()


def lines(pixels: Pixels) -> tuple[str, int]:
    """Called in the bounded process, once the models are ready."""
    until, reader = process_time() + ENOUGH, _reader()
    page = _scaled(pixels)
    boxes = reader(page, use_det=True, use_cls=False, use_rec=False).boxes
    if boxes is None:
        return "", 0
    pieces = reader.crop_text_regions(page, boxes)
    read: dict[int, str] = {}
    tallest = sorted(range(len(pieces)), key=lambda number: -min(pieces[number].shape[:2]))
    for number in tallest:
        if process_time() > until:
            break
        read[number] = _line(reader, pieces[number])
    text = "\n".join(line for _, line in sorted(read.items()) if line)
    return text[:LETTERS], len(pieces) - len(read)


def _line(reader: Any, piece: Pixels) -> str:
    """What stands there, "" where the reader is not sure; one at a time takes little memory."""
    found = reader.recognize_txt([piece])
    return str(found.txts[0]) if found.scores[0] >= SURE else ""


def _scaled(pixels: Pixels) -> Pixels:
    """In the order of colours that the reader wants."""
    image = Image.fromarray(pixels)
    scale = SIDE / max(image.size)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return np.ascontiguousarray(np.asarray(image.resize(size, Image.Resampling.BICUBIC))[..., ::-1])


@cache
def _reader() -> Any:
    """RapidOCR in one thread, with both models loaded."""
    library = import_module("rapidocr")
    import_module("cv2").setNumThreads(1)
    folder = Path(str(library.__file__)).parent / "models"
    reader = library.RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_type": "max",
            "Det.limit_side_len": SIDE,
            **{f"{part}.model_path": str(folder / name) for part, name in MODELS.items()},
        }
    )
    blank = np.full((SIDE // 8, SIDE, 3), 255, np.uint8)  # a model is loaded by its first use
    reader(blank, use_det=True, use_cls=False, use_rec=False)
    reader.recognize_txt([blank])
    return reader


def spent() -> float:
    """Seconds of the processor that reading has taken in this process; 0 where not told."""
    return RUNNER.spent

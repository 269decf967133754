"""Opens a file in the bounded process and watches from outside what that process takes."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from fingerprints import bounded
from fingerprints.errors import Unreadable
from fingerprints.image_hash import outline, reduced
from fingerprints.image_open import Picture, open_bounded, open_picture
from tests.fingerprints.odd.draw import Odd, drawn

SECONDS, MEGABYTES = 2.0, 512.0  # of the processor, and resident at most with all libraries
TICKS = os.sysconf("SC_CLK_TCK")
EVERY = 0.005  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Decoded:
    """What came of a file; processor seconds and peak resident megabytes of the process."""

    picture: Picture | None
    reason: str
    seconds: float
    megabytes: float


def decoded(path: Path, ready: Path) -> Decoded:
    """Open `path`; `ready` is a plain picture that warms the process up."""
    bounded.call(open_picture, str(ready), seconds=60, in_all=True)
    process = bounded.call(os.getpid)
    Path(f"/proc/{process}/clear_refs").write_text("5")  # the peak begins anew
    seen, done = [(_spent(process), _peak(process))], threading.Event()
    watch = threading.Thread(target=_watch, args=(process, seen, done))
    watch.start()
    picture, reason = None, ""
    try:
        picture = open_bounded(str(path))
    except Unreadable as refused:
        reason = str(refused)
    finally:
        done.set()
        watch.join()
    spent, peaks = zip(*seen, strict=True)
    return Decoded(picture, reason, max(spent) - spent[0], max(peaks))


def _watch(process: int, seen: list[tuple[float, float]], done: threading.Event) -> None:
    """Until the call has ended, and once more; a process that was killed leaves what was seen."""
    last = False
    while not last:
        last = done.wait(EVERY)
        try:
            seen.append((_spent(process), _peak(process)))
        except (OSError, StopIteration):
            return


def _spent(process: int) -> float:
    """Seconds of the processor, user and system (proc(5), stat)."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _peak(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def apart(picture: Picture, odd: Odd) -> tuple[float, int]:
    """How far a picture is from what its file shows: mean levels of 255, bits of the outline."""
    wanted = (odd.wanted or drawn)().convert("RGB")
    frame = picture.frames[0]
    size = (frame.shape[1], frame.shape[0])
    other = np.asarray(wanted.resize(size, Image.Resampling.BOX), dtype=np.int16)
    levels = float(np.abs(frame.astype(np.int16) - other).mean())
    seen, true = (outline(reduced(side)) for side in (frame, np.asarray(wanted)))
    return levels, int(np.bitwise_count(seen ^ true).sum())

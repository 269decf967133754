"""All odd files, by name."""

from tests.fingerprints.odd.formats import STILL
from tests.fingerprints.odd.hostile import HOSTILE
from tests.fingerprints.odd.large import LARGE
from tests.fingerprints.odd.moving import ANIMATED
from tests.fingerprints.odd.png import PNGS
from tests.fingerprints.odd.svg import DRAWINGS
from tests.fingerprints.odd.tiff import TIFFS

CORPUS = (*PNGS, *TIFFS, *STILL, *ANIMATED, *DRAWINGS, *HOSTILE, *LARGE)

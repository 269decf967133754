"""All numbers that decide, in one place; chosen by `python -m benchmarks.text` on half the data."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One setting ships. Amounts count shared hashes outside the background, by kind."""

    hit: float = 0.5  # score from which a match is a copy
    shared: float = 0.35  # from here a shared element, below a near miss
    copy: float = 0.6  # share of the part from which a copy is whole
    amount: Mapping[str, float] = field(
        default_factory=lambda: {
            "text_chars@1": 12.0,
            "text_words@1": 12.0,
            "code_tokens@1": 12.0,
            "table_pairs@1": 5.0,
        }
    )  # gives a score of one half by itself
    chance: Mapping[str, int] = field(
        default_factory=lambda: {
            "text_chars@1": 10,
            "text_words@1": 6,
            "code_tokens@1": 7,
            "table_pairs@1": 0,
        }
    )  # marks that a stretch may share by chance; only what goes beyond counts in full
    least: Mapping[str, int] = field(
        default_factory=lambda: {
            "text_chars@1": 8,
            "text_words@1": 7,
            "code_tokens@1": 6,
            "table_pairs@1": 3,
        }
    )  # below this, even a whole part is no hit
    step: Mapping[str, int] = field(
        default_factory=lambda: {"text_chars@1": 24, "text_words@1": 30, "code_tokens@1": 120}
    )  # characters put in or left out between two marks of one stretch
    worth: int = 4  # shared hashes from which a candidate is aligned
    region: int = 3  # hashes in a row that make a region
    candidates: int = 32  # entries aligned for one view and stream


SHIPPED = Thresholds()

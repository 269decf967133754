"""What a person should know about a name before it is watched."""

from matcher.dictionary import is_common
from matcher.name_forms import company, pieces
from matcher.name_index import FORGED

BRANDED = (
    "“{word}” is a common word: it is searched only where it is written as a brand "
    "(with a capital within a sentence, in a title, in capitals, or with ® or ™)"
)
GENERIC = (
    "“{word}” is made of common words of its trade: it is searched only with a company form "
    "(Ltd, GmbH, ...) beside it"
)
SHORT = "“{word}” is short: it is searched as it is, without slips and lookalikes"


def advice(word: str) -> str:
    """A sentence about how a name will be searched, where that is narrower than for others."""
    core, words = company(word), pieces(word)
    if core and all(map(is_common, core)):
        return GENERIC.format(word=word)
    if len(words) == 1 and is_common(words[0]):
        return BRANDED.format(word=word)
    if len("".join(words)) < FORGED:
        return SHORT.format(word=word)
    return ""

"""Names that stay when locals are renamed: the same in a program and in its minified form."""

import numpy as np

from fingerprints import code_members, winnow
from fingerprints.code_members import STREAM
from fingerprints.fold import fold

PLAIN = """
// Opens valves in turn.
export class ValveBank {
  constructor(options) {
    this.pressure_ = options.pressure !== undefined ? options.pressure : 40;
    this.listeners_ = {onOpen: null, onClose: null};
  }

  openInTurn(valves) {
    for (const valve of valves) {
      if (valve.isSeated() && this.pressure_ > valve.closingPressure) {
        valve.releaseSpring('gently', this.pressure_);
      }
    }
    return this.listeners_.onOpen?.(valves.length);
  }
}
"""
SMALL = (
    "export class ValveBank{constructor(e){this.pressure_=void 0!==e.pressure?e.pressure:40,"
    "this.listeners_={onOpen:null,onClose:null}}openInTurn(e){for(const s of e)s.isSeated()&&"
    'this.pressure_>s.closingPressure&&s.releaseSpring("gently",this.pressure_);'
    "return this.listeners_.onOpen?.(e.length)}}"
)


def told(text: str) -> list[str]:
    folded = fold(text)
    starts, ends = code_members.spans(folded)
    return [folded.text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]


def test_members_keys_methods_and_words_of_strings_are_told() -> None:
    assert told(PLAIN) == [
        *("constructor", "pressure_", "pressure", "pressure", "listeners_", "onopen", "onclose"),
        *("openinturn", "isseated", "pressure_", "closingpressure", "releasespring", "gently"),
        *("pressure_", "listeners_", "onopen", "length"),
    ]


def test_locals_labels_spreads_and_grammar_are_not_told() -> None:
    code = "function load(a) { if (a) { c(); b: for (;;) {} } while (c) { d(...e) }"
    code += " return f ? g : h }"
    assert told(code) == []


def test_a_minified_program_tells_the_same() -> None:
    assert told(SMALL) == told(PLAIN)


def test_what_is_kept_of_a_program_is_found_in_its_minified_form() -> None:
    ours, theirs = (STREAM.read(fold(text), STREAM.k) for text in (PLAIN, SMALL))
    kept = ours.hashes[winnow.choose(ours.hashes, STREAM.w, ours.keep)]
    assert len(kept) >= 3
    assert np.isin(kept, theirs.hashes[theirs.keep]).all()


def test_a_list_of_one_name_and_short_names_say_too_little() -> None:
    for code in ("point.coordinates; " * 9, "p.x; p.y; p.z; q.x; q.y; q.z; r.x"):
        assert not STREAM.read(fold(code), STREAM.k).keep.any()


def test_brackets_that_never_close_are_no_methods() -> None:
    assert told("open((((( a.b ))) { x") == ["b"]
    assert told(")))((") == []
    assert told("") == []

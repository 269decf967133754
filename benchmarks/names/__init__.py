"""How well watched names are found: a labelled set, the matcher, and simple peers beside it."""

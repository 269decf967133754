"""What can be relied on, in two numbers: what always becomes a candidate, and what mostly a hit.

The second is measured by `python -m benchmarks.text` on half B (benchmarks/results/text.md).
"""

GUARANTEED = 27  # letters and digits, or tokens, in a row
LIKELY = 95  # of 100 excerpts of at least this size raise a hit
SMALLEST = {  # by language; about 20 excerpts of each size, inside 200 foreign lines
    "Go": "6 lines",
    "Python": "6 lines",
    "Java": "7 lines",
    "C": "6 lines",
    "JavaScript": "5 lines",
    "German": "40 words",
    "Polish": "30 words",
    "French": "40 words",
}


def said() -> str:
    """Both numbers in a sentence each."""
    sizes = ", ".join(f"{language} {size}" for language, size in SMALLEST.items())
    return (
        f"Any {GUARANTEED} letters, or {GUARANTEED} tokens of code, in a row make a work a "
        f"candidate, outside licences and common idiom. The smallest excerpt that raised a hit in "
        f"at least {LIKELY} of 100 cases: {sizes}."
    )

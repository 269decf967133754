"""Manual pages as plain text: enough of roff to read their prose."""

import re

HEADING = (".SH", ".Sh", ".SS", ".Ss")
BREAK = {".PP", ".P", ".LP", ".TP", ".IP", ".HP", ".br", ".sp", ".Pp", ".It", ".nf", ".fi", ".RS"}
SPOKEN = {".B", ".I", ".R", ".BR", ".RB", ".IR", ".RI", ".BI", ".IB", ".SB", ".SM", ".UR", ".MT"}
SPOKEN |= {".Nm", ".Nd", ".Fl", ".Ar", ".Em", ".Xr"}  # of mdoc
MACRO = re.compile(r"^\.(?:de1?|ig)\b.*?^\.\.[ \t]*$", re.DOTALL | re.MULTILINE)
SIGNS = {"aq": "'", "dq": '"', "em": "-", "en": "-", "co": "(c)", "lq": '"', "rq": '"', "oq": "'"}
ESCAPE = re.compile(
    r"\\(?:f(?:\[[^\]]*\]|\(..|.)|s[-+]?\d|\((..)|\[([^\]]*)\]|\*(?:\(..|.)|([-e&|^%/,{}c ~:]))"
)
KEPT = {"-": "-", "e": "\\", " ": " ", "~": " "}


def _plain(line: str) -> str:
    return ESCAPE.sub(
        lambda found: KEPT.get(found[3] or "", SIGNS.get(found[1] or found[2] or "", "")), line
    )


def _said(line: str) -> tuple[str, str]:
    """(macro, words) of a control line; bold and italic ones only say their words."""
    macro, _, rest = line.partition(" ")
    if macro in {".BR", ".RB", ".IR", ".RI", ".BI", ".IB"}:
        rest = "".join(re.findall(r'"[^"]*"|\S+', rest))
    return macro, _plain(rest).replace('"', "")


def plain(page: str) -> str:
    """The words of a manual page, a blank line between paragraphs."""
    page = MACRO.sub("", re.sub(r"(?m)^[.'][ \t]+", ".", page))
    said = "\n".join(
        _control(line) if line.startswith(".") else _plain(line.strip())
        for line in page.splitlines()
        if not line.startswith((r".\"", r"'\"", "'", r".\}"))
    )
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", said))
    return "\n\n".join(part for part in paragraphs if part) + "\n"


def _control(line: str) -> str:
    """What a control line says, with empty lines where it ends a paragraph."""
    macro, words = _said(line)
    if macro in HEADING:
        return f"\n\n{words}\n\n"
    if macro in BREAK:
        return f"\n\n{words}"
    return words if macro in SPOKEN else ""

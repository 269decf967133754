"""Ways to write a text inside another, for trials of the guarantee in each unwrapped form."""

import base64
import bz2
import html
import json
import lzma
import quopri
import textwrap
from collections.abc import Callable


def b64(data: bytes | str) -> str:
    """Base64 of bytes or of a text."""
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def wrapped(text: str) -> str:
    """Lines of 76 characters."""
    return "\n".join(textwrap.wrap(text, 76))


def _dump(text: str) -> str:
    data = text.encode()
    rows = (data[at : at + 16] for at in range(0, len(data), 16))
    return "\n".join(
        f"{16 * number:08x}: {row.hex(' ', 2):39}  "
        + "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        for number, row in enumerate(rows)
    )


def _lines(form: str) -> Callable[[str], str]:
    return lambda text: "\n".join(
        form.format(number, line) for number, line in enumerate(text.split("\n"), 1)
    )


def _patch(text: str) -> str:
    rows = [
        f"+{line}\n-zz top" if number % 3 else f" {line}"
        for number, line in enumerate(text.split("\n"))
    ]
    return "```diff\n@@ -1,9 +1,9 @@\n" + "\n".join(rows) + "\n```"


def _table(text: str) -> str:
    return "".join(
        f"<tr><td>{number}</td><td><span>{html.escape(line)}</span></td></tr>"
        for number, line in enumerate(text.split("\n"), 1)
    )


WRAPPED: dict[str, Callable[[str], str]] = {
    "base64, wrapped in prose": lambda text: f"see\n{wrapped(b64(text))}\n\nbye",
    "base64, phase 1": lambda text: b64(f"xyz{text}")[1:].rstrip("="),
    "base64, phase 2": lambda text: b64(f"xyz{text}")[2:].rstrip("="),
    "base64 of utf-16": lambda text: b64(text.encode("utf-16")),
    "bzip2": lambda text: b64(bz2.compress(text.encode())),
    "xz": lambda text: b64(lzma.compress(text.encode())),
    "quoted-printable": lambda text: quopri.encodestring(("=x = " * 3 + text).encode()).decode(),
    "every sign as \\u": lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text),
    "every sign as an entity": lambda text: "".join(f"&#{ord(sign)};" for sign in text),
    "every sign in percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "decimals": lambda text: "{" + ",".join(map(str, text.encode())) + "}",
    "an array": lambda text: "{" + ", ".join(f"0x{byte:02x}" for byte in text.encode()) + "}",
    "a dump": _dump,
    "literals": lambda text: " +\n".join(
        json.dumps(line + "\n", ensure_ascii=False) for line in text.split("\n")
    ),
    "a notebook": lambda text: json.dumps(
        {"cells": [{"source": text.splitlines(keepends=True)}]}, indent=1, ensure_ascii=False
    ),
    "a quote": _lines("> {1}"),
    "a listing": _lines("{0:4} {1}"),
    "a patch": _patch,
    "a patch in json": lambda text: json.dumps({"body": _patch(text).replace("\n", "\r\n")}),
    "a table with line numbers": _table,
}

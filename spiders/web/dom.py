"""A page as a tree, with the text a reader sees in it."""

import re
from collections.abc import Iterator
from typing import Any, cast

from lxml.etree import _Element as Element
from parsel import Selector

DEEPEST = 400  # nested containers; libxml2 drops everything beyond 2,048 without a word
CONTAINER = re.compile(
    r"<(/?)(?:div|span|section|article|font|b|i|em|strong|ul|ol|table|tbody|tr|td|a|center"
    r"|blockquote|form|button|svg|g)\b",
    re.IGNORECASE,
)
SILENT = frozenset(
    ("script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select")
)
AROUND = frozenset(("nav", "footer", "aside"))
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br caption dd details dialog div dl dt fieldset"
        " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option"
        " p pre section"
        " summary table td th tr ul",
    )
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
TEXT_LIMIT = 1_000_000


def depth(html: str) -> int:
    """How deep containers nest, by counting tags."""
    now = deepest = 0
    for tag in CONTAINER.finditer(html):
        now = max(0, now - 1) if tag[1] else now + 1
        deepest = max(deepest, now)
    return deepest


def tree(html: str) -> Selector:
    """The parsed page; a page without any element becomes an empty one."""
    return Selector(text=html.replace("\x00", "") or "<html/>", type="html")


def without_tags(html: str) -> str:
    """The text of a page too deep for a tree, found without building one."""
    bare = re.sub(r"(?is)<(script|style|template)\b.*?</\1\s*>|<!--.*?-->", " ", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^<>]{0,5000}>", " ", bare)).strip()[:TEXT_LIMIT]


def elements(root: Element, path: str) -> list[Element]:
    """What an XPath of elements finds."""
    return cast("list[Element]", root.xpath(path))


def attribute(element: Element, name: str) -> str:
    return str(element.get(name) or "").strip()


def unseen(element: Element) -> bool:
    """Whether a browser would not show the element as text."""
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return True
    return element.get("hidden") is not None or bool(HIDDEN.search(attribute(element, "style")))


def around(element: Element) -> bool:
    """Menus, footers and asides: on every page of a site, about none of them."""
    role = attribute(element, "role")
    return element.tag in AROUND or role in ("navigation", "contentinfo", "search", "banner")


def pieces(root: Element, skip: frozenset[Element]) -> Iterator[str]:
    """Text in document order, with line breaks where blocks begin and end."""
    as_is = {inner for block in root.iter("pre", "textarea") for inner in block.iter()}
    stack: list[Any] = [root]
    while stack:
        entry = stack.pop()
        if isinstance(entry, str):
            yield entry
            continue
        if entry.tail and entry is not root:
            stack.append(_said(entry.tail, as_is=entry.getparent() in as_is))
        if entry in skip or unseen(entry):
            continue
        if entry.tag in BLOCKS:
            stack.append("\n")
            yield "\n"
        stack.extend(reversed(entry))
        if entry.text:
            yield _said(entry.text, as_is=entry in as_is)


def _said(words: str, *, as_is: bool) -> str:
    """Line breaks of the source mean nothing, except where they are shown."""
    return words if as_is else re.sub(r"\s+", " ", words)


def text(root: Element, skip: frozenset[Element] = frozenset()) -> str:
    """Visible text: one line per block, spaces folded, empty lines dropped."""
    lines = "".join(pieces(root, skip))[:TEXT_LIMIT].split("\n")
    folded = (re.sub(r"\s+", " ", line).strip() for line in lines)
    return "\n".join(filter(None, folded))

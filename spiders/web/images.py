"""The addresses of a page's pictures, the largest form of each, most telling first."""

from collections.abc import Iterable, Iterator

from lxml.etree import _Element as Element
from parsel import Selector

from spiders.web import dom
from spiders.web.addresses import absolute
from spiders.web.links import IMAGE

SMALL = 100  # declared pixels below which a picture is not asked for
LAZY = ("data-zoom-image", "data-large", "data-original", "data-lazy-src", "data-lazy", "data-src")
SETS = ("srcset", "data-srcset", "data-lazy-srcset")
SHARED = "//meta[@property='og:image' or @property='og:image:secure_url' or @name='twitter:image']"


def picture_urls(
    page: Selector, base: str, marked: Iterable[str], skip: frozenset[Element]
) -> tuple[str, ...]:
    """Marked pictures, then shared ones, then those shown, without those of other pages."""
    found = [*marked, *page.xpath(f"{SHARED}/@content").getall(), *_shown(page.root, skip)]
    found += page.xpath("//link[@rel='image_src']/@href | //video/@poster").getall()
    urls = (absolute(base, url) for url in found if url and not url.startswith("data:"))
    return tuple(dict.fromkeys(filter(None, urls)))


def _shown(root: Element, skip: frozenset[Element]) -> Iterator[str]:
    stack = [root]
    while stack:
        element = stack.pop()
        if element in skip or not isinstance(element.tag, str):
            continue
        stack.extend(reversed(element))
        if element.tag == "img":
            yield from _of_image(element)


def _of_image(image: Element) -> Iterator[str]:
    """One address for an image: the picture it links to, else its largest form."""
    sizes = [_pixels(dom.attribute(image, name)) for name in ("width", "height")]
    if any(size and size < SMALL for size in sizes):
        return
    for parent in image.iterancestors("a"):
        target = dom.attribute(parent, "href")
        if IMAGE.search(target.split("?", 1)[0]):
            yield target
            return
    sets = [dom.attribute(image, name) for name in SETS]
    around = image.getparent()
    if around is not None and around.tag == "picture":
        sets += [dom.attribute(source, "srcset") for source in around.iter("source")]
    lazy = [dom.attribute(image, name) for name in LAZY]
    choice = [largest(", ".join(filter(None, sets))), *lazy, dom.attribute(image, "src")]
    yield next((url for url in choice if url and not url.startswith("data:")), "")


def _pixels(text: str) -> int:
    digits = text.lower().removesuffix("px").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0  # noqa: PLR2004


def largest(srcset: str) -> str:
    """The address with the greatest width or density of a srcset."""
    best, most = "", -1.0
    for entry in srcset[:20_000].split(", "):
        url, _, said = entry.strip().strip(",").partition(" ")
        number = said.strip().rstrip("wx")
        size = float(number) if number.replace(".", "", 1).isdigit() else 1.0
        if url and size > most:
            best, most = url, size
    return best

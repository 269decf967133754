"""A program's strings are compared, also in a jar, and in base64 on a page."""

import base64
import io
import zipfile
from collections.abc import Callable

from fingerprints.content import File, Text
from fingerprints.kind import Context
from matcher.page import Matcher
from tests.fingerprints.test_read_compiled import java

Write = Callable[[int, int], str]
Protect = Callable[..., Matcher]


def jar(*classes: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, data in enumerate(classes):
            archive.writestr(f"org/K{number}.class", data)
    return packed.getvalue()


def test_prose_in_the_constants_of_a_class_is_found_in_a_jar_and_on_a_page(
    protect: Protect, context: Context, prose: Write
) -> None:
    matcher = protect(spec_md=Text(prose(1, 200)))
    data = java(prose(2, 60), prose(1, 200))
    page = f"look: {base64.b64encode(data).decode()} so"
    for content, how in (
        (File(context.blobs.put(jar(java("nothing here"), data)), "k.jar"), "zip:org/K1.class"),
        (Text(page), "base64"),
    ):
        evidence = matcher.examine([content]).matches[0].evidence[0]
        assert evidence.unwrapped == (how, "strings of class file")


def test_a_compiled_file_without_words_is_no_problem(protect: Protect, context: Context) -> None:
    matcher = protect(brand=Text("AQUAVALVE", where="name"))
    examined = matcher.examine([File(context.blobs.put(java("ab")), "K.class")])
    assert examined.unreadable == () and examined.matches == ()

"""Which pastes are read, and which are told as unseen."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from spiders.paste.bepasty import BepastySpider
from spiders.reading import PageChanged
from tests.spiders.alone import alone

FACTS = {
    "filename": "a.txt",
    "type": "text/plain",
    "size": 10,
    "complete": True,
    "locked": False,
    "timestamp-upload": 1,
}


def listed(entries: object, blobs: Path) -> list[Any]:
    spider = alone(BepastySpider, blobs)
    body = entries if isinstance(entries, bytes) else json.dumps(entries).encode()
    response = Response("http://paste.example/sub/apis/rest/items", body=body)

    async def collect() -> list[Any]:
        return [answer async for answer in spider.parse(response)]

    return asyncio.run(collect())


def entry(name: str, **facts: object) -> dict[str, object]:
    return {"uri": f"/sub/apis/rest/items/{name}", "file-meta": FACTS | facts}


def test_the_newest_paste_is_read_first(tmp_path: Path) -> None:
    entries = {"aaaaaaaa": entry("aaaaaaaa"), "bbbbbbbb": entry("bbbbbbbb")}
    entries["bbbbbbbb"]["file-meta"] = FACTS | {"timestamp-upload": 2}
    asked = listed(entries, tmp_path)
    assert [request.cb_kwargs["page"] for request in asked] == [
        "http://paste.example/sub/bbbbbbbb",
        "http://paste.example/sub/aaaaaaaa",
    ]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [({"locked": True}, "locked"), ({"complete": False}, "locked"), ({"size": 10**9}, "too large")],
)
def test_a_paste_that_is_not_read_is_told_with_its_reason(
    facts: dict[str, object], reason: str, tmp_path: Path
) -> None:
    (line,) = listed({"aaaaaaaa": entry("aaaaaaaa", **facts)}, tmp_path)
    assert (line["state"], line["reason"]) == ("refused", reason)
    assert line["place"] == "paste.example/sub/aaaaaaaa"


@pytest.mark.parametrize(
    "answer",
    [b"<html>", b"[" * 100_000, [1], {"aaaaaaaa": {"uri": "/x"}}, {"aaaaaaaa": 3}],
    ids=["html", "nested", "list", "no facts", "number"],
)
def test_a_list_of_another_shape_is_a_changed_page(answer: object, tmp_path: Path) -> None:
    with pytest.raises(PageChanged):
        listed(answer, tmp_path)


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ("", "/apis/rest/items"),
        ("/", "/apis/rest/items"),
        ("/+list", "/apis/rest/items"),
        ("/sub/+list", "/sub/apis/rest/items"),
        ("/apis/rest/items", "/apis/rest/items"),
        ("/AbCd1234", "/apis/rest/items/AbCd1234"),
        ("/sub/AbCd1234/+inline", "/sub/apis/rest/items/AbCd1234"),
    ],
)
def test_any_view_of_the_site_leads_to_its_api(target: str, asked: str) -> None:
    request: Request = BepastySpider().open(f"http://paste.example{target}")
    assert request.url == f"http://paste.example{asked}"

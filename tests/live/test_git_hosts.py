"""klaus and hgweb, as they are installed from the registry, over repositories made here."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fingerprints.content import Code
from tests.live.crawling import crawl
from tests.servers import samples
from tests.servers.process import Server

pytestmark = pytest.mark.servers
Start = Callable[..., Server]
PUMP = samples.pump()
COMPARED = {path for path in PUMP if path not in ("src/bench/empty.txt", "docs/firmware.bin")}


@pytest.fixture(params=["klaus", "hgweb"])
def forge(request: pytest.FixtureRequest) -> tuple[str, Start]:
    return request.param, request.getfixturevalue(request.param)


def tree(count: int) -> dict[str, bytes]:
    """A tree of so many different source files, of all endings that crawlers like to skip."""
    endings = ("py", "js", "c", "zip.txt", "sh", "css")
    return {
        f"module{n % 8}/unit{n}.{endings[n % 6]}": f"step_{n} = {n} * 7;\nrun({n});\n".encode()
        for n in range(count)
    }


def test_every_file_of_every_repository_is_read_byte_for_byte(
    forge: tuple[str, Start], tmp_path: Path
) -> None:
    name, start = forge
    server = start({"pump": PUMP, "notes": {"a.txt": b"One short note.\n"}})
    found = crawl(name, [server.url], tmp_path, allow=[server.allow])
    assert found.places == {f"{server.allow}/pump", f"{server.allow}/notes"}
    assert found.files() == {path: PUMP[path] for path in COMPARED} | {
        "a.txt": b"One short note.\n"
    }
    assert Code(samples.VALVE, "python", "src/valve.py") in found.contents
    assert found.unseen == []


@pytest.mark.parametrize(("forge", "count"), [("klaus", 340), ("hgweb", 40)], indirect=["forge"])
def test_a_large_tree_is_one_place_in_bounded_pieces(
    forge: tuple[str, Start], count: int, tmp_path: Path
) -> None:
    name, start = forge
    files = {f"all/{path}": data for path, data in tree(count).items()}
    files |= {f"flat/part{n}.go": f"package part\n\nvar Size = {n}\n".encode() for n in range(60)}
    server = start({"copied": files})
    found = crawl(name, [f"{server.url}copied/"], tmp_path, allow=[server.allow])
    assert found.places == {f"{server.allow}/copied"}
    assert found.files() == files
    assert max(len(sighting.contents) for sighting in found.sightings) == 50


def test_klaus_pointed_at_any_view_names_the_same_place(klaus: Start, tmp_path: Path) -> None:
    server = klaus({"pump": PUMP})
    views = ("blob/master/src/valve.py", "blame/master/README.md", "raw/master/docs/front.png")
    targets = [f"{server.url}pump/{view}" for view in (*views, "tree/master/src/bench")]
    found = crawl("klaus", targets, tmp_path, allow=[server.allow])
    assert found.places == {f"{server.allow}/pump"}
    assert set(found.files()) == COMPARED


def test_hgweb_pointed_at_any_view_names_the_same_place(hgweb: Start, tmp_path: Path) -> None:
    server = hgweb({"team/pump": PUMP})
    views = ("annotate/tip/src/valve.py", "raw-file/tip/README.md", "log/tip/docs/front.png")
    targets = [f"{server.url}team/pump/{view}" for view in (*views, "file/tip/src/bench")]
    found = crawl("hgweb", targets, tmp_path, allow=[server.allow])
    assert found.places == {f"{server.allow}/team/pump"}
    assert set(found.files()) == COMPARED
    assert {sighting.meta_robots for sighting in found.sightings} == {"index, nofollow"}


def test_what_klaus_forbids_in_robots_txt_is_left_alone_and_told(
    klaus: Start, tmp_path: Path
) -> None:
    server = klaus({"pump": PUMP}, branch="secret")
    found = crawl("klaus", [server.url], tmp_path, allow=[server.allow])
    assert found.sightings == []
    assert {(line["state"], line["reason"]) for line in found.unseen} == {("refused", "robots")}
    log = (tmp_path / "klaus" / "server.log").read_text()
    assert "/raw/" not in log


def test_hgweb_files_with_names_of_any_script_are_read(hgweb: Start, tmp_path: Path) -> None:
    files = {
        "阀门/溢流阀.py": samples.VALVE.encode(),
        "阀门/说明 ü.txt": "弹簧预紧力由垫片调整\n".encode("gb18030"),
        "阀门/front.png": samples.picture(5),
    }
    server = hgweb({"pump": files})
    found = crawl("hgweb", [server.url], tmp_path, allow=[server.allow])
    assert Code(samples.VALVE, "python", "阀门/溢流阀.py") in found.contents
    assert any(content.where == "阀门/说明 ü.txt" for content in found.contents)
    assert found.unseen == []


@pytest.mark.parametrize("style", ["gitweb", "spartan"])
def test_other_themes_of_hgweb_give_the_same_files(
    style: str, hgweb: Start, tmp_path: Path
) -> None:
    server = hgweb({"pump": PUMP}, style=style)
    found = crawl("hgweb", [server.url], tmp_path, allow=[server.allow])
    assert set(found.files()) == COMPARED

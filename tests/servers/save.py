"""Saves pages of the real software for the spiders: python -m tests.servers.save.

The software runs here over works of our own, so nothing is copied from a live site. Read the
changes before you commit them: they are what the spiders must give from then on.
"""

import http.cookiejar
import json
import shutil
import tempfile
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers import bepasty, hgweb, klaus, mapyourshow, samples
from tests.servers.process import Server
from tests.spiders import save_page
from tests.spiders.saved import PAGES

KEPT = ("Content-Type", "X-Robots-Tag")
ENDS = {"text/html": ".html", "application/json": ".json", "image/png": ".png"}


@dataclass(frozen=True, slots=True)
class Saver:
    """Saves cases of one spider; the server's address becomes `site`."""

    spider: str
    server: Server
    site: str

    def case(
        self,
        name: str,
        path: str,
        *,
        callback: str = "parse",
        kwargs: Mapping[str, Any] = {},
        further: Sequence[str] = (),
    ) -> None:
        folder = PAGES / self.spider / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        page = self.save(folder, path, "page")
        files = {
            f"{self.site}{other}": self.save(folder, other, f"further-{number}")
            for number, other in enumerate(further)
        }
        meta = {
            "url": f"{self.site}{path}",
            "callback": callback,
            "cb_kwargs": kwargs,
            "page": page["file"],
            "headers": page["headers"],
            "files": files,
        }
        (folder / "meta.json").write_text(json.dumps(meta, indent=2) + "\n")
        save_page.main(f"{self.spider}/{name}")

    def save(self, folder: Path, path: str, name: str) -> dict[str, Any]:
        body, headers = self.get(path)
        sort = headers.get("Content-Type", "").partition(";")[0]
        file = folder / f"{name}{ENDS.get(sort, '.data')}"
        file.write_bytes(body.replace(self.server.allow.encode(), self.site.encode()[7:-1]))
        return {"file": file.name, "headers": {"Content-Type": headers.get("Content-Type", "")}}

    def get(self, path: str) -> tuple[bytes, dict[str, str]]:
        opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        opener.addheaders = [("X-Requested-With", "XMLHttpRequest")]
        if self.spider == "mapyourshow":
            opener.open(f"{self.server.url}8_0/explore/exhibitor-gallery.cfm").close()
        with opener.open(f"{self.server.url}{path}") as answer:
            return answer.read(), {name: answer.headers.get(name, "") for name in KEPT}


def save_klaus(folder: Path) -> None:
    with klaus.start(folder, {"pump": samples.pump(), "notes": {"a.txt": b"one\n"}}) as server:
        saver = Saver("klaus", server, "http://git.example/")
        saver.case("repositories", "")
        saver.case("repository", "pump/")
        saver.case("folder", "pump/tree/master/src")
        saver.case("blob", "pump/blob/master/src/valve.py")
        raws = [f"pump/raw/master/{path}" for path in samples.pump()]
        saver.case("files", raws[0], **_files(saver.site, raws, "pump/tree/master/", ""))


def save_hgweb(folder: Path) -> None:
    with hgweb.start(folder, {"pump": samples.pump(), "notes": {"a.txt": b"one\n"}}) as server:
        saver = Saver("hgweb", server, "http://hg.example/")
        saver.case("repositories", "")
        saver.case("front", "pump/")
        saver.case("folder", "pump/file/tip/src")
        saver.case("file", "pump/file/tip/src/valve.py")
        raws = [f"pump/raw-file/tip/{path}" for path in samples.pump()]
        about = _files(saver.site, raws, "pump/file/tip", "index, nofollow")
        saver.case("files", raws[0], **about)
    for style in ("gitweb", "monoblue", "spartan"):
        with hgweb.start(folder / style, {"pump": samples.pump()}, style=style) as server:
            Saver("hgweb", server, "http://hg.example/").case(
                f"folder-{style}", "pump/file/tip/src"
            )


def _files(site: str, raws: Sequence[str], page: str, said: str) -> dict[str, Any]:
    host = site.removeprefix("http://")
    paths = [raw.split("/", 3)[3] for raw in raws]
    files = [[path, f"{site}{raw}"] for path, raw in zip(paths, raws, strict=True)]
    about = {"place": f"{host}pump", "title": "pump", "page": f"{site}{page}", "said": said}
    return {"callback": "read_files", "kwargs": {"files": files, **about}, "further": raws[1:]}


def save_bepasty(folder: Path) -> None:
    with bepasty.start(folder) as server:
        code = bepasty.put(
            server, samples.VALVE.encode(), name="valve.txt", media_type="text/x-python"
        )
        bepasty.put(server, samples.NOTES.encode(), name="notes.md", media_type="text/markdown")
        saver = Saver("bepasty", server, "http://paste.example/")
        saver.case("list", "apis/rest/items")
        saver.case("one", f"apis/rest/items/{code}", callback="parse_one")
        about = {"filename": "valve.txt", "media_type": "text/x-python"}
        saver.case(
            "paste",
            f"apis/rest/items/{code}/download",
            callback="read_paste",
            kwargs={"page": f"{saver.site}{code}", **about},
        )


def save_mapyourshow(folder: Path) -> None:
    """Not real software: the documented shape, written by us."""
    search = "8_0/ajax/remote-proxy.cfm?action=search&searchtype=exhibitorgallery&searchsize=20"
    listed: dict[str, Any] = {"callback": "read_list", "kwargs": {"show": "pump26", "start": 0}}
    with mapyourshow.start(mapyourshow.some(2)) as (server, _):
        saver = Saver("mapyourshow", server, "http://pump26.example/")
        saver.case("gallery", "8_0/explore/exhibitor-gallery.cfm")
        further = [f"8_0/exhibitor/exhibitor-details.cfm?exhid={n}" for n in (9001, 9002)]
        further.append("mys_shared/pump26/logos/9001.png")
        saver.case("list", f"{search}&start=0", **listed, further=further)
        saver.case("list-without-pages", f"{search}&start=0", **listed)
    with mapyourshow.start([], mode="empty") as (server, _):
        Saver("mapyourshow", server, "http://pump26.example/").case(
            "empty", f"{search}&start=0", **listed
        )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        for save in (save_klaus, save_hgweb, save_bepasty, save_mapyourshow):
            save(Path(name) / save.__name__)


if __name__ == "__main__":
    main()

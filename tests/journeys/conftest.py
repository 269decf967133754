"""One home for all journeys: protected, watched, scanned once; each test looks at what came out."""

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from copywatch.cli.app import run
from tests.copywatch.commands import Done, configure, copywatch, quick
from tests.copywatch.site import Site, site
from tests.journeys import company


@dataclass(frozen=True, slots=True)
class Office:
    """Her desk: the home, her files, her shop, a market, and what the first commands said."""

    home: Path
    files: Path
    shop: Site
    market: Site
    listed: Done  # protect --inventory
    works: Done  # protect of files, folders and names
    own: Done  # protect of the own shop
    watched: Done

    def run(self, *arguments: str) -> Done:
        """One command, typed in the folder of her files."""
        return copywatch(self.home, *arguments, folder=self.files)

    def look(self, *arguments: str) -> Done:
        """The same in this process, which saves a second where nothing is crawled or matched."""
        code, said, told = 0, io.StringIO(), io.StringIO()
        with (
            pytest.MonkeyPatch.context() as patch,
            contextlib.chdir(self.files),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(told),
        ):
            patch.setenv("COPYWATCH_HOME", str(self.home))
            try:
                run(arguments)
            except SystemExit as ended:
                code = int(ended.code or 0)
        return Done(code, said.getvalue(), told.getvalue())


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The first morning."""
    base = tmp_path_factory.mktemp("office")
    home, files = base / "home", base / "files"
    configure(home, quick([]))
    company.inventory(files / "list")
    company.designs(files / "designs")
    company.source(files / "controller")
    company.secret(files / "seat lapping")
    company.customers(files / "customers.csv")
    company.vendors(files / "vendors.xlsx", "AV-001")

    def typed(*arguments: str) -> Done:
        return copywatch(home, *arguments, folder=files)

    with site("127.0.0.71") as shop, site("127.0.0.72") as market:
        company.own_shop(shop)
        company.market(market)
        listed = typed("protect", "--inventory", "list/works.xlsx", "--yes")
        named = ("--name", "AQUAVALVE", "--slogan", "Water knows the way")
        works = typed("protect", "designs", "controller", "seat lapping", "customers.csv", *named)
        own = typed("protect", shop.url, "--allow", shop.allow)
        assert typed("vendors", "import", "vendors.xlsx").code == 0
        watched = typed("watch", market.url, "--allow", market.allow, "--every", "day")
        yield Office(home, files, shop, market, listed, works, own, watched)

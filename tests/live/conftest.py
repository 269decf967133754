"""The real servers, for the tests of this folder."""

from tests.servers.fixtures import bepasty, hgweb, klaus, oscar

__all__ = ["bepasty", "hgweb", "klaus", "oscar"]

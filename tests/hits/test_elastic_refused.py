"""An address where no usable Elasticsearch answers: told in plain words, and no Java needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from fingerprints.errors import ConfigurationError
from hits.follow import lag
from hits.index import IndexDown, Query
from hits.index_elastic import ElasticIndex
from hits.record import Record
from tests.elastic.nodes import free_port
from tests.hits.made import announce, facts, match, sighting


@contextmanager
def answering(status: int, body: str, product: str = "Elasticsearch") -> Iterator[str]:
    """A server that says the same to everything, in the shape of Elasticsearch's documentation."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("X-Elastic-Product", product)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


MEDIA = '{"error": {"type": "media_type_header_exception"}, "status": 400}'


@pytest.mark.parametrize(
    ("status", "body", "product"),
    [
        (200, '{"nodes": {"a": {"version": "7.17.9"}}}', "Elasticsearch"),
        (200, '{"nodes": {"a": {"version": "8.18.1"}}}', "Elasticsearch"),
        (200, '{"nodes": {"a": {"version": "10.0.0"}}}', "Elasticsearch"),
        (400, MEDIA, "Elasticsearch"),
        (200, '{"nodes": {"a": {"version": "3.4.0"}}}', "Other"),
    ],
)
def test_a_server_of_an_unsupported_version_is_refused(
    status: int, body: str, product: str
) -> None:
    with answering(status, body, product) as url:
        index = ElasticIndex.connect(url)
        with pytest.raises(ConfigurationError, match="use Elasticsearch"):
            index.search(Query())
        index.close()


def test_nobody_at_the_address_is_a_lagging_index_and_not_a_crash(record: Record) -> None:
    nowhere = ElasticIndex.connect(f"http://127.0.0.1:{free_port()}", timeout=1)
    record.take(sighting(), [match()], facts(), announce)
    assert lag(record, nowhere).hits == 1
    with pytest.raises(IndexDown, match="does not answer"):
        nowhere.search(Query())
    nowhere.close()


def test_an_authority_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="ca_certs"):
        ElasticIndex.connect("https://127.0.0.1:1", ca_certs=str(tmp_path / "missing.crt"))

"""The index on Elasticsearch 8.19 and 9: server-core features only, one shard, one alias."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from elastic_transport import TlsError
from elasticsearch import ApiError, Elasticsearch, TransportError, UnsupportedProductError
from elasticsearch.helpers import streaming_bulk

from fingerprints.errors import ConfigurationError
from hits import cursor
from hits.folded import document, words
from hits.hit import Hit
from hits.index import FACETS, SHOWN, SORTS, IndexDown, Page, Query

FORMAT = 1
OLDEST = (8, 19)
NEWEST = 9
CHUNK = 500
ALL = "all"  # counts what the whole query finds
KEYWORDS = (*FACETS, "id", "first_seen", "last_seen")
MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "_meta": {"version": FORMAT},
    "properties": {
        **{name: {"type": "keyword"} for name in KEYWORDS},
        "risk": {"type": "integer"},
        "score": {"type": "double"},
        "words": {"type": "text", "analyzer": "whitespace", "norms": False},
    },
}
SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
CONFLICT, MISSING = 409, 404
REFUSED = (401, 403)
UNSUPPORTED = (
    "{} at [index] url is not supported: use Elasticsearch 8.19 or 9.x, "
    'or set [index] use = "sqlite".'
)


@dataclass(frozen=True, slots=True)
class ElasticIndex:
    """Reads and writes through `alias`; the index behind it is versioned by its name."""

    client: Elasticsearch
    alias: str = "copywatch-hits"
    checked: set[str] = field(default_factory=set, compare=False)  # versions found fit for use

    @classmethod
    def connect(
        cls,
        url: str,
        *,
        api_key: str = "",
        user: str = "",
        password: str = "",
        ca_certs: str = "",
        alias: str = "copywatch-hits",
        timeout: float = 10,
    ) -> "ElasticIndex":
        """An index at this address; nothing is sent before the first question."""
        if ca_certs and not Path(ca_certs).is_file():
            message = f"[index] ca_certs names {ca_certs}, which is not there."
            raise ConfigurationError(message)
        options: dict[str, Any] = {"ca_certs": ca_certs} if ca_certs else {}
        if api_key:
            options["api_key"] = api_key
        elif user:
            options["basic_auth"] = (user, password)
        try:
            client = Elasticsearch(
                url, request_timeout=timeout, max_retries=1, retry_on_timeout=False, **options
            )
        except (ValueError, TypeError, OSError) as error:
            message = f"[index] url, api_key or ca_certs cannot be used: {error}"
            raise ConfigurationError(message) from error
        return cls(client, alias)

    def check(self) -> str:
        """The server's version; one that this Copywatch cannot use is refused."""
        with self._plain_errors():
            nodes = self.client.nodes.info(filter_path="nodes.*.version").body.get("nodes", {})
            versions = sorted({str(node["version"]) for node in nodes.values()})
        for version in versions:
            major, minor = (int(number) for number in version.split(".")[:2])
            if (major, minor) < OLDEST or major > NEWEST:
                raise ConfigurationError(UNSUPPORTED.format(f"Elasticsearch {version}"))
        self.checked.update(versions)
        return ", ".join(versions)

    def put(self, hits: Iterable[Hit]) -> None:
        """Add or replace hits; an older state never replaces a newer one."""
        with self._plain_errors():
            self._ready()
            self._bulk(self.alias, hits)
            self.client.indices.refresh(index=self.alias)

    def search(self, wanted: Query, after: str = "") -> Page:
        """One page of ids; each facet is counted without its own limit."""
        place = cursor.read(wanted.sort, after) if after else None
        column = SORTS[wanted.sort]
        with self._plain_errors():
            self._ready()
            body = self.client.search(
                index=self.alias,
                query={"bool": {"filter": _text(wanted)}},
                post_filter={"bool": {"filter": _limits(wanted)}},
                aggs={name: _facet(wanted, name) for name in (*FACETS, ALL)},
                sort=[{column: "desc"}, {"id": "asc"}],
                search_after=list(place) if place else None,
                size=wanted.limit + 1,
                source=False,
                track_total_hits=False,
            ).body
        found = body["hits"]["hits"]
        shown = found[: wanted.limit]
        more = (shown[-1]["sort"][0], shown[-1]["sort"][1]) if len(found) > len(shown) else None
        return Page(
            ids=tuple(str(one["_id"]) for one in shown),
            total=body["aggregations"][ALL]["doc_count"],
            facets={name: _counts(body["aggregations"][name]) for name in FACETS},
            cursor=cursor.write(wanted.sort, more) if more else "",
        )

    def position(self) -> int:
        """How far this index has followed the record; kept in the index's own `_meta`."""
        with self._plain_errors():
            return int(self._meta(self._ready()).get("seq", 0))

    def follow_to(self, seq: int) -> None:
        """Everything up to `seq` has been put."""
        with self._plain_errors():
            name = self._ready()
            if seq > int(self._meta(name).get("seq", 0)):
                self._remember(name, seq)

    def rebuild(self, hits: Iterable[Hit], seq: int) -> None:
        """Fill a new index beside the old one and switch the alias to it at once."""
        with self._plain_errors():
            self._ready()
            name = self._make()
            self._bulk(name, hits)
            self._remember(name, seq)
            self.client.indices.refresh(index=name)
            ours = re.compile(re.escape(self.alias) + r"-v\d+-\d{20}")  # not those of "<alias>-2"
            found = self.client.indices.get(index=f"{self.alias}-v*").body.keys() - {name}
            old = sorted(one for one in found if ours.fullmatch(one))
            actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": self.alias}}]
            actions += [{"remove_index": {"index": one}} for one in old]
            self.client.indices.update_aliases(actions=actions)

    def close(self) -> None:
        """Let go of the connections."""
        self.client.close()

    def _ready(self) -> str:
        """The name of the index behind the alias; a missing one is made, and starts empty."""
        if not self.checked:
            self.check()
        try:
            found = self.client.indices.get_alias(name=self.alias).body
        except ApiError as error:
            if error.status_code != MISSING:
                raise
            found = {}
        if found:
            return str(max(found))
        name = self._make()
        self.client.indices.put_alias(index=name, name=self.alias)
        return name

    def _make(self) -> str:
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        name = f"{self.alias}-v{FORMAT}-{stamp}"
        self.client.indices.create(index=name, mappings=MAPPING, settings=SETTINGS)
        self.client.cluster.health(index=name, wait_for_status="yellow", timeout="10s")
        return name

    def _meta(self, name: str) -> Mapping[str, Any]:
        mapping = self.client.indices.get_mapping(index=name).body[name]["mappings"]
        meta: Mapping[str, Any] = mapping.get("_meta", {})
        if meta.get("version") != FORMAT:
            message = (
                f"The Elasticsearch index {name} was written by another Copywatch "
                f"(format {meta.get('version')}, this one knows {FORMAT}). Run `copywatch reindex`."
            )
            raise ConfigurationError(message)
        return meta

    def _remember(self, name: str, seq: int) -> None:
        self.client.indices.put_mapping(index=name, meta={"version": FORMAT, "seq": seq})

    def _bulk(self, name: str, hits: Iterable[Hit]) -> None:
        actions = (_action(name, hit) for hit in hits)
        answers = streaming_bulk(
            self.client,
            actions,
            chunk_size=CHUNK,
            max_retries=3,
            initial_backoff=0.2,
            raise_on_error=False,
            require_alias=name == self.alias,  # one deleted just now is not made by accident
        )
        for done, answer in answers:
            outcome = answer["index"]
            if not done and outcome["status"] != CONFLICT:
                reason = outcome.get("error", {}).get("reason", "no reason given")
                message = f"Elasticsearch did not take a hit: {_readable(str(reason))}"
                raise IndexDown(message)

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except TlsError as error:
            message = (
                "The certificate of Elasticsearch is not trusted: name the authority that "
                "signed it, [index] ca_certs (docs/elasticsearch.md)."
            )
            raise IndexDown(message) from error
        except TransportError as error:
            message = (
                f"Elasticsearch does not answer ({type(error).__name__}). The record works on."
            )
            raise IndexDown(message) from error
        except UnsupportedProductError as error:
            raise ConfigurationError(UNSUPPORTED.format("The server")) from error
        except ApiError as error:
            if "media_type_header" in str(error):
                raise ConfigurationError(UNSUPPORTED.format("The server")) from error
            if error.status_code in REFUSED:
                message = "Elasticsearch refuses this user: check [index] api_key or password."
                raise ConfigurationError(message) from error
            message = f"Elasticsearch: {_readable(str(error))}"
            raise IndexDown(message) from error


def _action(name: str, hit: Hit) -> dict[str, Any]:
    fields = {key: value for key, value in document(hit).items() if value != ""}
    return {
        "_op_type": "index",
        "_index": name,
        "_id": hit.id,
        "version": hit.seq,
        "version_type": "external",
        "_source": {"id": hit.id, **fields},
    }


def _text(wanted: Query) -> list[dict[str, Any]]:
    """All words, the last one by its beginning."""
    sought = words(wanted.text)
    if not sought:
        return []
    whole: list[dict[str, Any]] = [{"term": {"words": word}} for word in sought[:-1]]
    return [*whole, {"prefix": {"words": sought[-1]}}]


def _limits(wanted: Query, without: str = "") -> list[dict[str, Any]]:
    limits: list[dict[str, Any]] = [
        {"terms": {name: list(chosen)}}
        for name, chosen in wanted.chosen().items()
        if name != without
    ]
    return limits + ([{"range": {"risk": {"gte": wanted.min_risk}}}] if wanted.min_risk else [])


def _facet(wanted: Query, name: str) -> dict[str, Any]:
    limited: dict[str, Any] = {"filter": {"bool": {"filter": _limits(wanted, without=name)}}}
    if name != ALL:
        order = [{"_count": "desc"}, {"_key": "asc"}]
        limited["aggs"] = {"values": {"terms": {"field": name, "size": SHOWN, "order": order}}}
    return limited


def _counts(answer: Mapping[str, Any]) -> dict[str, int]:
    return {str(one["key"]): int(one["doc_count"]) for one in answer["values"]["buckets"]}


def _readable(text: str) -> str:
    """The server's words; the one that users meet most is explained."""
    if "read-only" in text or "FORBIDDEN/12" in text or "flood" in text:
        return (
            "its disk is nearly full, so it made the index read-only. Make room on its disk; "
            "it opens the index again by itself (see docs/elasticsearch.md)."
        )
    return text[:300]

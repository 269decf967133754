"""What follows every change of the record: the index catches up, and due alerts leave."""

from collections.abc import Iterator

from copywatch import telling
from copywatch.installation import Installation
from hits.follow import catch_up
from hits.index import IndexDown


def after(installation: Installation) -> Iterator[str]:
    """Let index, samples and alerts follow; yields a line for whatever a person should know."""
    try:
        catch_up(installation.record, installation.index)
    except IndexDown as error:
        yield f"{error} The record is complete; the index will catch up by itself."
    installation.look_index.catch_up()
    if installation.config.alerts:
        counts = telling.send(installation)
        if counts.sent:
            yield f"Alerts: {counts.sent} sent"
        if counts.waiting or counts.failed:
            yield (
                f"Alerts: {counts.waiting} will be tried again, {counts.failed} given up "
                "(copywatch alerts pending)"
            )

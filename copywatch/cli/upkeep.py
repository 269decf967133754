"""`doctor`, `key`, `reindex` and `alerts`: keep an installation in order."""

from dataclasses import asdict
from typing import Annotated

import typer

from alerts.delivery import DeliveryError
from alerts.waiting import send_test, waiting
from copywatch import telling
from copywatch.cli.app import SOME_FAILED, Json, app, opened
from copywatch.cli.output import line, say, table
from copywatch.doctor import checks
from copywatch.follow import after
from fingerprints.errors import ConfigurationError
from hits.follow import reindex as rebuild

keys = typer.Typer(no_args_is_help=True, help="The register key.")
alerts = typer.Typer(no_args_is_help=True, help="Messages to chat and e-mail.")
app.add_typer(keys, name="key")
app.add_typer(alerts, name="alerts")


@app.command("doctor")
def doctor(as_json: Json = False) -> None:
    """Check configuration, key, stores, engines and targets, in plain words."""
    with opened() as installation:
        found = list(checks(installation))
    if as_json:
        for check in found:
            line(asdict(check))
    else:
        table("", ["", "what", "how it is"], [[c.state, c.name, c.words] for c in found])
    if any(check.state == "bad" for check in found):
        raise typer.Exit(SOME_FAILED)


@keys.command("export")
def export_key() -> None:
    """Print the register key. Keep it in a safe: without it the register cannot be read."""
    with opened() as installation:
        typer.echo(installation.keys.export())


@app.command("reindex")
def reindex() -> None:
    """Build the search index, and that of pages seen, anew from the record."""
    with opened() as installation:
        installation.look_index.clear()
        installation.look_index.catch_up()
        say(f"{rebuild(installation.record, installation.index)} hits indexed")


@alerts.command("test")
def try_targets(
    name: Annotated[str, typer.Argument(help="A target of copywatch.toml; none means all.")] = "",
) -> None:
    """Send a test message to the targets."""
    with opened() as installation:
        chosen = {
            key: target
            for key, target in telling.targets(installation).items()
            if name in {"", key, target.given}
        }
        if not chosen:
            raise ConfigurationError(f"no such target: {name}" if name else "no [targets] are set")
        failed = 0
        for target in chosen.values():
            try:
                send_test(target, telling.lookups(installation))
                say(f"{target.name} ({target.shown}): sent")
            except DeliveryError as error:
                failed += 1
                say(f"{target.name}: {error}")
    if failed:
        raise typer.Exit(SOME_FAILED)


@alerts.command("pending")
def pending_alerts(as_json: Json = False) -> None:
    """Messages that have not left yet, and why."""
    with opened() as installation:
        found = waiting(installation.record.outbox.pending(), telling.targets(installation))
    if as_json:
        for message in found:
            line(asdict(message))
        return
    rows = [
        [m.target, m.shown, str(m.hits), m.state, str(m.attempts), m.due_at, m.error] for m in found
    ]
    table("", ["target", "address", "hits", "state", "attempts", "due", "error"], rows)


@alerts.command("retry")
def retry_alerts() -> None:
    """Try again what was given up or waits."""
    with opened() as installation:
        count = installation.record.outbox.retry(telling.now())
        say(f"{count} rows are due again")
        for text in after(installation):
            say(text)

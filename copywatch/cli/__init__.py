"""The command line: one file for each group of commands, loaded when its command is typed."""

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command. Matching workers import this module too, so it brings nothing along."""
    from copywatch.cli.app import run  # noqa: PLC0415  # see above

    run(arguments)

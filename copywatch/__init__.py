"""The wiring: configuration, crawls, schedule and command line. It knows every room."""

__version__ = "0.1.0"

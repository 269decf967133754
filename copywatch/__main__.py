"""`python -m copywatch` is the same as `copywatch`."""

from copywatch.cli import main

if __name__ == "__main__":  # matching workers import this module again
    main()

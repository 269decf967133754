"""The memory a crawl may take is its own.

`getrusage`'s peak, which Scrapy reads, comes down to a program from the one that started it
(getrusage(2) does not say so; Linux carries the mark over execve): a crawl begun by a large
process would stop before its first page.
"""

from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

STATUS = Path("/proc/self/status")


class OwnMemory(MemoryUsage):
    """Scrapy's limit on memory, held to what this program itself has had at its highest."""

    def get_virtual_size(self) -> int:
        return peak() or super().get_virtual_size()


def peak() -> int:
    """Bytes resident at the highest since this program began (proc(5), VmHWM); 0: not told here."""
    try:
        lines = STATUS.read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)

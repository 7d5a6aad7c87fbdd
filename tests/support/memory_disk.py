"""Where a run's databases live: in memory when there is room, for they are thousands and none is kept.

On a disk the making of a PostgreSQL database costs ten times what most tests cost. What a crash leaves is the same:
the tests kill processes, never the machine.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108
# A run takes some hundred megabytes at its most; whatever else the machine does keeps the rest.
_DISK_BYTES = 2 * 2**30
_FREE_BYTES = 4 * 2**30


def quick_directory() -> Path:
    """A directory for what is thrown away with the run: in memory, or the system's own for such things."""
    asked_for = any(name in os.environ for name in ("TMPDIR", "PYTEST_DEBUG_TEMPROOT"))
    return MEMORY if not asked_for and _has_room() else Path(tempfile.gettempdir())


def _has_room() -> bool:
    try:
        there = os.statvfs(MEMORY)
        available = re.search(r"^MemAvailable: +(\d+) kB$", Path("/proc/meminfo").read_text(), re.MULTILINE)
    except OSError:
        return False
    # In a container it is often tiny, or lets nothing be executed, which a test may do.
    usable = os.access(MEMORY, os.W_OK) and not there.f_flag & os.ST_NOEXEC
    roomy = shutil.disk_usage(MEMORY).free >= _DISK_BYTES
    return usable and roomy and available is not None and int(available[1]) * 1024 >= _FREE_BYTES

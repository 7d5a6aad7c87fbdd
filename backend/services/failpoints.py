"""Named places in the money paths where a test can stop the process. Without `PERENNIAL_FAILPOINT` they do nothing."""

from __future__ import annotations

import os

_EXIT_CODE = 9


def failpoint(name: str) -> None:
    """Die here, as by kill -9, when a test armed exactly this name. Never armed in production."""
    if os.environ.get("PERENNIAL_FAILPOINT") == name:
        os._exit(_EXIT_CODE)

"""The garbage collector of a test process looks less often, and never at what stays until the end of the run.

Python looks through everything it holds again and again while thousands of tests and their modules lie in memory, which
took a sixth of the time of a run. Processes of the product keep Python's own figures.
"""

from __future__ import annotations

import gc

# Objects made since the last look: Python's own figure is 700.
_MADE = 20_000


def collect_rarely() -> None:
    """Let more garbage gather before it is looked for."""
    gc.set_threshold(_MADE, 10, 10)


def leave_alone_what_is_there() -> None:
    """What was imported and collected by now is never looked at again."""
    gc.collect()
    gc.freeze()

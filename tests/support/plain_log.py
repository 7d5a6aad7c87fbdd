"""The log of a test process: structlog's own, with the tracebacks that Python writes.

Unless it is told otherwise it draws each exception with the values of all variables, which takes seconds.
"""

from __future__ import annotations

import structlog


def log_plainly() -> None:
    """Until somebody configures the log as the product does."""
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])

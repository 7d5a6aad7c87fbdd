"""What was logged while a behaviour ran, by whatever way: none of it may hold a secret."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from structlog.testing import capture_logs


class _Listener(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.INFO)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message, and the exception that came with it."""
        self._heard.append(logging.Formatter().format(record))


@contextmanager
def heard() -> Iterator[list[str]]:
    """The lines, complete when the block ends."""
    said: list[str] = []
    root, listener = logging.getLogger(), _Listener(said)
    level = root.level
    root.addHandler(listener)
    root.setLevel(min(level, logging.INFO))
    try:
        with capture_logs() as entries:
            yield said
        said += [repr(entry) for entry in entries]
    finally:
        root.removeHandler(listener)
        root.setLevel(level)

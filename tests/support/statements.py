"""What Tortoise sends while a block runs, for tests that count it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # A connection that is opened on the way is no statement.
        if not record.getMessage().startswith("Created connection"):
            self.heard.append(record.getMessage())


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements so far."""
    client, ear = logging.getLogger("tortoise.db_client"), _Ear()
    level, propagate = client.level, client.propagate
    client.addHandler(ear)
    client.setLevel(logging.DEBUG)
    client.propagate = False
    try:
        yield ear.heard
    finally:
        client.removeHandler(ear)
        client.setLevel(level)
        client.propagate = propagate

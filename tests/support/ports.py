"""Free TCP ports. Below the range that the system hands out itself, so that an outgoing connection cannot take one."""

from __future__ import annotations

import random
import socket

_LOWEST, _HIGHEST = 20_000, 32_000


def free_port() -> int:
    """A port that nobody listens on."""
    for port in random.sample(range(_LOWEST, _HIGHEST), 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no free port between {_LOWEST} and {_HIGHEST}")

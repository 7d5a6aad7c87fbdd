"""TCP ports that are ours alone, over all processes of all runs on this machine.

Below the range that the system hands out itself, so that an outgoing connection cannot take one. Between the moment a
port is found free and the one in which a server listens there, nobody else finds it free: it stays bound here, without
listening, in a way that lets only those in who ask for a port that is in use. Servers do, so that they can be started
again; whoever looks for a free port does not.
"""

from __future__ import annotations

import atexit
import random
import socket
from collections import deque

_LOWEST, _HIGHEST = 20_000, 32_000
# Long after this many others, whoever asked for a port listens there.
_KEPT = 128
_kept: deque[socket.socket] = deque()


def free_port() -> int:
    """A port that nobody listens on, and that no other test will be given meanwhile."""
    for port in random.sample(range(_LOWEST, _HIGHEST), 200):
        keeper = socket.socket()
        try:
            keeper.bind(("127.0.0.1", port))
        except OSError:
            keeper.close()
            continue
        # Only now: set before, it would have bound a port that is kept by another.
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _kept.append(keeper)
        if len(_kept) > _KEPT:
            _kept.popleft().close()
        return port
    raise RuntimeError(f"no free port between {_LOWEST} and {_HIGHEST}")


@atexit.register
def _let_go() -> None:
    while _kept:
        _kept.pop().close()

"""Where the server listens: the port is taken before anything is prepared; what is prepared is then served there."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import structlog
import uvicorn
from starlette.types import ASGIApp

from backend.settings import Settings, SettingsProblem

log = structlog.get_logger(__name__)

_BACKLOG = 2048
_GRACE_SECONDS = 15
# A kind of address that this machine does not have; HOST may name another one as well.
_NOT_HERE = frozenset({errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL})


@contextmanager
def listening(settings: Settings) -> Iterator[Sequence[socket.socket]]:
    """Sockets on each address of HOST at PORT, closed at the end. Raises SettingsProblem.

    They listen from the first moment, since a second server could bind what is only bound. Who connects early waits.
    """
    with ExitStack() as opened:
        absent = None
        sockets: list[socket.socket] = []
        for place in _places(settings.host, settings.port):
            try:
                sockets.append(opened.enter_context(_listen(*place)))
            except OSError as error:
                if error.errno not in _NOT_HERE:
                    raise SettingsProblem(_refused(settings, error)) from None
                absent = error
        if absent is not None and not sockets:
            raise SettingsProblem(f"Cannot listen on {settings.host!r}: {absent.strerror}. Set HOST.")
        yield sockets


def serve(app: ASGIApp, sockets: Sequence[socket.socket], answering: Callable[[], object]) -> None:
    """Serve until SIGTERM or SIGINT, then stop in order. `answering` is called once, when the application is open."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=256 * 1024,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    with suppress(KeyboardInterrupt):
        _Server(config, answering).run(sockets=list(sockets))


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, answering: Callable[[], object]) -> None:
        super().__init__(config)
        self._answering = answering

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the application, then answer on the sockets. Ends the process where it cannot be opened."""
        await super().startup(sockets)
        for one in sockets or ():
            host, port, *_ = one.getsockname()
            log.info("serve.started", host=host, port=port)
        self._answering()


def _places(host: str, port: int) -> list[tuple[int, int, int, Any]]:
    """Family, kind, protocol and address of each socket; an empty HOST is every address of the machine."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise SettingsProblem(f"There is no address {host!r} to listen on. Set HOST.") from None
    return [(family, kind, protocol, address) for family, kind, protocol, _, address in dict.fromkeys(found)]


def _listen(family: int, kind: int, protocol: int, address: Any) -> socket.socket:
    opened = socket.socket(family, kind, protocol)
    try:
        # What a server that has ended left behind keeps nobody out.
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)
        opened.listen(_BACKLOG)
    except OSError:
        opened.close()
        raise
    return opened


def _refused(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {settings.port} is taken: another program listens on it. Set PORT to a free one."
    return f"Cannot listen on port {settings.port}: {error.strerror}. Set PORT to another one."

"""Structured logs: one line an event, bound to the request id, with secrets taken out before anything is written.

GraphQL documents, variables and bodies are never handed to a logger; what is written here passes `redact` first.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import EventDict, Processor

from backend.settings import Settings

REDACTED = "[redacted]"
MAX_NESTING = 6

_SECRET_KEY = re.compile(
    r"passw(?:or)?d|passphrase|token|secret|authorization|cookie|credential|(?:^|[_-])(?:access|refresh|cvc|cvv|pan)(?:$|[_-])"
    r"|(?:^|[_-])keys?$|api_?key|card_?number",
    re.IGNORECASE,
)
_SECRET_TEXT = re.compile(
    r"eyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?"  # a JWT, signed or not
    r"|(?<=Bearer )\S+|(?<=Basic )[\w+/=-]+"
    r"|\b(?:sk|rk|whsec)_\w{6,}"
    r"|(?<=://)[^\s:/@]+:[^\s@]+(?=@)"  # user:password in a database or Redis address
    r"|(?<=token=)[^\s&;]+|(?<=secret=)[^\s&;]+|(?<=password=)[^\s&;]+",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
_KEPT = frozenset({"event", "level", "logger", "timestamp", "request_id"})


def request_id() -> str:
    """The id of the request being served, or an empty string outside one."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def redact(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """A structlog processor that hides values by the name of their key and by their shape."""
    for key, value in event.items():
        if not key.startswith("_"):  # structlog's own marks: the record and where it came from
            event[key] = REDACTED if key not in _KEPT and _SECRET_KEY.search(key) else _clean(value, 0)
    return event


def _clean(value: object, nesting: int) -> object:
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if _clean_text(str(value)) == str(value) else REDACTED
    if nesting >= MAX_NESTING:
        return REDACTED
    if isinstance(value, Mapping):
        return {
            key: REDACTED if _SECRET_KEY.search(str(key)) else _clean(item, nesting + 1) for key, item in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(item, nesting + 1) for item in value]
    return _clean_text(value if isinstance(value, str) else repr(value))


def _clean_text(text: str) -> str:
    return _DIGITS.sub(lambda match: REDACTED if _luhn(match[0]) else match[0], _SECRET_TEXT.sub(REDACTED, text))


def _luhn(text: str) -> bool:
    digits = [int(character) for character in reversed(text) if character.isdigit()]
    return sum(digits[0::2]) % 10 == (-sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10


class _NoHandshakes(logging.Filter):
    """Drops the server's own websocket lines: they show the query string, and we write a line of our own."""

    def filter(self, record: logging.LogRecord) -> bool:
        return '"WebSocket' not in str(record.msg)


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Route structlog and the standard library's loggers to one stream (stderr) as JSON or for a terminal."""
    out = stream or sys.stderr
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not out.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(_json)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # tests configure more than once
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    _route(handler, settings.log_level.upper())


def _json(event: object, **_: object) -> str:
    return orjson.dumps(event, default=repr).decode()


def _route(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "taskiq", "tortoise", "httpx", "websockets"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # The request middleware writes the access line, and without the query string.
    logging.getLogger("uvicorn.access").disabled = True
    uvicorn_error = logging.getLogger("uvicorn.error")
    uvicorn_error.filters[:] = [_NoHandshakes()]
    # Strawberry prints the document around an error, literals included; the GraphQL endpoint logs crashes itself.
    logging.getLogger("strawberry.execution").disabled = True
    for name in ("httpx", "httpcore", "asyncio"):
        logging.getLogger(name).setLevel(max(root.level, logging.WARNING))
    # A look that found nothing is no news, several times a second, and neither is how a library starts.
    for name in ("taskiq.cli.scheduler.run", "taskiq.receiver.receiver", "tortoise", "pyBarcode"):
        logging.getLogger(name).setLevel(logging.WARNING if root.level == logging.INFO else root.level)
    # Below INFO these write what passes through them: websocket frames, statements with their parameters.
    for name in ("uvicorn.error", "websockets", "tortoise.db_client", "aiosqlite", "asyncpg"):
        logging.getLogger(name).setLevel(max(root.level, logging.INFO))

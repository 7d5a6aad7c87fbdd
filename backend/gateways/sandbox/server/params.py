"""Reading requests strictly: bounded bodies, exact types, and an error for every parameter that is not known."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

from .problems import Problem, invalid

MAX_BODY_BYTES = 64 * 1024
MAX_AMOUNT = 10**15


async def read_body(request: Request) -> bytes:
    """The whole body, refused as soon as it exceeds the limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise Problem(413, "invalid_request_error", "body_too_large", "The body is larger than 64 KB.")
    return bytes(body)


async def read_json(request: Request) -> Params:
    """The body as a JSON object. Fractions become exact decimals, so that no amount is ever a float."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Problem(415, "invalid_request_error", "unsupported_media_type", "Send application/json.")
    try:
        content = json.loads(await read_body(request), parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise invalid("malformed_json", "The body is not valid JSON.") from error
    if not isinstance(content, dict):
        raise invalid("malformed_json", "The body must be a JSON object.")
    return Params(content)


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


class Params:
    """Named parameters, each read once with its type; `done` refuses whatever was not read."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = dict(content)

    def text(self, name: str, *, longest: int, pattern: str | None = None) -> str:
        """A required string that is not empty."""
        value = self.optional_text(name, longest=longest, pattern=pattern)
        if not value:
            raise invalid("parameter_missing", f"{name} is required.", name)
        return value

    def optional_text(self, name: str, *, longest: int, pattern: str | None = None) -> str | None:
        """A string, or None when it is absent or null."""
        value = self._content.pop(name, None)
        if value is None:
            return None
        if not isinstance(value, str):
            raise invalid("parameter_invalid", f"{name} must be a string.", name)
        if len(value) > longest or not _storable(value):
            raise invalid("parameter_invalid", f"{name} must be text of at most {longest} characters.", name)
        if pattern is not None and not re.fullmatch(pattern, value):
            raise invalid("parameter_invalid", f"{name} does not have the right form.", name)
        return value

    def whole(self, name: str, *, lowest: int, highest: int, default: int | None = None) -> int:
        """A whole number; true, 1.0 and "1" are refused."""
        value = self._content.pop(name, default)
        if value is None:
            raise invalid("parameter_missing", f"{name} is required.", name)
        if type(value) is not int or not lowest <= value <= highest:
            raise invalid("parameter_invalid", f"{name} must be a whole number from {lowest} to {highest}.", name)
        return value

    def milliseconds(self, name: str, *, highest_seconds: int) -> int:
        """A duration given in seconds, decimals allowed; 0 when absent."""
        value = self._content.pop(name, 0)
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= highest_seconds:
            raise invalid("parameter_invalid", f"{name} must be from 0 to {highest_seconds} seconds.", name)
        return int(value * 1000)

    def flag(self, name: str) -> bool:
        """true or false; false when absent."""
        value = self._content.pop(name, False)
        if not isinstance(value, bool):
            raise invalid("parameter_invalid", f"{name} must be true or false.", name)
        return value

    def url(self, name: str) -> str | None:
        """An absolute http or https address, or None."""
        value = self.optional_text(name, longest=2048)
        if value is None:
            return None
        try:
            parts = urlsplit(value)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        # A return address goes into a header and into a security policy: nothing that could end either may pass.
        if not usable or not re.fullmatch(r"[!-~]+", value) or re.search(r"[\"'<>;,\\]", parts.netloc):
            raise invalid("parameter_invalid", f"{name} must be an http or https address.", name)
        return value

    def labels(self, name: str) -> dict[str, str]:
        """A flat object of short strings; empty when absent."""
        value = self._content.pop(name, None)
        if value is None:
            return {}
        if not isinstance(value, dict) or len(value) > 50:
            raise invalid("parameter_invalid", f"{name} must be an object of at most 50 strings.", name)
        for key, item in value.items():
            if not isinstance(item, str) or len(key) > 40 or len(item) > 500 or not _storable(key + item):
                raise invalid("parameter_invalid", f"{name} must hold strings of at most 500 characters.", name)
        return value

    def done(self) -> None:
        """Refuse what nobody asked for: a misspelt parameter must not be ignored silently."""
        if self._content:
            raise invalid("parameter_unknown", "The request has a parameter that this call does not know.")


def _storable(text: str) -> bool:
    # JSON can carry half of a surrogate pair, which no file and no other program accepts.
    return not any("\ud800" <= character <= "\udfff" for character in text)

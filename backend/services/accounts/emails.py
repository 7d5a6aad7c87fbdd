"""E-mail addresses as sign-in names: trimmed, lower case, plausible."""

from __future__ import annotations

import re

from backend.domain.errors import InvalidInput

_PLAUSIBLE = re.compile(r"[^@\s\x00-\x1f\x7f<>\"(),:;]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,187}[a-z0-9])?\.[a-z0-9-]{2,63}")


def normalize_email(email: str, path: str) -> str:
    """The address to store and compare. Raises InvalidInput at `path` for what cannot be one."""
    address = email.strip().lower()
    if len(address) > 254 or not _PLAUSIBLE.fullmatch(address):
        raise InvalidInput.at(path, "INVALID_EMAIL", "Give a complete email address, such as ana@example.com.")
    return address

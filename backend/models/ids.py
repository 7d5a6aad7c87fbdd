"""Ids of rows: a prefix that names the kind, and a UUIDv7 in Crockford's base32, so that text order is age order."""

from __future__ import annotations

from uuid_utils import uuid7

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGITS = 26
ID_LENGTH = 40


def new_id(prefix: str) -> str:
    """A fresh id such as `pay_01h455vb4pex5vsknk084sn02q`. Its time is for sorting only, never a business time."""
    value = int(uuid7())
    digits = [_ALPHABET[(value >> (5 * place)) & 31] for place in reversed(range(_DIGITS))]
    return f"{prefix}_{''.join(digits)}"


def prefix_of(id: str) -> str:
    """The kind that an id claims to be: the text before the last underscore."""
    return id.rpartition("_")[0]

"""Ids of rows: a prefix that names the kind, and a UUIDv7 in Crockford's base32, so that text order is age order."""

from __future__ import annotations

from uuid_utils import uuid7

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
# Ten bits are two digits.
_PAIRS = tuple(high + low for high in _ALPHABET for low in _ALPHABET)
_LOW = (1 << 60) - 1
ID_LENGTH = 40


def new_id(prefix: str) -> str:
    """A fresh id such as `pay_01h455vb4pex5vsknk084sn02q`. Its time is for sorting only, never a business time."""
    value = int(uuid7())
    high, low, two = value >> 60, value & _LOW, _PAIRS
    # Written out: ids are made by the hundred thousand.
    return (
        f"{prefix}_{two[high >> 60]}{two[high >> 50 & 1023]}{two[high >> 40 & 1023]}{two[high >> 30 & 1023]}"
        f"{two[high >> 20 & 1023]}{two[high >> 10 & 1023]}{two[high & 1023]}"
        f"{two[low >> 50]}{two[low >> 40 & 1023]}{two[low >> 30 & 1023]}"
        f"{two[low >> 20 & 1023]}{two[low >> 10 & 1023]}{two[low & 1023]}"
    )


def prefix_of(id: str) -> str:
    """The kind that an id claims to be: the text before the last underscore."""
    return id.rpartition("_")[0]

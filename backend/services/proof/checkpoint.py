"""Where an incremental look begins: ids carry the time at which they were made."""

from __future__ import annotations

from datetime import timedelta

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGITS = 26
# Of the 128 bits of an id the first 48 are milliseconds; 80 random ones follow.
_RANDOM_BITS = 80
_MILLISECOND = timedelta(milliseconds=1)


def before(checkpoint: str, overlap: timedelta) -> str:
    """The first id that could be made `overlap` before `checkpoint`, of the same kind.

    A transaction that began before another may be committed after it: one looks a while back. ValueError when the
    checkpoint is not an id.
    """
    prefix, _, _ = checkpoint.rpartition("_")
    made = max(0, (_number(checkpoint) >> _RANDOM_BITS) - overlap // _MILLISECOND)
    return f"{prefix}_{_digits(made << _RANDOM_BITS)}"


def digits_of(checkpoint: str) -> str:
    """The part of an id that all rows made at that moment share, whatever their kind. ValueError when it is none."""
    return _digits(_number(checkpoint))


def _number(id: str) -> int:
    digits = id.rpartition("_")[2]
    if len(digits) != _DIGITS or not set(digits) <= set(_ALPHABET):
        raise ValueError(f"{id!r} is no id")
    number = 0
    for digit in digits:
        number = number * 32 + _ALPHABET.index(digit)
    return number


def _digits(number: int) -> str:
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(_DIGITS)))

"""Percentages as people write them, kept as whole parts of a percent: no fraction of them is ever lost."""

from __future__ import annotations

import re

_PERCENT = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.([0-9]{1,6}))?", re.ASCII)


class MalformedPercent(ValueError):
    """Text that is not a percentage from 0 to 100 with so many decimals; the message says what is."""


def parse_percent(text: str, decimals: int) -> int:
    """Read 0 to 100 in parts of 10^-`decimals` percent: `parse_percent("12.5", 2) == 1250`.

    Raises MalformedPercent.
    """
    match = _PERCENT.fullmatch(text)
    if match is None:
        raise MalformedPercent("Write a percentage from 0 to 100 as plain digits, such as 12.5.")
    written: str = match.group(1) or ""
    if len(written) > decimals:
        raise MalformedPercent(f"Give a percentage with at most {decimals} decimals.")
    # The digits with the point moved to their right.
    parts = int(text.partition(".")[0] + written.ljust(decimals, "0"))
    if parts > int("100".ljust(3 + decimals, "0")):
        raise MalformedPercent("Give at most 100 %.")
    return parts

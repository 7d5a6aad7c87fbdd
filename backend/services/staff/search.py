"""What staff type to find something."""

from __future__ import annotations

from backend.domain.errors import InvalidInput

LONGEST_SEARCH = 100


def search_text(search: str | None) -> str:
    """Without the blanks around it; empty when nothing is looked for. Raises InvalidInput for `search`."""
    text = (search or "").strip()
    if len(text) > LONGEST_SEARCH or "\x00" in text:
        raise InvalidInput.at("search", "TOO_LONG", f"Search for at most {LONGEST_SEARCH} characters.")
    return text

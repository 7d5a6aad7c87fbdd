"""Content negotiation: which of the two response types of GraphQL over HTTP a client gets, and which bodies we read."""

from __future__ import annotations

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"


def negotiate(accept: str | None) -> str | None:
    """The response type for an Accept header, or None when nothing we speak is acceptable.

    A client that does not care gets plain JSON, as the specification asks; of two equal wishes the newer type wins.
    """
    if accept is None or not accept.strip():
        return JSON
    best: tuple[float, int, str] | None = None
    refused: set[str] = set()
    for entry in accept.split(","):
        name, quality = _parse(entry)
        media = {"*/*": JSON, "application/*": JSON}.get(name, name)
        if media not in (JSON, GRAPHQL_JSON):
            continue
        if quality <= 0:
            refused.add(media)
            continue
        # At equal quality: named newest type, named JSON, then wildcards.
        rank = 0 if "*" in name else 2 if media == GRAPHQL_JSON else 1
        best = max(best, (quality, rank, media)) if best else (quality, rank, media)
    return best[2] if best and best[2] not in refused else None


def _parse(entry: str) -> tuple[str, float]:
    name, *parameters = (part.strip() for part in entry.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                return name.lower(), float(value)
            except ValueError:
                return name.lower(), 0.0
    return name.lower(), 1.0


def is_json_body(content_type: str | None) -> bool:
    """Whether the body is declared as JSON in UTF-8; anything a browser form can send is not."""
    name, *parameters = (part.strip().lower() for part in (content_type or "").split(";"))
    charsets = {parameter.removeprefix("charset=").strip('"') for parameter in parameters if "charset=" in parameter}
    return name == JSON and charsets <= {"utf-8", "utf8"}

"""A directory of built files in memory, each with its compressed twins and an ETag for each encoding."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response

# Best first; the suffixes are those that the client's build writes.
ENCODINGS = {"br": ".br", "gzip": ".gz"}
# The machine's own table may know these differently, or not at all.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of a file."""

    content: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class ClientFile:
    """A file; `variants` always holds `identity`."""

    content_type: str
    variants: dict[str, Variant]

    def answer(self, headers: Headers, cache_control: str) -> Response:
        """The best variant that the request accepts, or 304 when it has it already."""
        encoding = next((name for name in ENCODINGS if name in self.variants and _accepts(headers, name)), "identity")
        variant = self.variants[encoding]
        answered = {"Cache-Control": cache_control, "ETag": variant.etag}
        if len(self.variants) > 1:
            answered["Vary"] = "Accept-Encoding"
        if _has(headers, variant.etag):
            return Response(status_code=304, headers=answered)
        if encoding != "identity":
            answered["Content-Encoding"] = encoding
        return Response(variant.content, 200, answered, self.content_type)


def read_files(directory: Path) -> dict[str, ClientFile]:
    """Every file below `directory` by its URL path; empty when the client is not built."""
    if not directory.is_dir():
        return {}
    contents = {
        "/" + path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and not path.relative_to(directory).as_posix().startswith(".")
    }
    twins = {name + suffix for name in contents for suffix in ENCODINGS.values()}
    return {name: _file(name, contents) for name in contents if name not in twins}


def _file(name: str, contents: dict[str, bytes]) -> ClientFile:
    variants = {"identity": _variant(contents[name], "")}
    for encoding, suffix in ENCODINGS.items():
        if name + suffix in contents:
            variants[encoding] = _variant(contents[name + suffix], f"-{encoding}")
    suffix = Path(name).suffix
    return ClientFile(TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream", variants)


def _variant(content: bytes, mark: str) -> Variant:
    return Variant(content, f'"{hashlib.sha256(content).hexdigest()[:20]}{mark}"')


def _accepts(headers: Headers, encoding: str) -> bool:
    wishes: dict[str, bool] = {}
    for entry in headers.get("accept-encoding", "").lower().split(","):
        name, _, parameters = entry.partition(";")
        quality = parameters.strip().removeprefix("q=").strip()
        wishes[name.strip()] = quality not in ("0", "0.0", "0.00", "0.000")
    return wishes.get(encoding, wishes.get("*", False))


def _has(headers: Headers, etag: str) -> bool:
    known = (tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(","))
    return any(tag in (etag, "*") for tag in known)

"""What a page's Content-Security-Policy lets through for the payment fields of the gateways that are switched on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.gateways.base import BrowserFields

_STRIPE = "https://js.stripe.com"


@dataclass(frozen=True, slots=True)
class Sources:
    """Origins by directive, each once, in a fixed order."""

    scripts: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    connects: tuple[str, ...] = ()
    images: tuple[str, ...] = ()


def sources_of(fields: Iterable[BrowserFields]) -> Sources:
    """What these fields need, and nothing else. An address that is no web address adds nothing."""
    found = [source for one in fields if (source := _sources(one)) is not None]
    return Sources(
        scripts=_each_once(one.scripts for one in found),
        frames=_each_once(one.frames for one in found),
        connects=_each_once(one.connects for one in found),
        images=_each_once(one.images for one in found),
    )


def _sources(fields: BrowserFields) -> Sources | None:
    origin = _origin(fields.fields_url)
    if origin is None:
        return None
    match fields.protocol:
        case "frame":
            return Sources(frames=(origin,))
        case "stripe" if origin == _STRIPE:
            # Stripe's guide to Content-Security-Policy.
            frames = (_STRIPE, "https://*.js.stripe.com", "https://hooks.stripe.com")
            return Sources((_STRIPE, "https://*.js.stripe.com"), frames, ("https://api.stripe.com",))
        case "stripe":
            return Sources(scripts=(origin,), connects=(origin,))
        case "openpay":
            # Its scripts, its API and its fraud check live on different hosts of one domain.
            domain = _domain(origin)
            return Sources((domain,), (domain,), (domain,), (domain,))
    # A protocol that the client does not speak: nothing of it is loaded.
    return None


def _origin(url: str | None) -> str | None:
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    clean = not set(parts.netloc) & set(" ;,'\"@*")
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc and clean else None


def _domain(origin: str) -> str:
    """All hosts of the domain of `https://js.provider.mx`; of anything else, an address or a port, only itself."""
    scheme, _, host = origin.partition("://")
    labels = host.split(".")
    if scheme != "https" or ":" in host or len(labels) != 3 or labels[-1].isdigit():
        return origin
    return f"{scheme}://*.{'.'.join(labels[1:])}"


def _each_once(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for group in groups for source in group))

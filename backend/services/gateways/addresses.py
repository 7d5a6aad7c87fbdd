"""Where a gateway's settings may make us send requests: an address that staff typed in must not reach our own network.

Only the spelling is judged. What a name resolves to is decided when it is called, by the host's resolver.
"""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from urllib.parse import urlsplit

_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa", ".localdomain")


def address_problem(url: str, *, live: bool) -> str | None:
    """What is wrong with an address of a provider, in words for staff; None when it may be called.

    It is https, or http to this machine: for a double. In live mode it is never of this machine or a private network.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "This is not an address."
    if not host or not host.isascii() or parts.username is not None or parts.password is not None:
        return "Write https:// and a host in plain letters, without a user."
    address = _as_ip(host.rstrip("."))
    name = host.rstrip(".").lower()
    here = name == "localhost" or (address is not None and address.is_loopback)
    if parts.scheme != "https" and not (parts.scheme == "http" and here):
        return "Only https:// is called, or http:// on this machine."
    if address is not None and not here and (address.is_link_local or address.is_unspecified or address.is_multicast):
        return "This address is never a provider's."
    local_name = address is None and (name == "localhost" or "." not in name or name.endswith(_LOCAL_ENDINGS))
    if live and (local_name or (address is not None and not address.is_global)):
        return "In live mode no address of this machine or of a private network is called."
    return None


def _as_ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address that a host spells in any way a resolver takes: 127.1, 0x7f000001 and 2130706433 are 127.0.0.1."""
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        if isinstance(address, ipaddress.IPv6Address):
            return address.ipv4_mapped or address.sixtofour or address
        return address
    with suppress(OSError):
        return ipaddress.IPv4Address(socket.inet_aton(host))
    return None

"""How the provider signs what it sends: `t=<unix seconds>,v1=<hex hmac-sha256 of "{t}.{body}">`."""

from __future__ import annotations

import hashlib
import hmac

SIGNATURE_HEADER = "Sandbox-Signature"


def signature(secret: str, body: bytes, unix_seconds: int) -> str:
    """The header's value for `body`, sent at `unix_seconds`."""
    signed = b"%d." % unix_seconds + body
    return f"t={unix_seconds},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"

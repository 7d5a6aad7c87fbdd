"""RS256 signing keys: a pair for each merchant; the private half is sealed, the public half published."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwt.algorithms import RSAAlgorithm

from backend.models import SigningKey
from backend.models.ids import new_id
from backend.services.context import Context

_BITS = 2048


def _place(key_id: str, merchant_id: str) -> str:
    return f"signing_keys|{key_id}|private|{merchant_id}"


async def create_signing_key(ctx: Context) -> SigningKey:
    """Make and store a key pair for the context's merchant."""
    private = await asyncio.to_thread(generate_private_key, 65537, _BITS)
    key_id = new_id("key")
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    jwk = {**RSAAlgorithm.to_jwk(private.public_key(), as_dict=True), "kid": key_id, "alg": "RS256", "use": "sig"}
    jwk.pop("key_ops", None)
    return await SigningKey.create(
        id=key_id,
        merchant_id=ctx.merchant_id,
        public_jwk=jwk,
        private_sealed=ctx.services.secrets.seal(pem, _place(key_id, ctx.merchant_id)),
        created_at=ctx.now,
    )


async def signing_key(ctx: Context) -> tuple[str, str]:
    """(kid, private key as PEM) of the merchant's newest key in use."""
    row = await SigningKey.filter(merchant_id=ctx.merchant_id, retired_at=None).order_by("-id").first()
    if row is None:
        raise RuntimeError(f"merchant {ctx.merchant_id} has no signing key")
    return row.id, ctx.services.secrets.open(row.private_sealed, _place(row.id, ctx.merchant_id))


async def verifying_key(key_id: str) -> tuple[str, Any] | None:
    """(merchant id, public key) of a `kid`, or None. The algorithm is ours alone to choose: RS256."""
    row = await SigningKey.get_or_none(id=key_id)
    if row is None:
        return None
    return row.merchant_id, RSAAlgorithm.from_jwk(json.dumps(row.public_jwk))


async def public_keys() -> list[dict[str, Any]]:
    """The JWK set: every key that a living token may have been signed with."""
    return [row.public_jwk for row in await SigningKey.all().order_by("id")]

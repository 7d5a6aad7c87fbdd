"""The master secret and what is made from it: sealing of stored secrets, and signatures on tokens of our own.

Each purpose has its own key (HKDF), so a leak of one says nothing about another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from typing import Any

import jwt
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12
_VERSION = "k1."


class Unsealable(Exception):
    """A sealed value was made with another master secret, for another row, or was changed."""


class BadSignature(Exception):
    """A token of ours that we did not sign, or that was changed."""


class SecretBox:
    """Seals, signs and derives with one 32-byte master secret."""

    def __init__(self, master: bytes) -> None:
        if len(master) != 32:
            raise ValueError("the master secret has 32 bytes")
        self._master = master
        self._seal = AESGCM(self._derive("seal"))
        self._sign = self._derive("sign")
        self._chain = self._derive("refresh-chain")

    def _derive(self, purpose: str) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=f"perennial:{purpose}".encode()).derive(self._master)

    def seal(self, secret: str, place: str) -> str:
        """Encrypt for one `place` (table, row, column, merchant): the result cannot be opened elsewhere."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._seal.encrypt(nonce, secret.encode(), place.encode())
        return _VERSION + base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, place: str) -> str:
        """What was sealed for `place`. Raises Unsealable."""
        if not sealed.startswith(_VERSION):
            raise Unsealable("unknown seal version")
        try:
            raw = base64.b64decode(sealed.removeprefix(_VERSION))
            return self._seal.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise Unsealable("the seal does not fit this place") from error

    def sign(self, kind: str, claims: dict[str, Any]) -> str:
        """A compact signed token of `kind`; it is readable, not secret."""
        return jwt.encode({**claims, "typ": kind}, self._sign, algorithm="HS256")

    def verify(self, kind: str, token: str) -> dict[str, Any]:
        """The claims of a token of `kind` that we signed. Raises BadSignature; expiry is the caller's to judge."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token, self._sign, algorithms=["HS256"], options={"require": ["typ"], "verify_exp": False}
            )
        except jwt.PyJWTError as error:
            raise BadSignature("not signed here") from error
        if claims["typ"] != kind:
            raise BadSignature("a token of another kind")
        return claims

    def successor(self, token: str) -> str:
        """The one token that follows `token` in a rotation chain: always the same, unguessable without the secret."""
        return base64.urlsafe_b64encode(hmac.digest(self._chain, token.encode(), "sha256")).decode().rstrip("=")


def fingerprint(token: str) -> str:
    """SHA-256 of a random token, in hex: what is stored instead of it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

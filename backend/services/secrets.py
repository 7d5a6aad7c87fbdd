"""The master secrets and what is made from them: sealing of stored secrets, and signatures on tokens of our own.

Each purpose has its own key (HKDF), so a leak of one says nothing about another. The first master secret makes
everything new; further ones only open, verify and continue what was made with them. docs/operating.md tells how one
takes the place of another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Callable, Sequence
from typing import Any

import jwt
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.models.base import Row

MASTER_BYTES = 32
SEALED_SUFFIX = "_sealed"
_NONCE_BYTES = 12
# k1: sealed directly with the master secret's key, without its id. k2: an envelope, see `SecretBox.seal`.
_DIRECT = "k1."
_ENVELOPE = "k2."

Masters = Sequence[bytes]


class Unsealable(Exception):
    """A sealed value was made with another master secret, for another row, or was changed."""


class BadSignature(Exception):
    """A token of ours that we did not sign, or that was changed."""


def place_of(model: type[Row], column: str, id: str, merchant_id: str) -> str:
    """Where a column's value is sealed for: no other table, row, column or merchant can open it."""
    return f"{model._meta.db_table}|{id}|{column.removesuffix(SEALED_SUFFIX)}|{merchant_id}"


def key_of(sealed: str) -> str:
    """The id of the master secret that a value was sealed with; empty for the earlier form, which does not say."""
    return sealed.removeprefix(_ENVELOPE).partition(".")[0] if sealed.startswith(_ENVELOPE) else ""


class _Key:
    """What is made from one master secret. `id` says in stored values which one it was, and nothing about it."""

    def __init__(self, master: bytes) -> None:
        if len(master) != MASTER_BYTES:
            raise ValueError(f"a master secret has {MASTER_BYTES} bytes")

        def derive(purpose: str) -> bytes:
            return HKDF(SHA256(), 32, salt=None, info=f"perennial:{purpose}".encode()).derive(master)

        self.id = derive("id")[:8].hex()
        self.direct = AESGCM(derive("seal"))
        self.wrap = AESGCM(derive("wrap"))
        self.sign = derive("sign")
        self.chain = derive("refresh-chain")


class SecretBox:
    """Seals, signs and derives with one 32-byte master secret; `previous` ones still open and verify.

    `look_again` answers the master secrets as they are now: asked when a value was sealed with one that is not known.
    """

    def __init__(self, master: bytes, previous: Masters = (), look_again: Callable[[], Masters] | None = None) -> None:
        self._keys = [_Key(known) for known in (master, *previous)]
        self._look_again = look_again

    @property
    def key_ids(self) -> list[str]:
        """What the master secrets are called in stored values, in their order."""
        return [key.id for key in self._keys]

    @property
    def sealed_now(self) -> str:
        """How every value begins that is sealed with the first master secret."""
        return f"{_ENVELOPE}{self._keys[0].id}."

    def seal(self, secret: str, place: str) -> str:
        """Encrypt for one `place` (see `place_of`): the result cannot be opened elsewhere.

        `k2.<key id>.<key>.<secret>`: a random key for this value, encrypted with the master secret's; and the secret,
        encrypted with that key. Both AES-256-GCM with the place as associated data.
        """
        key, own = self._keys[0], AESGCM.generate_key(256)
        wrapped = _encrypt(key.wrap, own, place)
        return f"{self.sealed_now}{wrapped}.{_encrypt(AESGCM(own), secret.encode(), place)}"

    def open(self, sealed: str, place: str) -> str:
        """What was sealed for `place`. Raises Unsealable."""
        if sealed.startswith(_DIRECT):
            return self._open_direct(sealed.removeprefix(_DIRECT), place).decode()
        version, _, rest = sealed.partition(".")
        parts = rest.split(".")
        if f"{version}." != _ENVELOPE or len(parts) != 3:
            raise Unsealable("unknown seal version")
        key_id, wrapped, secret = parts
        own = _decrypt(self._key(key_id).wrap, wrapped, place)
        return _decrypt(AESGCM(own), secret, place).decode()

    def _key(self, id: str) -> _Key:
        found = next((key for key in self._keys if key.id == id), None)
        if found is None and self._look_again is not None:
            self._keys = [_Key(known) for known in self._look_again()]
            found = next((key for key in self._keys if key.id == id), None)
        if found is None:
            raise Unsealable("sealed with a master secret that is not known here")
        return found

    def _open_direct(self, sealed: str, place: str) -> bytes:
        for key in self._keys[:-1]:
            try:
                return _decrypt(key.direct, sealed, place)
            except Unsealable:
                continue
        return _decrypt(self._keys[-1].direct, sealed, place)

    def sign(self, kind: str, claims: dict[str, Any]) -> str:
        """A compact signed token of `kind`; it is readable, not secret."""
        return jwt.encode({**claims, "typ": kind}, self._keys[0].sign, algorithm="HS256")

    def verify(self, kind: str, token: str) -> dict[str, Any]:
        """The claims of a token of `kind` that we signed. Raises BadSignature; expiry is the caller's to judge."""
        for key in self._keys:
            try:
                claims: dict[str, Any] = jwt.decode(
                    token, key.sign, algorithms=["HS256"], options={"require": ["typ"], "verify_exp": False}
                )
            except jwt.PyJWTError:
                continue
            if claims["typ"] != kind:
                raise BadSignature("a token of another kind")
            return claims
        raise BadSignature("not signed here")

    def successor(self, token: str) -> str:
        """The one token that follows `token` in a rotation chain: always the same, unguessable without the secret."""
        return self.successors(token)[0]

    def successors(self, token: str) -> list[str]:
        """`successor`, and what it is for processes with another of the master secrets in the first place."""
        return [
            base64.urlsafe_b64encode(hmac.digest(key.chain, token.encode(), "sha256")).decode().rstrip("=")
            for key in self._keys
        ]


def _encrypt(cipher: AESGCM, secret: bytes, place: str) -> str:
    nonce = os.urandom(_NONCE_BYTES)
    return base64.b64encode(nonce + cipher.encrypt(nonce, secret, place.encode())).decode()


def _decrypt(cipher: AESGCM, text: str, place: str) -> bytes:
    try:
        raw = base64.b64decode(text)
        return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise Unsealable("the seal does not fit this place") from error


def fingerprint(token: str) -> str:
    """SHA-256 of a random token, in hex: what is stored instead of it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

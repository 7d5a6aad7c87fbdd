"""Passwords and signing keys that cost a test process nothing.

A hash is slow and a key takes a search by design, which the thousands of tests that only need somebody signed in would
pay for. Both stay real, with weaker figures; reading a private key, which proves it prime anew, is done once for each.
Forked processes have the quick passwords too (tests/support/forker.py); programs keep the product's own figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import cycle

import jwt.algorithms
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from backend.services.accounts import keys, passwords
from tests.support.quick_passwords import quick_hasher

# More than any test has merchants, so that no two of them share one.
_KEYS = 4


@contextmanager
def quick_secrets() -> Iterator[None]:
    """Argon2 with its lowest figures, and each signing key the next of a few."""
    made = cycle(_few_keys())

    def next_key(public_exponent: int, key_size: int) -> RSAPrivateKey:
        key = next(made)
        assert (key.public_key().public_numbers().e, key.key_size) == (public_exponent, key_size)
        return key

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", quick_hasher())
        patch.setattr(keys, "generate_private_key", next_key)
        patch.setattr(jwt.algorithms, "load_pem_private_key", lru_cache(maxsize=4 * _KEYS)(load_pem_private_key))
        yield


def _few_keys() -> list[RSAPrivateKey]:
    return [generate_private_key(65537, 2048) for _ in range(_KEYS)]

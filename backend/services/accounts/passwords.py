"""Passwords: argon2id, checked off the event loop, taking the same time whether or not the user exists."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from backend.domain.errors import InvalidInput

MIN_LENGTH = 10
MAX_LENGTH = 200

# 64 MiB, three passes, four lanes: RFC 9106, section 4, the second recommended choice.
_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
# At most this many hashes at once: each takes 64 MiB.
_threads = ThreadPoolExecutor(2, "passwords")


def check_strength(password: str, email: str, path: str) -> None:
    """Raises InvalidInput when the password is too short, too long or the e-mail address itself."""
    if len(password) < MIN_LENGTH:
        raise InvalidInput.at(path, "TOO_SHORT", f"Choose a password of at least {MIN_LENGTH} characters.")
    if len(password) > MAX_LENGTH:
        raise InvalidInput.at(path, "TOO_LONG", f"The password may have at most {MAX_LENGTH} characters.")
    if password.casefold() == email.casefold():
        raise InvalidInput.at(path, "TOO_EASY", "The password must not be your email address.")


async def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def verify_password(stored: str | None, password: str) -> bool:
    """Whether `password` fits; with `stored` None the answer is False after the same work."""
    fits = await asyncio.get_running_loop().run_in_executor(_threads, _verify, stored, password)
    return fits and stored is not None


def _verify(stored: str | None, password: str) -> bool:
    try:
        return _hasher.verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """Verified against when nobody has the e-mail address, so that the answer takes as long."""
    return _hasher.hash("nobody has this password")

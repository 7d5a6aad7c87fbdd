"""Idempotency keys: the same key and input give the same answer; the same key and another input are a conflict."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tortoise.exceptions import IntegrityError

from backend.domain.errors import Conflict, InvalidInput
from backend.models import IdempotencyKey
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction

MAX_KEY_LENGTH = 255

Result = dict[str, str]
Perform = Callable[[Transaction], Awaitable[Result]]


@repeat_on_deadlock
async def once(ctx: Context, *, operation: str, key: str, request: Mapping[str, Any], perform: Perform) -> Result:
    """Run `perform` in one transaction, at most once for this caller and key; answer with the ids that it led to.

    The key's row is written first: a twin that runs at the same moment waits for it, then finds the result. A refusal
    rolls the key back too, so a corrected request may use it again.
    Raises InvalidInput for an unusable key and Conflict when the key was used for something else.
    """
    if not key.strip() or len(key) > MAX_KEY_LENGTH or "\x00" in key:
        raise InvalidInput.at("idempotencyKey", "INVALID_KEY", f"Give a key of 1 to {MAX_KEY_LENGTH} characters.")
    scope = ctx.actor.user_id or ctx.merchant_id
    digest = hashlib.sha256(
        json.dumps([operation, request], sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()
    earlier = await _earlier(ctx, scope, key, digest)
    if earlier is not None:
        return earlier
    row = IdempotencyKey(
        id=new_id("idem"), merchant_id=ctx.merchant_id, scope=scope, key=key, operation=operation,
        request_hash=digest, result={}, created_at=ctx.wall,
    )  # fmt: skip
    try:
        async with transaction(ctx) as tx:
            await _claim(row)
            result = await perform(tx)
            await IdempotencyKey.filter(id=row.id, merchant_id=ctx.merchant_id).update(result=result)
        return result
    except _Taken:
        found = await _earlier(ctx, scope, key, digest)
        if found is None:
            raise Conflict("Another request with this key was just withdrawn; send it again.") from None
        return found


class _Taken(Exception):
    """Somebody else's row with this key was committed first."""


async def _claim(row: IdempotencyKey) -> None:
    try:
        await row.save(force_create=True)
    except IntegrityError as error:
        raise _Taken from error


async def _earlier(ctx: Context, scope: str, key: str, digest: str) -> Result | None:
    row = await IdempotencyKey.get_or_none(merchant_id=ctx.merchant_id, scope=scope, key=key)
    if row is None:
        return None
    if row.request_hash != digest:
        raise Conflict("This idempotency key was used for another request; make a new one.")
    return dict(row.result)

"""Idempotency keys, by themselves: one effect, one answer, whoever asks and however often."""

from __future__ import annotations

import asyncio

import pytest

from backend.domain.errors import Conflict, InvalidInput, NotFound
from backend.models import Event, IdempotencyKey
from backend.services.context import Actor, Context, Role
from backend.services.idempotency import Result, once
from backend.services.transaction import Transaction
from tests.support.dialects import on_one_database
from tests.support.invariants import nothing_changes
from tests.support.merchants import OpenMerchant, open_merchant


class Effect:
    """Writes one fact each time it is performed, and answers with its number."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.performed = 0
        self.refuses = refuses

    async def __call__(self, tx: Transaction) -> Result:
        self.performed += 1
        tx.announce("effect.happened", "effect", version=self.performed, customer_id=None, payload={})
        if self.refuses:
            raise NotFound("There is no such thing.")
        return {"effect": str(self.performed)}


async def do(ctx: Context, effect: Effect, *, key: str = "k", operation: str = "op", n: int = 1) -> Result:
    return await once(ctx, operation=operation, key=key, request={"n": n, "list": [n]}, perform=effect)


def user(merchant: OpenMerchant, id: str | None) -> Context:
    return merchant.services.context(Actor(Role.STAFF, merchant.row.id, user_id=id))


async def test_the_same_key_and_input_have_one_effect_and_one_answer(merchant: OpenMerchant) -> None:
    effect, ctx = Effect(), merchant.system
    assert await do(ctx, effect) == {"effect": "1"}
    async with nothing_changes():
        assert await do(ctx, effect) == {"effect": "1"}
        merchant.clock.advance(days=400)
        assert await do(merchant.system, effect) == {"effect": "1"}
    assert effect.performed == 1


async def test_the_same_key_for_something_else_is_a_conflict(merchant: OpenMerchant) -> None:
    effect, ctx = Effect(), merchant.system
    await do(ctx, effect)
    async with nothing_changes():
        with pytest.raises(Conflict):
            await do(ctx, effect, n=2)
        with pytest.raises(Conflict):
            await do(ctx, effect, operation="another")
    assert effect.performed == 1


async def test_twenty_twins_have_one_effect_and_twenty_equal_answers(merchant: OpenMerchant) -> None:
    effects = [Effect() for _ in range(20)]
    answers = await asyncio.gather(*(do(merchant.system, effect) for effect in effects))
    assert answers == [{"effect": "1"}] * 20
    assert await Event.filter(type="effect.happened").count() == 1
    assert await IdempotencyKey.all().count() == 1


async def test_twenty_different_requests_with_one_key_are_one_effect_and_conflicts(merchant: OpenMerchant) -> None:
    answers = await asyncio.gather(*(do(merchant.system, Effect(), n=n) for n in range(20)), return_exceptions=True)
    assert answers.count({"effect": "1"}) == 1
    assert sum(isinstance(answer, Conflict) for answer in answers) == 19
    assert await Event.filter(type="effect.happened").count() == 1


async def test_a_refusal_frees_the_key_and_leaves_nothing(merchant: OpenMerchant) -> None:
    async with nothing_changes():
        with pytest.raises(NotFound):
            await do(merchant.system, Effect(refuses=True))
    assert await do(merchant.system, Effect(), n=2) == {"effect": "1"}


async def test_twins_of_a_refusal_are_all_told_and_the_key_stays_free(merchant: OpenMerchant) -> None:
    async with nothing_changes():
        answers = await asyncio.gather(
            *(do(merchant.system, Effect(refuses=True)) for _ in range(20)), return_exceptions=True
        )
    assert {type(answer) for answer in answers} <= {NotFound, Conflict}
    assert any(isinstance(answer, NotFound) for answer in answers)


async def test_keys_of_two_users_of_two_merchants_and_of_our_own_jobs_do_not_collide(merchant: OpenMerchant) -> None:
    other = await open_merchant(merchant.services, merchant.clock, "other")
    for ctx in (user(merchant, "usr_1"), user(merchant, "usr_2"), user(other, "usr_1"), merchant.system):
        effect = Effect()
        assert await do(ctx, effect, n=id(ctx)) == {"effect": "1"}
        assert effect.performed == 1
    assert await IdempotencyKey.all().count() == 4


async def test_the_longest_key_is_kept_whole(merchant: OpenMerchant) -> None:
    effect = Effect()
    for last in ("a", "b"):
        await do(merchant.system, effect, key="k" * 254 + last)
    assert effect.performed == 2


@on_one_database
@pytest.mark.parametrize("key", ["", "  ", "\n", "k" * 256, "nul\x00"])
async def test_an_unusable_key_is_refused_before_anything_happens(merchant: OpenMerchant, key: str) -> None:
    effect = Effect()
    async with nothing_changes():
        with pytest.raises(InvalidInput):
            await do(merchant.system, effect, key=key)
    assert effect.performed == 0

"""Removing a saved method, choosing the default, and what a gateway tells of a method that it keeps."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from backend.domain.errors import Conflict, Forbidden, NotFound, PaymentDeclined
from backend.domain.subscription import Collection
from backend.gateways.base import ConfigurationError, MethodKind, MethodSummary, OutcomeUnknown, SavedMethodDetails
from backend.gateways.base import NotFound as Gone
from backend.models import AutoTopUp, Event, PaymentMethod
from backend.services.balances.auto_top_up import set_auto_top_up
from backend.services.balances.top_up import top_up
from backend.services.payment_methods.changed import method_changed
from backend.services.payment_methods.remove import remove_method
from backend.services.payment_methods.set_default import set_default_method
from backend.services.payments.pay_with import PayWith
from backend.services.subscriptions.renewals import set_renewals
from tests.support.dunning import another_card
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import KEPT_CARD, Life, month
from tests.support.scripted_gateway import ScriptedGateway, away, fail
from tests.support.storefront import known_customer

SQLITE = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)


async def remove(life: Life, method: PaymentMethod) -> PaymentMethod:
    return await remove_method(life.store.ana.context, method_id=method.id)


async def facts(method: PaymentMethod) -> list[str]:
    """What was told of a method, in order."""
    rows = await Event.filter(subject_id=method.id).order_by("id")
    return [row.type.removeprefix("payment_method.") for row in rows]


@SQLITE
async def test_a_removed_method_is_gone_at_its_gateway_and_here(life: Life, gateway: ScriptedGateway) -> None:
    card = await life.keep_card()
    removed = await remove(life, card)
    assert (removed.removed_at, removed.is_default) == (life.clock.now, False)
    assert (gateway.removed, gateway.calls("detach")) == ({"pm_1"}, 1)
    assert await facts(card) == ["kept", "removed"]
    async with nothing_changes():
        await remove(life, card)
    assert gateway.calls("detach") == 1
    await assert_all_adds_up(gateway)


@SQLITE
async def test_the_newest_of_the_others_becomes_the_default(life: Life, gateway: ScriptedGateway) -> None:
    card = await life.keep_card()
    older, newer = await another_card(life, "pm_older"), await another_card(life, "pm_newer")
    await remove(life, older)
    assert (await PaymentMethod.get(is_default=True)).id == card.id
    await remove(life, card)
    assert (await PaymentMethod.get(is_default=True)).id == newer.id
    assert await facts(newer) == ["made_default"]


@SQLITE
async def test_a_lost_answer_leaves_it_on_the_list_until_it_is_removed_again(
    life: Life, gateway: ScriptedGateway
) -> None:
    card = await life.keep_card()
    gateway.script("detach", away(), fail(OutcomeUnknown("read timeout")))
    for _ in range(2):
        async with nothing_changes():
            with pytest.raises(Conflict, match="just now"):
                await remove(life, card)
    await remove(life, card)
    assert gateway.calls("detach") == 3
    assert await facts(card) == ["kept", "removed"]


@SQLITE
@pytest.mark.parametrize("error", [Gone("pm_1"), ConfigurationError("wrong key")])
async def test_what_the_gateway_has_forgotten_or_will_never_say_is_removed_here(
    life: Life, gateway: ScriptedGateway, error: Exception
) -> None:
    card = await life.keep_card()
    gateway.script("detach", fail(error))
    assert (await remove(life, card)).removed_at == life.clock.now


@SQLITE
async def test_what_pays_for_a_subscription_or_a_top_up_stays_and_the_refusal_names_them(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    card = await PaymentMethod.get()
    ana = life.store.ana.context
    await set_auto_top_up(ana, enabled=True, threshold=("0.00", "USD"), amount=("9.00", "USD"), method_id=card.id)
    async with nothing_changes():
        with pytest.raises(Conflict) as both:
            await remove(life, card)
    assert both.value.message == (
        "This method pays for the subscription Hosting Basic and the automatic top-up in USD. Choose another way to "
        "pay there first."
    )
    await AutoTopUp.all().update(enabled=False)
    with pytest.raises(Conflict, match=r"pays for the subscription Hosting Basic\. Choose"):
        await remove(life, card)

    # Another method for it, or none any more.
    other = await another_card(life)
    await set_renewals(ana, subscription_id=sub.id, collection=Collection.METHOD, method_id=other.id)
    with pytest.raises(Conflict):
        await remove(life, other)
    await remove(life, card)
    await set_renewals(ana, subscription_id=sub.id, auto_renew=False)
    await remove(life, other)
    assert gateway.removed == {"pm_1", "pm_other"}


@SQLITE
async def test_the_default_pays_for_what_has_no_method_of_its_own(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    own = await PaymentMethod.get()
    other = await another_card(life)
    await PaymentMethod.filter(id=own.id).update(removed_at=life.clock.now, is_default=False)
    await PaymentMethod.filter(id=other.id).update(is_default=True)
    with pytest.raises(Conflict, match="Hosting Basic"):
        await remove(life, other)
    third = await another_card(life, "pm_third")
    await set_default_method(life.store.ana.context, method_id=third.id)
    await remove(life, other)
    await life.go(month(1))
    assert gateway.requests[-1].source.reference == "pm_third"  # type: ignore[union-attr]
    assert (await life.now(sub)).status == "ACTIVE"


@SQLITE
async def test_nobody_removes_or_chooses_what_is_not_theirs(life: Life, gateway: ScriptedGateway) -> None:
    card = await life.keep_card()
    ben = await known_customer(life.store.merchant, "ben@example.com")
    for act in (remove_method, set_default_method):
        async with nothing_changes():
            for ctx, id in ((ben.context, card.id), (life.store.ana.context, "pm_nobody")):
                with pytest.raises(NotFound) as caught:
                    await act(ctx, method_id=id)
                assert (caught.value.message, caught.value.id) == ("You have no such saved method.", id)
            for nobody in (life.store.merchant.visitor, life.store.merchant.system):
                with pytest.raises(Forbidden):
                    await act(nobody, method_id=card.id)
    await remove(life, card)
    with pytest.raises(NotFound):
        await set_default_method(life.store.ana.context, method_id=card.id)
    assert gateway.calls("detach") == 1


async def test_two_who_choose_at_once_leave_one_default(life: Life) -> None:
    await life.keep_card()
    cards = [await another_card(life, f"pm_{letter}") for letter in "abc"]
    ana = life.store.ana.context
    await asyncio.gather(*(set_default_method(ana, method_id=card.id) for card in cards for _ in range(2)))
    assert await PaymentMethod.filter(is_default=True).count() == 1
    for card in cards:
        assert set(await facts(card)) == {"made_default"}


async def test_a_removal_and_a_new_card_at_once_leave_one_default(life: Life, gateway: ScriptedGateway) -> None:
    card = await life.keep_card()
    await asyncio.gather(
        remove(life, card),
        top_up(life.store.ana.context, amount=("5.00", "USD"), pay_with=KEPT_CARD, idempotency_key="new-card"),
    )
    assert (await PaymentMethod.get(is_default=True)).gateway_reference == "pm_2"
    # Whoever still has it in hand is declined: the gateway does not keep it any more.
    await PaymentMethod.filter(id=card.id).update(removed_at=None)
    again = PayWith("scripted", "CARD", method_id=card.id)
    with pytest.raises(PaymentDeclined):
        await top_up(life.store.ana.context, amount=("5.00", "USD"), pay_with=again, idempotency_key="gone")
    await assert_all_adds_up(gateway)


@SQLITE
async def test_a_gateway_tells_of_a_new_expiry_and_of_a_method_that_is_gone(life: Life) -> None:
    card = await life.keep_card()
    account = card.gateway_account_id
    newer = SavedMethodDetails("pm_1", "cus_1", MethodSummary(MethodKind.CARD, "visa", "1881", 1, 2044))

    async def told(reference: str, details: SavedMethodDetails | None, account_id: str = account) -> bool:
        return await method_changed(
            life.store.merchant.system, account_id=account_id, reference=reference, details=details
        )

    async with nothing_changes():
        assert not await told("pm_nobody", newer)
        assert not await told("pm_1", None, "gwa_other")
    assert await told("pm_1", newer)
    row = await PaymentMethod.get()
    assert (row.last4, row.expires_month, row.expires_year, row.is_default) == ("1881", 1, 2044, True)
    async with nothing_changes():
        assert not await told("pm_1", newer)
    life.clock.advance(days=1)
    assert await told("pm_1", None)
    assert (await PaymentMethod.get()).removed_at == card.created_at + timedelta(days=1)
    async with nothing_changes():
        assert not await told("pm_1", None)
        assert not await told("pm_1", newer), "only its customer brings it back"
    assert await facts(card) == ["kept", "updated", "removed"]

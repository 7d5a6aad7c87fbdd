"""Cancel with a refund of what is not used: through which payments, and that nothing goes back twice or is lost."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming, Surplus
from backend.domain.errors import Forbidden, InvalidInput, PaymentDeclined
from backend.gateways.base import RefundState
from backend.models import BalanceTransaction, Event, Payment, Refund, Subscription
from backend.services.catalog.load_purchase import Selection
from backend.services.gateways.apply import apply_due_events
from backend.services.gateways.receive import receive_webhook
from backend.services.invoices.pay import pay_invoice
from backend.services.refunds.create import create_refund
from backend.services.refunds.refundable import refundable_of
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.create import create_subscription
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import nothing_changes
from tests.support.life import BALANCE, KEPT_CARD, Life, month
from tests.support.plan_changes import HALF, open_changes
from tests.support.scripted_gateway import ScriptedGateway, decline, pending, refund_webhook, reject_refund
from tests.support.terms import coupon, tax
from tests.support.unused_refunds import (
    assert_true,
    cancel_with_refund,
    collect,
    gone_back,
    legs,
    paid_in_parts,
    refund_policy,
    refunds,
    that_refunds,
)

NOW = ChangeTiming.NOW


async def test_it_is_reserved_with_the_cancellation_and_the_gateway_is_asked_after_it(life: Life) -> None:
    held = await life.subscribe()
    life.clock.now = HALF
    await cancel_with_refund(life, held)
    refund = await Refund.get()
    assert (refund.status, refund.amount_minor, refund.reason, refund.user_id) == ("PENDING", 500, "Moving.", None)
    assert (await gone_back(), life.store.gateway.calls("refund")) == ([(1000, 0, 500)], 0)
    assert await legs(f"refund:{refund.id}:unused") == {"REVENUE": 500, "REFUNDS": -500}
    event = await Event.get(type="subscription.canceled")
    assert (event.payload["credited_minor"], event.payload["refunded_minor"]) == (0, 500)
    await assert_true(life)

    await collect(life)
    assert (await refunds(), await gone_back()) == ([("SUCCEEDED", 500)], [(1000, 500, 0)])
    assert await legs(f"refund:{refund.id}") == {"REFUNDS": 500, "GATEWAY_CLEARING": -500}
    assert ((await life.now(held)).status, await life.balance()) == ("CANCELED", 0)


async def test_the_newest_payment_gives_first_and_what_was_paid_from_the_balance_goes_there(life: Life) -> None:
    held = await paid_in_parts(life, life.monthly, 400)
    life.clock.now = START
    await cancel_with_refund(life, held)
    await collect(life)
    assert (await refunds(), await gone_back()) == ([("SUCCEEDED", 600)], [(400, 0, 0), (600, 600, 0)])
    assert await life.balance() == 400
    (credit,) = await BalanceTransaction.filter(reason="CREDIT", subscription_id=held.id)
    assert (credit.amount_minor, credit.invoice_id) == (400, (await life.invoices(held))[0].id)


async def test_a_change_inside_the_period_gives_back_before_the_period_does(life: Life) -> None:
    changes = await open_changes(life)
    held = await life.subscribe()
    life.clock.now = HALF
    await changes.make(held, changes.double)
    life.clock.now = HALF + timedelta(days=2.8)
    # Double is worth 20.00, and four tenths are left: 5.00 of the change, and 3.00 of the period.
    await cancel_with_refund(life, held)
    await collect(life)
    assert (await refunds(), await gone_back()) == (
        [("SUCCEEDED", 500), ("SUCCEEDED", 300)], [(1000, 300, 0), (500, 500, 0)],
    )  # fmt: skip


async def test_a_period_that_was_paid_ahead_goes_back_through_its_own_payment(life: Life) -> None:
    held = await life.subscribe(way="INVOICE")
    await life.go(month(1) - timedelta(days=5))
    await life.store.pay((await life.invoices(held))[1].id)
    life.clock.now = month(1) - timedelta(days=2.8)
    await cancel_with_refund(life, held)
    await collect(life)
    assert (await refunds(), await gone_back()) == (
        [("SUCCEEDED", 1000), ("SUCCEEDED", 100)], [(1000, 100, 0), (1000, 1000, 0)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ability", "at", "back", "credited"),
    [("none", START, [], 1000), ("full", START, [("PENDING", 1000)], 0), ("full", HALF, [], 500)],
)
async def test_what_the_gateway_cannot_give_back_becomes_balance(
    life: Life, ability: str, at: object, back: list[tuple[str, int]], credited: int
) -> None:
    held = await life.subscribe()
    life.clock.now = at  # type: ignore[assignment]
    await cancel_with_refund(life, held, by=that_refunds(life.store.merchant.system, ability))
    assert (await refunds(), await life.balance()) == (back, credited)
    await assert_true(life)


async def test_what_was_refunded_before_is_not_refunded_again(life: Life, gateway: ScriptedGateway) -> None:
    held = await life.subscribe()
    payment, staff = await Payment.get(), life.store.merchant.system
    gateway.script("refund", pending())
    await create_refund(staff, payment_id=payment.id, amount=("7.00", "USD"), reason="Sorry.", idempotency_key="r")
    life.clock.now = HALF
    await cancel_with_refund(life, held)
    assert (await refunds(), await life.balance()) == ([("PENDING", 700), ("PENDING", 300)], 0)
    await assert_true(life)


@pytest.mark.parametrize("late", [False, True])
async def test_a_refund_that_fails_becomes_balance_and_can_be_tried_again(
    life: Life, gateway: ScriptedGateway, late: bool
) -> None:
    held = await life.subscribe()
    life.clock.now = HALF
    await cancel_with_refund(life, held)
    refund = await Refund.get()
    if late:
        await collect(life)
        told = gateway.move_refund(refund.id, RefundState.FAILED, reason="METHOD")
        for id in ("evt_back", "evt_back_again"):
            headers, body = refund_webhook(told, id=id)
            await receive_webhook(life.store.services, account_id=life.store.account.id, headers=headers, body=body)
        await apply_due_events(life.store.services)
    else:
        gateway.script("refund", reject_refund())
    await collect(life)
    assert (await refunds(), await gone_back(), await life.balance()) == ([("FAILED", 500)], [(1000, 0, 0)], 500)
    assert await legs(f"refund:{refund.id}:to_balance") == {"REFUNDS": 500, "CUSTOMER_BALANCE": -500}
    log = await BalanceTransaction.get()
    assert (log.reason, log.subscription_id, log.payment_id, log.user_id) == (
        "CREDIT",
        held.id,
        refund.payment_id,
        None,
    )

    # Tried again it is taken out of the balance: the customer has it once.
    assert await refundable_of(life.store.merchant.system, [await Payment.get()]) == [1000]
    again = await create_refund(
        life.store.merchant.system, payment_id=refund.payment_id, amount=("5.00", "USD"), reason="Again.",
        idempotency_key="again",
    )  # fmt: skip
    assert (again.status, again.from_balance_minor, await life.balance()) == ("SUCCEEDED", 500, 0)
    await assert_true(life)


@pytest.mark.parametrize(("at", "most"), [(HALF, 500), (START, 0)])
async def test_what_was_credited_is_not_refunded_as_well(life: Life, at: object, most: int) -> None:
    held = await life.subscribe()
    life.clock.now = at  # type: ignore[assignment]
    await cancel_subscription(life.store.ana.context, subscription_id=held.id, when=NOW, credit_unused=True)
    payment, staff = await Payment.get(), life.store.merchant.system
    assert await refundable_of(staff, [payment]) == [most]
    asked = f"{most / 100 + 0.01:.2f}"
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await create_refund(
                staff, payment_id=payment.id, amount=(asked, "USD"), reason="Sorry.", idempotency_key="more"
            )
    (problem,) = refused.value.fields
    assert problem.code == "CREDITED"
    if not most:
        assert problem.message == "All that was left, 10.00 USD, is the customer's balance already."
        return
    assert (problem.path, problem.message) == (
        ("amount", "amount"),
        "Refund at most 5.00 USD: the other 5.00 USD went back already, to the customer's balance.",
    )  # fmt: skip
    rest = await create_refund(staff, payment_id=payment.id, reason="Sorry.", idempotency_key="rest")
    assert (rest.amount_minor, rest.from_balance_minor, await life.balance()) == (500, 0, 500)
    await assert_true(life)


async def test_together_with_refunds_of_staff_no_more_goes_back_than_came(life: Life) -> None:
    held = await life.subscribe()
    payment = await Payment.get()

    async def by_hand(key: str) -> None:
        staff = life.store.merchant.system
        with contextlib.suppress(InvalidInput):
            await create_refund(staff, payment_id=payment.id, amount=("3.00", "USD"), reason="So.", idempotency_key=key)

    await asyncio.gather(cancel_with_refund(life, held), *(by_hand(f"hand-{n}") for n in range(4)))
    await collect(life)
    # All four, and the rest of the period; or what the cancellation left.
    assert await life.balance() == 0
    assert sum(minor for _, minor in await refunds()) == 1000


async def test_under_a_coupon_with_tax_the_tax_goes_back_with_it(life: Life) -> None:
    await coupon(life, "HALF", percent_bp=5000)
    await tax(life, "VAT", 160_000)
    ana = life.store.ana.context
    done = await create_subscription(
        ana, selection=Selection(life.monthly.id, coupons=("HALF",)), pay_with=KEPT_CARD, idempotency_key="buy"
    )
    assert await gone_back() == [(580, 0, 0)]
    life.clock.now = HALF
    await cancel_with_refund(life, done.subscription)
    refund = await Refund.get()
    assert await legs(f"refund:{refund.id}:unused") == {"REVENUE": 250, "TAX": 40, "REFUNDS": -290}
    await collect(life)
    assert (await refunds(), await gone_back(), await life.balance()) == ([("SUCCEEDED", 290)], [(580, 290, 0)], 0)


async def test_each_way_back_has_its_share_of_the_tax(life: Life) -> None:
    await tax(life, "VAT", 160_000)
    held = await paid_in_parts(life, life.monthly, 400)
    life.clock.now = START
    await cancel_with_refund(life, held)
    refund, credit = await Refund.get(), await BalanceTransaction.get(reason="CREDIT", subscription_id=held.id)
    # Of 11.60 with 1.60 tax, 7.60 were paid by card: 1.0483 of the tax.
    assert await legs(f"refund:{refund.id}:unused") == {"REVENUE": 655, "TAX": 105, "REFUNDS": -760}
    assert (credit.amount_minor, await life.balance()) == (400, 400)
    await collect(life)


async def test_customers_have_a_refund_only_where_it_is_the_merchants_policy(life: Life) -> None:
    held = await life.subscribe()
    life.clock.now = HALF
    async with nothing_changes():
        with pytest.raises(Forbidden, match="becomes balance here"):
            await cancel_with_refund(life, held, by=life.store.ana.context)
    await refund_policy(life)
    await cancel_with_refund(life, held, by=life.store.ana.context)
    await collect(life)
    assert (await refunds(), await life.balance()) == ([("SUCCEEDED", 500)], 0)


async def test_whoever_wants_credit_has_it_whatever_the_policy_is(life: Life) -> None:
    await refund_policy(life)
    held = await life.subscribe()
    life.clock.now = HALF
    ana = life.store.ana.context
    await cancel_subscription(ana, subscription_id=held.id, when=NOW, unused=Surplus.BALANCE, credit_unused=True)
    assert (await refunds(), await life.balance()) == ([], 500)
    await assert_true(life)


@on_one_database
@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"when": NOW, "unused": Surplus.REFUND, "credit_unused": True}, "unused", "CONTRADICTION"),
        ({"when": ChangeTiming.PERIOD_END, "unused": Surplus.REFUND}, "unused", "NOT_NEEDED"),
        ({"when": ChangeTiming.PERIOD_END, "unused": Surplus.BALANCE}, "unused", "NOT_NEEDED"),
    ],
)
async def test_impossible_wishes_are_refused_by_name(
    life: Life, changes: dict[str, object], path: str, code: str
) -> None:
    held = await life.subscribe()
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await cancel_subscription(life.store.merchant.system, subscription_id=held.id, **changes)  # type: ignore[arg-type]
    assert [(field.path, field.code) for field in refused.value.fields] == [((path,), code)]


async def test_a_gateway_that_is_gone_gives_nothing_back(life: Life) -> None:
    held = await life.subscribe()
    await Payment.all().update(gateway="gone")
    life.clock.now = HALF
    await cancel_with_refund(life, held)
    assert (await refunds(), await life.balance()) == ([], 500)
    await assert_true(life)


async def test_what_a_void_invoice_gave_to_the_balance_is_not_refunded_as_well(
    life: Life, gateway: ScriptedGateway
) -> None:
    gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await life.store.subscribe()
    held = await Subscription.get(customer_id=life.store.ana.row.id)
    (invoice,) = await life.invoices(held)
    await life.give(300)
    ana = life.store.ana.context
    await pay_invoice(ana, invoice_id=invoice.id, pay_with=BALANCE, amount=("3.00", "USD"), idempotency_key="part")
    await cancel_with_refund(life, held)
    assert (await refunds(), await life.balance()) == ([], 300)
    payment, staff = await Payment.get(status="SUCCEEDED"), life.store.merchant.system
    assert await refundable_of(staff, [payment]) == [0]
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await create_refund(staff, payment_id=payment.id, reason="Sorry.", idempotency_key="void")
    assert [problem.code for problem in refused.value.fields] == ["CREDITED"]
    await assert_true(life)

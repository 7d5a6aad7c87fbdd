"""What follows a decline, by its advice: tries at exact instants, or none; and what makes it good again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.gateways.base import DeclineAdvice, MethodKind, PaymentState, SavedMethod
from backend.models import PaymentMethod
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.pay_with import PayWith
from tests.support.dunning import GENERIC, latest, payments, stands, told
from tests.support.invariants import assert_all_adds_up
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway, decline, misconfigured, require_action, succeed

FIRST = month(1)
DAYS = {day: FIRST + timedelta(days=day) for day in (1, 3, 7, 14)}
LATER, NEVER = DeclineAdvice.RETRY_LATER, DeclineAdvice.NEVER
POOR = "The card has insufficient funds. Try another card."


@pytest.mark.parametrize("advice", [LATER, DeclineAdvice.CONTACT_ISSUER, DeclineAdvice.MERCHANT_FIX])
async def test_what_may_pass_is_tried_after_1_3_7_and_14_days_and_then_it_is_canceled(
    life: Life, gateway: ScriptedGateway, advice: DeclineAdvice
) -> None:
    sub = await life.subscribe()
    gateway.script("create", *(decline("INSUFFICIENT_FUNDS", advice) for _ in range(5)))
    await life.go(FIRST)
    nexts = [*DAYS.values(), None]
    for tries, (at, following) in enumerate(zip([FIRST, *DAYS.values()], nexts, strict=True), start=1):
        if at > FIRST:
            await life.go(at - timedelta(seconds=1))
            assert len(gateway.requests) == tries
            await life.go(at)
        assert len(gateway.requests) == 1 + tries
        if following:
            assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", following, tries)

    assert await stands(life, sub) == ("CANCELED", "GAVE_UP", "PAYMENT", None, 5)
    ended, (_, renewal) = await life.now(sub), await life.invoices(sub)
    assert (ended.ended_at, ended.canceled_at, ended.due_at, renewal.status) == (DAYS[14], DAYS[14], None, "OPEN")
    found = await latest(life, sub)
    assert (found.first_failed_at, found.last_reason, found.payment_id) == (FIRST, POOR, None)
    about = {"status": "PAST_DUE", "invoice": renewal.id, "reason": POOR, "wants": "PAYMENT"}
    end = DAYS[14].isoformat()
    assert await told(sub, "past_due", "canceled", "recovered") == [
        *(
            ("past_due", at, {**about, "next_try_at": after.isoformat(), "gives_up_at": end})
            for at, after in zip([FIRST, *DAYS.values()], DAYS.values(), strict=False)
        ),
        ("past_due", DAYS[14], {**about, "next_try_at": None, "gives_up_at": None}),
        ("canceled", DAYS[14], {"status": "CANCELED", "reason": "collection_failed", "invoice": renewal.id}),
    ]
    await life.go(month(3))
    assert (len(gateway.requests), len(await life.invoices(sub))) == (6, 2)
    await assert_all_adds_up(gateway)


async def test_a_job_that_runs_late_tries_once_and_goes_on_by_the_first_failure(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    gateway.script("create", *(decline(advice=LATER) for _ in range(4)))
    await life.go(FIRST)
    await life.go(DAYS[1] + timedelta(hours=5))
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", DAYS[3], 2)
    await life.go(DAYS[7] + timedelta(hours=1))
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", DAYS[14], 3)
    await life.go(DAYS[14] + timedelta(days=5))
    assert await stands(life, sub) == ("CANCELED", "GAVE_UP", "PAYMENT", None, 4)
    assert (await life.now(sub)).ended_at == DAYS[14] + timedelta(days=5)
    await assert_all_adds_up(gateway)


async def test_a_retry_that_succeeds_makes_it_active(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline(advice=LATER), decline(advice=LATER), succeed())
    await life.go(FIRST)
    assert (await life.now(sub)).past_due_at == FIRST
    await life.go(DAYS[1])
    assert (await life.now(sub)).past_due_at == FIRST, "since the first failure"
    await life.go(DAYS[3])
    _, renewal = await life.invoices(sub)
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 2)
    row = await life.now(sub)
    assert (row.past_due_at, row.period_start, row.period_end) == (None, FIRST, month(2))
    assert await told(sub, "recovered") == [("recovered", DAYS[3], {"status": "ACTIVE", "invoice": renewal.id})]
    assert await payments(renewal) == [("CARD", 1000, "FAILED"), ("CARD", 1000, "FAILED"), ("CARD", 1000, "SUCCEEDED")]
    await life.go(month(2))
    assert [invoice.status for invoice in await life.invoices(sub)] == ["PAID"] * 3
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize(
    ("reason", "advice", "wants", "text"),
    [
        ("FRAUD", NEVER, "METHOD", GENERIC),
        ("EXPIRED_CARD", DeclineAdvice.NEW_METHOD, "METHOD", "The card has expired. Try another card."),
        (
            "AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE, "AUTHENTICATION",
            "The bank wants to verify this payment with you.",
        ),
    ],
)  # fmt: skip
async def test_what_will_not_pass_is_not_tried_again_and_is_given_up_on_day_14(
    life: Life, gateway: ScriptedGateway, reason: str, advice: DeclineAdvice, wants: str, text: str
) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline(reason, advice))
    await life.go(FIRST)
    _, renewal = await life.invoices(sub)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", wants, DAYS[14], 1)
    for day in (1, 3, 7):
        await life.go(DAYS[day])
    await life.go(DAYS[14] - timedelta(seconds=1))
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", wants, DAYS[14], 1)
    await life.go(DAYS[14])
    assert await stands(life, sub) == ("CANCELED", "GAVE_UP", wants, None, 1)
    assert (await latest(life, sub)).last_reason == text
    assert len(gateway.requests) == 2, "the first payment, and one try"
    about = {"status": "PAST_DUE", "invoice": renewal.id, "reason": text, "wants": wants}
    assert await told(sub, "past_due", "canceled") == [
        ("past_due", FIRST, {**about, "next_try_at": None, "gives_up_at": DAYS[14].isoformat()}),
        ("canceled", DAYS[14], {"status": "CANCELED", "reason": "collection_failed", "invoice": renewal.id}),
    ]
    await assert_all_adds_up(gateway)


async def test_a_challenge_while_nobody_is_there_wants_authentication_and_the_same_card_pays_by_hand(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    card = await PaymentMethod.get()
    gateway.script("create", require_action(), require_action())
    await life.go(FIRST)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "AUTHENTICATION", DAYS[14], 1)
    _, renewal = await life.invoices(sub)
    ((_, _, asked),) = await told(sub, "past_due")
    assert (asked["wants"], asked["next_try_at"]) == ("AUTHENTICATION", None)
    await life.go(DAYS[3])
    with_it = PayWith("scripted", "CARD", method_id=card.id, return_url="https://shop.example/payments/{PAYMENT_ID}")
    paid = await pay_invoice(
        life.store.ana.context, invoice_id=renewal.id, pay_with=with_it, idempotency_key="authenticate"
    )
    assert paid.payment.status == "REQUIRES_ACTION"
    request = gateway.requests[-1]
    assert (request.source, request.off_session) == (SavedMethod(MethodKind.CARD, "cus_1", "pm_1"), False)
    assert request.return_url == f"https://shop.example/payments/{paid.payment.id}"
    assert (await life.now(sub)).status == "PAST_DUE"
    life.clock.advance(minutes=5)
    await life.store.hears(gateway.move(gateway.requests[-1].our_reference, PaymentState.SUCCEEDED), id="evt_1")
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    now = DAYS[3] + timedelta(minutes=5)
    assert await told(sub, "recovered") == [("recovered", now, {"status": "ACTIVE", "invoice": renewal.id})]
    await assert_all_adds_up(gateway)


async def test_an_account_with_a_wrong_key_is_tried_by_the_schedule(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    gateway.script("create", misconfigured())
    await life.go(FIRST)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", DAYS[1], 1)
    assert (await latest(life, sub)).last_reason == "The payment could not be processed. Try again in a moment."
    await life.go(DAYS[1])
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    assert len(gateway.charges) == 2
    await assert_all_adds_up(gateway)

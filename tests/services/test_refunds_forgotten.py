"""A refund whose answer was lost is never sent again once the gateway may have forgotten its key."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.gateways.base import DisputeState, GatewayContext, PaymentResult, RefundResult
from backend.models import Payment, Refund
from backend.services.disputes.settle import settle_dispute
from backend.services.refunds.create import create_refund
from backend.services.refunds.due import collect_due_refunds
from backend.services.refunds.outside import record_listed_refund
from tests.support.invariants import assert_all_adds_up
from tests.support.scripted_gateway import lost_reply, lost_request
from tests.support.storefront import Storefront
from tests.support.telling_gateway import TellingGateway

pytestmark = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)


class Forgetful(TellingGateway):
    """It knows a key for six hours, finds no refund by our reference, and lists refunds with their payment."""

    capabilities = replace(TellingGateway.capabilities, key_lifetime=timedelta(hours=6))

    async def find_refund(self, ctx: GatewayContext, our_reference: str) -> RefundResult | None:
        return None

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        payment = await super().fetch_payment(ctx, reference)
        listed = [replace(one, our_reference=None) for one in self.refund_truth.values()]
        return replace(payment, refunds=listed)


@pytest.fixture
def gateway() -> Forgetful:
    return Forgetful()


async def ask_for_four(store: Storefront) -> Payment:
    """4.00 of 10.00, and a look after the key is forgotten."""
    made = await store.subscribe()
    assert made.payment is not None
    await create_refund(
        store.merchant.system, payment_id=made.payment.id, amount=("4.00", "USD"), reason="Asked", idempotency_key="r"
    )
    await collect_due_refunds(store.services)
    assert (await Refund.get()).status == "PENDING"
    store.clock.advance(hours=6, minutes=2)
    await collect_due_refunds(store.services)
    return await Payment.get()


async def test_the_one_that_is_listed_is_ours(store: Storefront, gateway: Forgetful) -> None:
    gateway.script("refund", lost_reply())
    payment = await ask_for_four(store)
    assert ((await Refund.get()).status, payment.refunded_minor) == ("SUCCEEDED", 400)
    assert (gateway.calls("refund"), len(gateway.refunds)) == (1, 1)
    await assert_all_adds_up(gateway)


async def test_what_is_not_listed_stays_open_and_is_not_sent_again(store: Storefront, gateway: Forgetful) -> None:
    gateway.script("refund", lost_request())
    payment = await ask_for_four(store)
    refund = await Refund.get()
    assert (refund.status, payment.refund_pending_minor, payment.refunded_minor) == ("PENDING", 400, 0)
    assert gateway.calls("refund") == 1
    assert refund.last_error is not None
    assert "not know" in refund.last_error


async def test_of_two_that_look_alike_none_is_taken_for_ours(store: Storefront, gateway: Forgetful) -> None:
    gateway.script("refund", lost_reply())
    made = await store.subscribe()
    assert made.payment is not None
    gateway.refund_there(next(iter(gateway.payments.values())), 400)
    await create_refund(
        store.merchant.system, payment_id=made.payment.id, amount=("4.00", "USD"), reason="Asked", idempotency_key="r"
    )
    await collect_due_refunds(store.services)
    store.clock.advance(hours=6, minutes=2)
    await collect_due_refunds(store.services)
    assert (await Refund.get(reason="Asked")).status == "PENDING"
    assert gateway.calls("refund") == 1


async def test_one_that_waits_for_the_end_of_a_dispute_is_not_taken_for_ours(
    store: Storefront, gateway: Forgetful
) -> None:
    gateway.script("refund", lost_request())
    made, system = await store.subscribe(), store.merchant.system
    assert made.payment is not None
    paid, id = next(iter(gateway.payments.values())), made.payment.id
    disputed = gateway.dispute(paid, DisputeState.OPEN, 400)
    await settle_dispute(system, payment_id=id, account_id=store.account.id, observed=disputed)
    await record_listed_refund(system, payment_id=id, observed=gateway.refund_there(paid, 400))
    await create_refund(system, payment_id=id, amount=("4.00", "USD"), reason="Asked", idempotency_key="r")
    await collect_due_refunds(store.services)
    store.clock.advance(hours=6, minutes=2)
    await collect_due_refunds(store.services)
    refund = await Refund.get()
    assert (refund.status, refund.gateway_reference, gateway.calls("refund")) == ("PENDING", None, 1)


async def test_while_the_key_is_known_the_same_request_is_repeated(store: Storefront, gateway: Forgetful) -> None:
    gateway.script("refund", lost_request())
    made = await store.subscribe()
    assert made.payment is not None
    await create_refund(
        store.merchant.system, payment_id=made.payment.id, amount=("4.00", "USD"), reason="Asked", idempotency_key="r"
    )
    await collect_due_refunds(store.services)
    store.clock.advance(hours=1)
    await collect_due_refunds(store.services)
    assert ((await Refund.get()).status, gateway.calls("refund"), len(gateway.refunds)) == ("SUCCEEDED", 2, 1)
    await assert_all_adds_up(gateway)

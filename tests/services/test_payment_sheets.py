"""Payments for mobile apps: one payment for each key, a new ephemeral key for each call, secrets for the payer only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from backend.domain.errors import (
    Conflict,
    Forbidden,
    IllegalTransition,
    InvalidInput,
    NotFound,
    NotSupported,
    PaymentDeclined,
    Refusal,
)
from backend.gateways.base import InApp, InvalidRequest, MethodKind, PaymentState
from backend.gateways.registry import Registry
from backend.models import GatewayCustomer, Invoice, Payment, PaymentMethod
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.pay_with import PayWith
from backend.services.payments.sheet import Sheet, SheetOrder, create_sheet
from tests.support.every_way_gateway import CLIENT_SECRET, EveryWayGateway
from tests.support.invariants import assert_all_adds_up, everything, nothing_changes
from tests.support.scripted_gateway import away, decline, fail, lost_reply, require_action
from tests.support.storefront import Storefront, known_customer

SQLITE = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
CARD = PayWith("scripted", "CARD", "tok_visa", device_id="dev_1")
TOP_UP = SheetOrder("scripted", amount=("20.00", "USD"))


@pytest.fixture
def gateway() -> EveryWayGateway:
    return EveryWayGateway()


@pytest.fixture
def registry(gateway: EveryWayGateway) -> Registry:
    return Registry([gateway])


async def sheet(store: Storefront, order: SheetOrder = TOP_UP, *, version: str = "2026-01-28", key: str = "s") -> Sheet:
    """Ana's app asks for a sheet."""
    return await create_sheet(store.ana.context, order=order, sdk_version=version, idempotency_key=key)


async def test_a_sheet_carries_what_the_sdk_needs_and_the_gateway_tells_how_it_ends(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    gateway.script("create", require_action())
    first = await sheet(store, replace(TOP_UP, save=True))
    assert (first.customer_reference, first.client_secret, first.publishable_key) == (
        "gc_1", CLIENT_SECRET, "pk_scripted",
    )  # fmt: skip
    assert first.ephemeral_key == "ek_1_2026-01-28"
    (request,) = gateway.requests
    assert (request.source, request.save_method, request.customer_reference) == (InApp(MethodKind.CARD), True, "gc_1")
    assert (request.amount.minor, request.return_url, request.off_session) == (2000, None, False)

    again = await sheet(store, replace(TOP_UP, save=True), version="2026-02-01")
    assert again.payment.id == first.payment.id
    assert again.ephemeral_key == "ek_2_2026-02-01"
    keys = [entry.key for entry in gateway.journal if entry.call == "session"]
    assert len(set(keys)) == 2, "what was told once is not told again"
    assert (gateway.calls("create"), gateway.calls("customer")) == (1, 1)
    stored = str(await everything())
    assert not any(secret in stored for secret in (CLIENT_SECRET, "ek_1", "ek_2"))
    assert not any(secret in repr(first) for secret in (CLIENT_SECRET, "ek_1"))

    gateway.move(request.our_reference, PaymentState.SUCCEEDED)
    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)
    paid = await Payment.get()
    assert (paid.status, paid.purpose, paid.captured_minor) == ("SUCCEEDED", "TOP_UP", 2000)
    assert (await PaymentMethod.get()).gateway_customer == "gc_1"
    with pytest.raises(IllegalTransition):
        await sheet(store, replace(TOP_UP, save=True))
    await assert_all_adds_up(gateway)


@SQLITE
async def test_an_invoice_is_paid_in_the_app_and_a_second_sheet_for_it_waits(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    gateway.script("create", decline(), require_action())
    with pytest.raises(PaymentDeclined):
        await store.subscribe(pay_with=CARD)
    invoice = await Invoice.get()
    order = SheetOrder("scripted", invoice_id=invoice.id)
    made = await sheet(store, order)
    assert (made.payment.invoice_id, made.payment.amount_minor, made.payment.purpose) == (invoice.id, 1000, "INVOICE")
    async with nothing_changes():
        with pytest.raises(Conflict, match="under way"):
            await sheet(store, order, key="another")
        with pytest.raises(Conflict, match="idempotency key"):
            await sheet(store, TOP_UP)
    await store.hears(gateway.move(gateway.requests[-1].our_reference, PaymentState.SUCCEEDED), id="evt_1")
    assert (await Invoice.get()).status == "PAID"
    with pytest.raises(IllegalTransition):
        await sheet(store, order, key="paid already")
    await assert_all_adds_up(gateway)


@SQLITE
async def test_while_the_gateway_does_not_answer_the_same_request_is_sent_again(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    gateway.script("customer", away())
    gateway.script("create", lost_reply(PaymentState.REQUIRES_ACTION))
    gateway.script("session", away(), fail(InvalidRequest("no such version")))
    for _ in range(2):
        # The customer is not known yet; then the answer to the payment is lost.
        with pytest.raises(Conflict, match="being prepared"):
            await sheet(store)
        store.clock.advance(minutes=6)
    assert (await GatewayCustomer.get()).customer_id == store.ana.row.id
    with pytest.raises(Conflict, match="does not answer"):
        await sheet(store)
    with pytest.raises(InvalidInput) as caught:
        await sheet(store)
    assert [(one.path, one.code) for one in caught.value.fields] == [(("sdkVersion",), "NOT_ACCEPTED")]
    assert (await sheet(store)).ephemeral_key == "ek_1_2026-01-28"
    assert (len(gateway.requests), gateway.calls("customer")) == (1, 2)


@SQLITE
async def test_what_cannot_be_paid_in_an_app_is_refused_and_nothing_is_asked(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    def wrong(path: str, code: str) -> Mapping[str, Any]:
        return {"fields": ((tuple(path.split(".")), code),)}

    cases: list[tuple[SheetOrder, str, type[Refusal], Mapping[str, Any]]] = [
        (SheetOrder("scripted"), "1", InvalidInput, wrong("invoiceId", "EXCLUSIVE")),
        (replace(TOP_UP, invoice_id="inv_1"), "1", InvalidInput, wrong("invoiceId", "EXCLUSIVE")),
        (TOP_UP, "", InvalidInput, wrong("sdkVersion", "INVALID_TEXT")),
        (TOP_UP, "1\n", InvalidInput, wrong("sdkVersion", "INVALID_TEXT")),
        (replace(TOP_UP, gateway="nobody"), "1", InvalidInput, wrong("gateway", "GATEWAY_NOT_OFFERED")),
        (replace(TOP_UP, account_id="gwa_x"), "1", InvalidInput, wrong("accountId", "ACCOUNT_NOT_OFFERED")),
        (replace(TOP_UP, amount=("0.50", "USD")), "1", InvalidInput, wrong("gateway", "AMOUNT_OUT_OF_RANGE")),
        (replace(TOP_UP, amount=("0.00", "USD")), "1", InvalidInput, wrong("topUp.amount", "OUT_OF_RANGE")),
        (replace(TOP_UP, amount=("5.00", "EUR")), "1", InvalidInput, wrong("topUp.currency", "OTHER_CURRENCY")),
        (SheetOrder("scripted", invoice_id="inv_nobody"), "1", NotFound, {"id": "inv_nobody"}),
    ]
    async with nothing_changes():
        for order, version, refusal, said in cases:
            with pytest.raises(refusal) as caught:
                await sheet(store, order, version=version)
            if isinstance(caught.value, InvalidInput):
                assert tuple((one.path, one.code) for one in caught.value.fields) == said["fields"], order
            else:
                assert caught.value.id == said["id"]  # type: ignore[attr-defined]
        for nobody in (store.merchant.visitor, store.merchant.system):
            with pytest.raises(Forbidden):
                await create_sheet(nobody, order=TOP_UP, sdk_version="1", idempotency_key="nobody")
        gateway.capabilities = replace(gateway.capabilities, in_app=False)  # type: ignore[misc]
        with pytest.raises(NotSupported):
            await sheet(store)
    assert gateway.journal == []


@SQLITE
async def test_nobody_gets_a_sheet_for_somebody_elses_invoice(store: Storefront, gateway: EveryWayGateway) -> None:
    gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe(pay_with=CARD)
    ben = await known_customer(store.merchant, "ben@example.com")
    invoice = await Invoice.get()
    async with nothing_changes():
        with pytest.raises(NotFound):
            await create_sheet(
                ben.context, order=SheetOrder("scripted", invoice_id=invoice.id), sdk_version="1", idempotency_key="ben"
            )

"""Every way to pay: what the gateway is asked, what the payer has to do, and what is refused by its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.errors import InvalidInput
from backend.gateways.base import (
    BankTransfer,
    Elsewhere,
    Instructions,
    MethodKind,
    NewMethod,
    PaymentState,
    Redirect,
    SavedMethod,
    Voucher,
)
from backend.gateways.registry import Registry
from backend.models import GatewayAccount, Payment, PaymentAttempt, PaymentMethod, Subscription
from backend.services.balances.top_up import top_up
from backend.services.billing.run import run_due_subscriptions
from backend.services.payments.action import open_action
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.options import payment_options
from backend.services.payments.pay_with import PayWith, said
from tests.support.balances import Treasury, open_treasury
from tests.support.clock import START
from tests.support.every_way_gateway import EveryWayGateway
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.scripted_gateway import ACTION_URL, pending, require_action
from tests.support.storefront import Storefront, scripted_account

SQLITE = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
BACK = "https://shop.example/payments/{PAYMENT_ID}"
CARD = PayWith("scripted", "CARD", "tok_visa", device_id="dev_1")
STORE = PayWith("scripted", "STORE")


@pytest.fixture
def gateway() -> EveryWayGateway:
    return EveryWayGateway()


@pytest.fixture
def registry(gateway: EveryWayGateway) -> Registry:
    return Registry([gateway])


@pytest.fixture
async def treasury(store: Storefront) -> Treasury:
    return await open_treasury(store)


@SQLITE
@pytest.mark.parametrize(
    ("kind", "action"),
    [
        ("STORE", Voucher("99ch_1", "9912345678", "https://pay.example/slip.pdf", START + timedelta(days=3))),
        ("BANK_TRANSFER", BankTransfer("3141592", "646180111812345678", "STP", "1234567", START + timedelta(days=3))),
        ("CASH", Instructions("Pay at our desk, please.", "R-7", START + timedelta(days=3))),
    ],
)
async def test_who_pays_elsewhere_sends_no_token_and_hears_what_to_do(
    treasury: Treasury, gateway: EveryWayGateway, kind: str, action: object
) -> None:
    gateway.expires_at = START + timedelta(days=3)
    gateway.script("create", pending())
    payment = await treasury.top_up("12.50", pay_with=PayWith("scripted", kind))

    (request,) = gateway.requests
    assert request.source == Elsewhere(MethodKind(kind))
    assert (request.save_method, request.off_session, request.return_url) == (False, False, None)
    assert (payment.status, payment.kind, payment.captured_minor) == ("PENDING", kind, 0)
    assert open_action(treasury.store.ana.context, payment) == action
    assert payment.action_expires_at == START + timedelta(days=3)

    await treasury.store.hears(gateway.move(request.our_reference, PaymentState.SUCCEEDED), id="evt_1")
    paid = await Payment.get()
    assert (paid.status, paid.captured_minor, paid.action_sealed) == ("SUCCEEDED", 1250, None)
    assert await treasury.log() == [("TOP_UP", 1250, 1250)]
    await assert_all_adds_up(gateway)


@SQLITE
async def test_a_wallet_is_paid_on_the_gateways_page_and_may_be_kept(
    treasury: Treasury, gateway: EveryWayGateway
) -> None:
    gateway.script("create", require_action())
    payment = await treasury.top_up(pay_with=PayWith("scripted", "WALLET", return_url=BACK, save=True))
    (request,) = gateway.requests
    assert (request.source, request.save_method) == (Elsewhere(MethodKind.WALLET), True)
    assert request.return_url == f"https://shop.example/payments/{payment.id}"
    assert open_action(treasury.store.ana.context, payment) == Redirect(ACTION_URL)

    gateway.move(request.our_reference, PaymentState.SUCCEEDED)
    treasury.store.clock.advance(seconds=30)
    await collect_due_attempts(treasury.store.services)
    kept = await PaymentMethod.get()
    assert (kept.kind, kept.gateway_customer, kept.is_default) == ("WALLET", "gc_1", True)
    again = await treasury.top_up("3.00", pay_with=PayWith("scripted", "WALLET", method_id=kept.id))
    assert again.status == "SUCCEEDED"
    assert gateway.requests[-1].source == SavedMethod(MethodKind.WALLET, "gc_1", "pm_1")
    await assert_all_adds_up(gateway)


@SQLITE
async def test_the_device_and_the_payers_address_reach_the_gateway_and_are_forgotten_at_the_end(
    treasury: Treasury, gateway: EveryWayGateway
) -> None:
    gateway.script("create", pending())
    ana = replace(treasury.store.ana.context, payer_ip="203.0.113.7")
    await top_up(ana, amount=("5.00", "USD"), pay_with=CARD, idempotency_key="device")
    (request,) = gateway.requests
    assert request.source == NewMethod(MethodKind.CARD, "tok_visa")
    assert (request.payer.device_id, request.payer.ip) == ("dev_1", "203.0.113.7")
    stored = await PaymentAttempt.get()
    assert stored.source_sealed is not None
    assert "203.0.113.7" not in stored.source_sealed
    await treasury.store.hears(gateway.move(request.our_reference, PaymentState.SUCCEEDED), id="evt_1")
    assert (await PaymentAttempt.get()).source_sealed is None


@SQLITE
async def test_each_wrong_choice_is_refused_at_its_field_and_nothing_is_asked(
    treasury: Treasury, gateway: EveryWayGateway
) -> None:
    other = await scripted_account(treasury.store.merchant, "Second")
    await treasury.top_up(pay_with=replace(CARD, save=True))
    kept = await PaymentMethod.get()
    saved = PayWith("scripted", "CARD", method_id=kept.id)
    asked = len(gateway.journal)
    for amount, choice, path, code in (
        ("5.00", replace(CARD, token=None), "token", "REQUIRED"),
        ("5.00", replace(CARD, token=" "), "token", "REQUIRED"),
        ("5.00", replace(STORE, token="tok_visa"), "token", "NOT_NEEDED"),
        ("5.00", replace(CARD, device_id=None), "deviceId", "REQUIRED"),
        ("5.00", replace(CARD, device_id=""), "deviceId", "INVALID_TEXT"),
        ("5.00", replace(CARD, device_id="d" * 256), "deviceId", "INVALID_TEXT"),
        ("5.00", replace(CARD, device_id="a\nb"), "deviceId", "INVALID_TEXT"),
        ("5.00", replace(STORE, device_id="4242 4242 4242 4242"), "deviceId", "CARD_NUMBER"),
        ("5.00", PayWith("scripted", "WALLET"), "returnUrl", "REQUIRED"),
        ("5.00", PayWith("scripted", "WALLET", return_url="https://evil.example/"), "returnUrl", "FOREIGN_URL"),
        ("5.00", replace(STORE, save=True), "save", "NOT_OFFERED"),
        ("5.00", replace(CARD, account_id="gwa_nobody"), "accountId", "ACCOUNT_NOT_OFFERED"),
        ("5.00", replace(saved, account_id=other.id), "accountId", "OTHER_ACCOUNT"),
        ("0.99", CARD, "gateway", "AMOUNT_OUT_OF_RANGE"),
        ("5000.01", STORE, "gateway", "AMOUNT_OUT_OF_RANGE"),
        ("0.99", saved, "gateway", "AMOUNT_OUT_OF_RANGE"),
    ):
        async with nothing_changes():
            with pytest.raises(InvalidInput) as caught:
                await treasury.top_up(amount, pay_with=choice)
        (problem,) = caught.value.fields
        assert (problem.path, problem.code) == (("payWith", path), code), choice
        assert "4242" not in problem.message
    assert len(gateway.journal) == asked
    # What stands at the very bounds is taken.
    for amount in ("1.00", "5000.00"):
        assert (await treasury.top_up(amount, pay_with=CARD)).status == "SUCCEEDED"


@SQLITE
async def test_of_two_accounts_the_payer_may_choose_and_a_method_stays_with_its_own(
    treasury: Treasury, gateway: EveryWayGateway
) -> None:
    first = treasury.store.account
    second = await scripted_account(treasury.store.merchant, "Second")
    plain = await treasury.top_up(pay_with=CARD)
    chosen = await treasury.top_up(pay_with=replace(CARD, account_id=second.id, save=True))
    kept = await PaymentMethod.get()
    again = await treasury.top_up(pay_with=PayWith("scripted", "CARD", method_id=kept.id))
    assert [p.gateway_account_id for p in (plain, chosen, again)] == [first.id, second.id, second.id]
    assert gateway.requests[-1].source == SavedMethod(MethodKind.CARD, "gc_1", "pm_1")
    await assert_all_adds_up(gateway)


@SQLITE
async def test_options_say_what_each_way_needs_and_leave_out_what_does_not_take_the_amount(store: Storefront) -> None:
    options = await payment_options(store.merchant.visitor, currency_code="USD")
    told = {
        one.kind.value: (one.elsewhere, one.saves_methods, one.saves_without_payment, one.account_id) for one in options
    }
    id = store.account.id
    assert told == {
        "CARD": (False, True, True, id),
        "STORE": (True, False, False, id),
        "BANK_TRANSFER": (True, False, False, id),
        "CASH": (True, False, False, id),
        "WALLET": (True, True, True, id),
    }
    smallest, largest = options[0].smallest, options[0].largest
    assert (str(smallest), str(largest)) == ("1.00 USD", "5000.00 USD")
    euros = (await payment_options(store.merchant.visitor, currency_code="EUR"))[0]
    assert (euros.smallest, str(euros.largest)) == (None, "5000.00 EUR")
    for amount, offered in (("0.99", 0), ("1.00", 5), ("5000.00", 5), ("5000.01", 0)):
        found = await payment_options(store.merchant.visitor, currency_code="USD", amount=(amount, "USD"))
        assert len(found) == offered


async def test_a_subscription_by_voucher_waits_until_it_is_paid_and_then_renews_by_invoice(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    gateway.expires_at = START + timedelta(days=3)
    gateway.script("create", pending())
    made = await store.subscribe(pay_with=STORE)
    assert (made.subscription.status, made.subscription.collection) == ("INCOMPLETE", "INVOICE")

    # The 23 hours pass, but not the voucher's days.
    store.clock.advance(days=2)
    await run_due_subscriptions(store.services)
    await collect_due_attempts(store.services)
    assert (await Subscription.get()).status == "INCOMPLETE"
    await store.hears(gateway.move(gateway.requests[0].our_reference, PaymentState.SUCCEEDED), id="evt_1")
    assert (await Subscription.get()).status == "ACTIVE"
    await assert_all_adds_up(gateway)


@SQLITE
@pytest.mark.parametrize(("kind", "days"), [("STORE", 3), ("CASH", 7)])
async def test_a_subscription_whose_voucher_ran_out_expires_and_late_money_is_kept(
    store: Storefront, gateway: EveryWayGateway, kind: str, days: int
) -> None:
    # What says nothing of an end, such as cash, is waited for a week.
    lives = timedelta(days=days)
    gateway.expires_at = START + lives if kind == "STORE" else None
    gateway.script("create", pending())
    made = await store.subscribe(pay_with=PayWith("scripted", kind))
    store.clock.now = START + lives - timedelta(seconds=1)
    await run_due_subscriptions(store.services)
    assert (await Subscription.get()).status == "INCOMPLETE"
    store.clock.now = START + lives + timedelta(seconds=1)
    await run_due_subscriptions(store.services)
    assert (await Subscription.get()).status == "INCOMPLETE_EXPIRED"

    await store.hears(gateway.move(gateway.requests[0].our_reference, PaymentState.SUCCEEDED), id="evt_1")
    assert made.payment is not None
    assert (await Payment.get(id=made.payment.id)).captured_minor == 1000
    assert (await Subscription.get()).status == "INCOMPLETE_EXPIRED"
    await assert_all_adds_up(gateway)


@SQLITE
async def test_an_account_that_is_off_offers_nothing(store: Storefront) -> None:
    await GatewayAccount.all().update(enabled=False)
    assert await payment_options(store.merchant.visitor, currency_code="USD") == []


def test_a_request_without_the_later_fields_is_the_one_of_before_them() -> None:
    before = {"gateway": "g", "kind": "CARD", "token": "t", "return_url": None, "method_id": None, "save": False}
    assert said(PayWith("g", "CARD", "t")) == before
    assert said(PayWith("g", "CARD", "t", device_id="d")) == {**before, "device_id": "d"}
    assert said(PayWith("g", "CARD", "t", account_id="a")) == {**before, "account_id": "a"}
    assert said(None) is None

"""A shop in which everything has happened that the books know of, made by nothing but the product's own operations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from backend.domain.billing import ChangeTiming, Surplus
from backend.domain.catalog import BillingMode, ProductKind
from backend.domain.errors import PaymentDeclined
from backend.domain.periods import Interval, IntervalUnit
from backend.events.bell import SilentBell
from backend.events.live import InProcessBus
from backend.gateways.base import DisputeResult, DisputeState, MethodKind, PaymentState, RefundState
from backend.gateways.manual.gateway import ManualGateway
from backend.gateways.registry import Registry
from backend.models import Invoice, Payment, PaymentAttempt, PaymentReceipt, Plan, Refund
from backend.services.balances.adjust import adjust_balance
from backend.services.balances.hold import hold_balance
from backend.services.balances.release_hold import release_hold
from backend.services.balances.settle_hold import settle_hold
from backend.services.balances.top_up import top_up
from backend.services.billing.set_policy import PolicyChange, set_policy
from backend.services.catalog.create import Offered, create_plan, create_product
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Services
from backend.services.currencies import money
from backend.services.disputes.settle import settle_dispute
from backend.services.events.relay import relay_events
from backend.services.gateways.accounts import create_account
from backend.services.gateways.apply import apply_due_events
from backend.services.gateways.receive import receive_webhook
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.pay_with import PayWith
from backend.services.receipts.register import Allocation, Registration, register_payment
from backend.services.receipts.reverse import reverse_receipt
from backend.services.refunds.create import create_refund
from backend.services.refunds.due import collect_due_refunds
from backend.services.secrets import SecretBox
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.quote_change import quote_change
from backend.services.units.expire import expire_due_units
from tests.support.clock import MovableClock
from tests.support.merchants import MONTHLY, OpenMerchant, SignedIn, open_merchant
from tests.support.scripted_gateway import ScriptedGateway, decline, pending, refund_webhook, reject_refund
from tests.support.storefront import CARD, Storefront, known_customer, open_storefront
from tests.support.units import UnitShop, fresh_key, open_unit_shop, refill_plan

BALANCE = PayWith("balance", "BALANCE")
HOURLY = Interval(IntervalUnit.HOUR, 1)


@dataclass(frozen=True)
class WholeBooks:
    """The shop and those who act in it."""

    units: UnitShop
    hourly: Plan
    monthly: Plan

    @property
    def store(self) -> Storefront:
        """The shop."""
        return self.units.store

    async def give(self, who: SignedIn, amount: str) -> None:
        """Staff move a balance; whatever its tariffs owe is debited before."""
        await adjust_balance(
            self.units.by_staff, customer_id=who.row.id, amount=(amount, "USD"), reason="A gift",
            idempotency_key=fresh_key(),
        )  # fmt: skip

    async def meter(self, who: SignedIn, plan: Plan) -> None:
        """Subscribe to a plan that is paid for from the balance as time passes."""
        await create_subscription(who.context, selection=Selection(plan.id), pay_with=None, idempotency_key=fresh_key())

    async def refund(self, payment: Payment, amount: str) -> Refund:
        """Staff give a part of a payment back."""
        return await create_refund(
            self.units.by_staff, payment_id=payment.id, amount=(amount, "USD"), reason="It did not fit",
            idempotency_key=fresh_key(),
        )  # fmt: skip

    async def hold(self, who: SignedIn, amount: str) -> str:
        """Staff hold a part of a balance."""
        hold = await hold_balance(
            self.units.by_staff, customer_id=who.row.id, amount=(amount, "USD"), description="Job 4",
            idempotency_key=fresh_key(),
        )  # fmt: skip
        return str(hold.id)


async def open_whole_books(store: Storefront) -> WholeBooks:
    """Make everything happen. It takes three days of the shop's time, and about a second."""
    units = await open_unit_shop(store)
    books = WholeBooks(units, *await _tariff_plans(store.merchant))
    await _invoices(books)
    await _balances(books)
    await _tariffs(books)
    await _units(books)
    await _refunds(books)
    await _voided_and_credited(books)
    await _unused_refunded(books)
    await _disputed(books)
    await _registered_by_staff(books)
    await relay_events(store.merchant.system, bus=InProcessBus())
    return books


async def _tariff_plans(merchant: OpenMerchant) -> tuple[Plan, Plan]:
    """0.07 an hour, which makes fractions of cents at every other instant; and 10.00 a month."""
    made = []
    for code, interval, minor in (("hourly", HOURLY, 7), ("monthly", MONTHLY, 1000)):
        product = await create_product(
            merchant.system, code=code, name=code.title(), description="Machines.", kind=ProductKind.SUBSCRIPTION
        )
        made.append(
            await create_plan(
                merchant.system, product=product, code=code, name=code.title(), description="A machine.",
                interval=interval, prices={"USD": minor}, offered=Offered(), billing=BillingMode.FROM_BALANCE,
            )
        )  # fmt: skip
    return made[0], made[1]


async def _invoices(books: WholeBooks) -> None:
    """Paid by card; paid in parts, from the balance and by card; overpaid by money that came late; left open."""
    store = books.store
    await store.subscribe(key=fresh_key())

    bea = await known_customer(store.merchant, "bea@example.com")
    await books.give(bea, "4.00")
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe(Selection(store.catalog.basic.id), who=bea, key=fresh_key())
    invoice = await Invoice.get(customer_id=bea.row.id)
    for pay_with, amount in ((BALANCE, ("4.00", "USD")), (CARD, None)):
        store.clock.advance(minutes=1)
        await pay_invoice(
            bea.context, invoice_id=invoice.id, pay_with=pay_with, amount=amount, idempotency_key=fresh_key()
        )
    late = await PaymentAttempt.get(invoice_id=invoice.id, status="FAILED")
    store.clock.advance(minutes=1)
    await store.hears(store.gateway.move(late.id, PaymentState.SUCCEEDED), id="evt_late")
    assert await Payment.filter(invoice_id=invoice.id, status="SUCCEEDED").count() == 3

    cleo = await known_customer(store.merchant, "cleo@example.com")
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe(Selection(store.catalog.plus.id), who=cleo, key=fresh_key())


async def _balances(books: WholeBooks) -> None:
    """Topped up by card; taken from; a hold that is open, one that was settled in part, one that was released."""
    store = books.store
    await top_up(store.ana.context, amount=("50.00", "USD"), pay_with=CARD, idempotency_key=fresh_key())
    await books.give(store.ana, "-1.25")
    await books.hold(store.ana, "2.00")
    store.clock.advance(minutes=1)
    settled, released = await books.hold(store.ana, "3.00"), await books.hold(store.ana, "4.00")
    await settle_hold(books.units.by_staff, hold_id=settled, amount=("1.10", "USD"), idempotency_key=fresh_key())
    await release_hold(books.units.by_staff, hold_id=released)


async def _tariffs(books: WholeBooks) -> None:
    """One that runs on, beside another on the same balance; one that ran out of money, went on, and ran out again."""
    store = books.store
    for plan in (books.hourly, books.monthly):
        await books.meter(store.ana, plan)
    dan = await known_customer(store.merchant, "dan@example.com")
    await books.give(dan, "0.10")
    await books.meter(dan, books.hourly)
    for minutes in (50, 47, 31, 600):
        store.clock.advance(minutes=minutes)
        await books.give(store.ana, "0.01")
        await books.give(dan, "0.01")
    store.clock.advance(hours=1)
    await books.give(dan, "0.05")
    store.clock.advance(hours=20)
    await books.give(dan, "0.01")
    store.clock.advance(minutes=3)
    await books.give(store.ana, "-0.01")


async def _units(books: WholeBooks) -> None:
    """Used, held, settled in part, released, expired; paid from the balance too; and bags that nobody has paid."""
    units, store = books.units, books.store
    await units.buy(2)
    short = await refill_plan(
        store.merchant,
        {"unit": "hours", "quantity": "1.5", "expires_after": {"unit": "HOUR", "count": 1}},
        {"unit": "sms", "quantity": "30"},
        prices={"USD": 500},
    )
    await units.buy(plan=short, pay_with=BALANCE)
    await units.consume("0.25")
    await units.hold("3")
    await units.settle(await units.hold("10"), "4")
    await units.release(await units.hold("7"))
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await units.buy()
    store.clock.advance(hours=2)
    await expire_due_units(store.services)


async def _refunds(books: WholeBooks) -> None:
    """Of a card, to the balance, of a bag, of a top-up; one that waits, one that was refused, one that came back."""
    store = books.store
    ana: dict[str, Any] = {"customer_id": store.ana.row.id, "status": "SUCCEEDED"}
    sale = await Payment.get(purpose="INVOICE", kind="CARD", **ana)
    bag = await Payment.get(purpose="REFILL", kind="CARD", **ana)
    topped_up = await Payment.get(purpose="TOP_UP", **ana)
    await books.refund(sale, "2.50")
    store.gateway.script("refund", reject_refund())
    await books.refund(sale, "1.00")
    await books.refund(await Payment.get(kind="BALANCE", purpose="INVOICE", status="SUCCEEDED"), "0.50")
    await books.refund(bag, "80.00")
    await books.refund(topped_up, "5.00")
    store.gateway.script("refund", pending())
    await books.refund(topped_up, "3.00")
    came_back = await books.refund(sale, "1.50")
    store.clock.advance(days=1)
    told = store.gateway.move_refund(came_back.id, RefundState.FAILED, reason="METHOD")
    headers, body = refund_webhook(told, id="evt_came_back")
    await receive_webhook(store.services, account_id=store.account.id, headers=headers, body=body)
    await apply_due_events(store.services)


async def _voided_and_credited(books: WholeBooks) -> None:
    """Given up after a part was paid from the balance; changed to something cheaper at once, with too much paid."""
    store = books.store
    eva = await known_customer(store.merchant, "eva@example.com")
    await books.give(eva, "3.00")
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe(who=eva, key=fresh_key())
    invoice = await Invoice.get(customer_id=eva.row.id)
    await pay_invoice(
        eva.context, invoice_id=invoice.id, pay_with=BALANCE, amount=("2.00", "USD"), idempotency_key=fresh_key()
    )
    store.clock.advance(minutes=1)
    await cancel_subscription(eva.context, subscription_id=str(invoice.subscription_id), when=ChangeTiming.NOW)

    finn = await known_customer(store.merchant, "finn@example.com")
    bought = await store.subscribe(Selection(store.catalog.plus.id), who=finn, key=fresh_key())
    store.clock.advance(hours=1)
    offer = await quote_change(
        books.units.by_staff, subscription_id=bought.subscription.id, selection=store.basic, timing=ChangeTiming.NOW
    )
    await change_subscription(
        books.units.by_staff, subscription_id=bought.subscription.id, quote_token=offer.token,
        idempotency_key=fresh_key(),
    )  # fmt: skip
    assert offer.quote.credited.minor > 0


async def _unused_refunded(books: WholeBooks) -> None:
    """Canceled with a refund; changed to something cheaper with one, which the gateway refused: it became balance."""
    store = books.store
    gus = await known_customer(store.merchant, "gus@example.com")
    bought = await store.subscribe(Selection(store.catalog.plus.id), who=gus, key=fresh_key())
    store.clock.advance(hours=1)
    await cancel_subscription(
        books.units.by_staff, subscription_id=bought.subscription.id, when=ChangeTiming.NOW, unused=Surplus.REFUND
    )
    await collect_due_refunds(store.services)

    await set_policy(books.units.by_staff, change=PolicyChange(surplus=Surplus.REFUND))
    ida = await known_customer(store.merchant, "ida@example.com")
    bought = await store.subscribe(Selection(store.catalog.plus.id), who=ida, key=fresh_key())
    store.clock.advance(hours=1)
    offer = await quote_change(
        books.units.by_staff, subscription_id=bought.subscription.id, selection=store.basic, timing=ChangeTiming.NOW
    )
    await change_subscription(
        books.units.by_staff,
        subscription_id=bought.subscription.id,
        quote_token=offer.token,
        idempotency_key=fresh_key(),
    )
    store.gateway.script("refund", reject_refund())
    await collect_due_refunds(store.services)
    assert offer.quote.refunded.minor > 0


async def _disputed(books: WholeBooks) -> None:
    """Taken back by a bank, in part; and taken, fought for and won."""
    store = books.store
    for email, states in (("jo@example.com", ["OPEN"]), ("kim@example.com", ["INQUIRY", "OPEN", "WON"])):
        bought = await store.subscribe(who=await known_customer(store.merchant, email), key=fresh_key())
        assert bought.payment is not None
        for state in states:
            store.clock.advance(minutes=1)
            amount = money(700, "USD")
            told = DisputeResult(DisputeState(state), f"dp_{email}", "ch", amount, store.clock.now, "fraudulent")
            await settle_dispute(
                store.merchant.system, payment_id=bought.payment.id, account_id=store.account.id, observed=told
            )


async def _registered_by_staff(books: WholeBooks) -> None:
    """Cash for an invoice and for a balance; one sum of it was a mistake."""
    store = books.store
    settings = {"mode": "test", "cash_instructions": "At our desk."}
    await create_account(store.merchant.system, gateway="manual", label="Desk", mode="TEST", settings=settings)
    lea = await known_customer(store.merchant, "lea@example.com")
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe(who=lea, key=fresh_key())
    invoice = await Invoice.get(customer_id=lea.row.id)
    receipts = []
    for amount, allocated in (("12.00", "10.00"), ("3.00", None)):
        store.clock.advance(minutes=1)
        (payment, *_) = await register_payment(
            books.units.by_staff,
            registration=Registration(
                lea.row.id, MethodKind.CASH, (amount, "USD"), store.clock.now.date(),
                allocations=[Allocation(invoice.id, (allocated, "USD"))] if allocated else [],
            ),
            idempotency_key=fresh_key(),
        )  # fmt: skip
        receipts.append(await PaymentReceipt.get(payment_id=payment.id))
    await reverse_receipt(
        books.units.by_staff, receipt_id=receipts[-1].id, reason="Counted twice", idempotency_key=fresh_key()
    )


async def open_store(gateway: ScriptedGateway, http: httpx.AsyncClient) -> Storefront:
    """The shop before anything happened, with the clock and the services of its own."""
    clock = MovableClock()
    services = Services(
        clock=clock,
        gateways=Registry([gateway, ManualGateway()]),
        http=http,
        secrets=SecretBox(bytes(range(32))),
        bell=SilentBell(),
        issuer="https://billing.example",
        return_origins=("https://shop.example",),
    )
    return await open_storefront(await open_merchant(services, clock), gateway)

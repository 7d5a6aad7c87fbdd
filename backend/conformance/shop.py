"""The shop of level 2: the real services on a real database, whose only gateway is the one under test."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.conformance.bench import RETURN_URL
from backend.conformance.harness import Wish
from backend.conformance.selling import open_sale
from backend.conformance.written import Written
from backend.domain.errors import NotFound, PaymentDeclined
from backend.domain.invoice import InvoiceStatus
from backend.domain.subscription import Collection
from backend.gateways.base import Elsewhere, MethodKind, NewMethod, RawWebhook, WebhookRejected
from backend.models import (
    Invoice,
    Payment,
    PaymentMethod,
    Refund,
)
from backend.services.billing.run import run_due_subscriptions
from backend.services.catalog.load_purchase import Selection
from backend.services.collections.walk import collect_due_invoices
from backend.services.context import Services
from backend.services.gateways.apply import apply_due_events
from backend.services.gateways.receive import Delivery, take_delivery
from backend.services.invoices.lock import lock_invoice
from backend.services.invoices.pay import pay_invoice
from backend.services.invoices.void import void_invoice
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.pay_with import PayWith
from backend.services.payments.sync import return_to_payment, sync_payment
from backend.services.refunds.collect import collect_refund
from backend.services.refunds.create import create_refund
from backend.services.refunds.due import collect_due_refunds
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.renewals import set_renewals
from backend.services.transaction import transaction

_OPEN_LOOK = timedelta(hours=30)


@dataclass
class Shop(Written):
    """One merchant, one plan, one customer at a time; `sale` holds who they are."""

    @property
    def services(self) -> Services:
        """What operations are handed."""
        return self.sale.services

    # What the customer does

    async def subscribe(
        self,
        wish: Wish = "ok",
        *,
        source: NewMethod | Elsewhere | None = None,
        kind: MethodKind | None = None,
        lost: bool = False,
        save: bool = False,
    ) -> Payment:
        """Subscribe and pay the first invoice; with `lost`, the gateway's answer is. Raises PaymentDeclined.

        With `save` the method is kept, and renewals are charged to it.
        """
        source = source or await self.bench.source(wish, kind=kind)
        if lost:
            self.bench.arm("create", "reset_after")
        try:
            done = await create_subscription(
                self.sale.customer, selection=Selection(self.sale.plan_id), pay_with=self.pay_with(source, save=save),
                idempotency_key=self.sale.fresh_key(),
            )  # fmt: skip
        except PaymentDeclined as declined:
            payment = await Payment.get(id=declined.payment_id)
            invoice = await Invoice.get(id=payment.invoice_id)
            self._bought = {"payment": payment.id, "subscription": str(invoice.subscription_id)}
            raise
        assert done.payment is not None
        self._bought = {"payment": done.payment.id, "subscription": done.subscription.id}
        return done.payment

    async def fail_to_pay(self) -> None:
        """Subscribe with a method that is declined, or a challenge that is failed: the invoice stays open."""
        magic = await self.bench.harness.magic()
        if magic:
            try:
                await self.subscribe(source=magic[0].source)
            except PaymentDeclined:
                return
            raise AssertionError("the card is declined, and the shop was not told")
        await self.subscribe("challenge")
        await self.authenticate(ok=False)
        await self.abandon()

    async def pay_invoice(self, wish: Wish = "ok", *, by_kept: bool = False) -> Payment:
        """Pay the open invoice by a new payment; `by_kept`, with the method that was kept."""
        pay_with = await self._kept() if by_kept else self.pay_with(await self.bench.source(wish))
        paid = await pay_invoice(
            self.sale.customer, invoice_id=(await self.invoice()).id, pay_with=pay_with,
            idempotency_key=self.sale.fresh_key(),
        )  # fmt: skip
        self._bought["payment"] = paid.payment.id
        return paid.payment

    async def renew_by_invoice(self) -> None:
        """From now on each period's invoice is sent, and no kept method is charged for it."""
        subscription_id = (await self.invoice()).subscription_id
        assert subscription_id is not None
        await set_renewals(self.sale.customer, subscription_id=subscription_id, collection=Collection.INVOICE)

    async def buy(self, wish: Wish = "ok") -> Payment:
        """Subscribe, and pay to the end."""
        await self.subscribe(wish)
        await self.settle()
        payment = await self.payment()
        assert payment.status == "SUCCEEDED", payment.status
        return payment

    def pay_with(self, source: NewMethod | Elsewhere, *, save: bool = False) -> PayWith:
        """A payer's choice."""
        token = source.token if isinstance(source, NewMethod) else None
        device = self.bench.payer().device_id
        return PayWith(self.bench.gateway.slug, source.kind.value, token, RETURN_URL, save=save, device_id=device)

    async def _kept(self) -> PayWith:
        row = await PaymentMethod.get(merchant_id=self.sale.merchant_id, customer_id=self.sale.customer_id)
        return PayWith(row.gateway, row.kind, return_url=RETURN_URL, method_id=row.id)

    async def another_customer(self) -> None:
        """From now on somebody else acts."""
        self.sale = await self.sale.with_another_customer()
        self._bought = {}

    async def returns(self) -> None:
        """The payer comes back from the provider's page."""
        await return_to_payment(self.sale.customer, payment_id=self._bought["payment"])

    async def refuses_return_of_a_stranger(self) -> None:
        """Neither a made-up payment nor somebody else's can be returned to."""
        stranger = await self.sale.with_another_customer()
        for id in (self._bought["payment"], "pay_00000000000000000000000000"):
            try:
                await return_to_payment(stranger.customer, payment_id=id)
            except NotFound:
                continue
            raise AssertionError("a stranger returned to a payment")

    # What happens at the provider

    async def reference(self) -> str:
        """The provider's reference of the payment."""
        reference = (await self.attempt()).gateway_reference
        assert reference is not None
        return reference

    async def authenticate(self, *, ok: bool) -> None:
        """The payer answers the challenge."""
        await self.bench.harness.authenticate(await self.reference(), ok=ok)

    async def pays(self) -> None:
        """The payer does what is needed at the provider; the shop hears nothing of it yet."""
        attempt = await self.attempt()
        if attempt.status == "REQUIRES_ACTION" and self.bench.can.redirect and not self._is_slow(await self.payment()):
            await self.authenticate(ok=True)
        elif attempt.status in ("REQUIRES_ACTION", "PENDING"):
            await self.bench.harness.settle(await self.reference(), MethodKind((await self.payment()).kind))

    async def settle(self) -> None:
        """The payer pays, if the payment waits for it, and the shop looks."""
        if (await self.attempt()).status in ("REQUIRES_ACTION", "PENDING"):
            payment = await self.payment()
            await self.bench.harness.settle(await self.reference(), MethodKind(payment.kind))
            await self.look()
            if (await self.payment()).status == "PENDING":
                await self.look()

    def _is_slow(self, payment: Payment) -> bool:
        return payment.kind in (MethodKind.STORE, MethodKind.BANK_TRANSFER)

    async def abandon(self, after: timedelta = _OPEN_LOOK) -> None:
        """Nobody comes: time passes until the payment has ended, at most a week or `after`."""
        for _ in range(6):
            await self.later(after)
            await self.work()
            if (await self.payment()).status not in ("REQUIRES_ACTION", "PENDING"):
                return

    # What the shop does

    async def look(self) -> None:
        """Staff ask the gateway now."""
        self.bench.double.advance(timedelta(seconds=90))
        await sync_payment(self.sale.staff, payment_id=self._bought["payment"])
        for refund in await self.refunds():
            await Refund.filter(id=refund.id, next_try_at__isnull=False).update(next_try_at=self.bench.now())
            await collect_refund(self.sale.system, refund_id=refund.id)

    async def later(self, by: timedelta) -> None:
        """Time passes for everybody."""
        self.bench.double.advance(by)

    async def work(self) -> None:
        """The workers do what is due."""
        await collect_due_attempts(self.services)
        await collect_due_refunds(self.services)
        await apply_due_events(self.services)
        # What an event made due.
        await collect_due_attempts(self.services)

    async def renew(self) -> Payment:
        """A month later: the next period is billed and, as far as that goes without the payer, collected."""
        self.bench.double.advance(timedelta(days=32))
        await run_due_subscriptions(self.services)
        await collect_due_invoices(self.services)
        await self.work()
        newest = await Payment.filter(customer_id=self.sale.customer_id).order_by("-id").first()
        assert newest is not None
        assert newest.id != self._bought["payment"], "nothing was collected for the renewal"
        self._bought["payment"] = newest.id
        return newest

    async def apply(self) -> None:
        """The inbox is worked off, and nothing else."""
        await apply_due_events(self.services)

    async def restart(self) -> None:
        """A new process: nothing is remembered but the rows. The lease of the old one has run out."""
        self.sale = self.sale.restarted()
        self.bench.double.advance(timedelta(minutes=2))

    async def deliver(
        self,
        deliveries: Sequence[Any] | None = None,
        *,
        times: int = 1,
        at_once: bool = False,
        reverse: bool = False,
    ) -> int:
        """The provider delivers what it has not delivered yet, and the inbox is worked off; how much was stored."""
        if deliveries is None:
            deliveries = self.bench.deliveries(self._told)
            self._told = len(self.bench.deliveries())
        raws = [self.bench.harness.raw(delivery) for delivery in deliveries] * times
        if reverse:
            raws.reverse()
        if at_once:
            stored = sum(await asyncio.gather(*(self.receive(raw) for raw in raws)))
        else:
            stored = sum([await self.receive(raw) for raw in raws])
        await self.work()
        # What came before its time is tried again.
        await self.later(timedelta(minutes=5))
        await self.work()
        return stored

    async def deliver_raw(self, raw: RawWebhook) -> None:
        """One webhook as it is, taken or not."""
        await self.receive(raw, believed=False)
        await self.work()

    async def receive(self, raw: RawWebhook, *, believed: bool = True) -> int:
        """The webhook's address is called. Unless `believed`, it may be rejected."""
        delivery = Delivery(raw.headers, raw.body, raw.query)
        try:
            received = await take_delivery(self.services, account_id=self.sale.account_id, delivery=delivery)
        except WebhookRejected:
            assert not believed, "the provider's own webhook is rejected"
            return 0
        return received.stored

    async def refund(self) -> Refund:
        """Staff give all of the payment back."""
        return await create_refund(
            self.sale.staff, payment_id=self._bought["payment"], reason="The customer asked for it.",
            idempotency_key=self.sale.fresh_key(),
        )  # fmt: skip

    async def finish_refund(self, id: str) -> None:
        """Where the provider takes its time, it finishes now; the shop looks."""
        refund = await self.refund_row(id)
        if refund.status == "PENDING" and refund.gateway_reference is not None:
            await self.bench.double.act(refund.gateway_reference, "refund_succeeded", {})
            await self.look()

    async def void_invoice(self) -> bool:
        """Void the open invoice."""
        ctx, invoice_id = self.sale.system, (await self.invoice()).id
        async with transaction(ctx) as tx:
            _, invoice = await lock_invoice(ctx, invoice_id)
            if invoice.status != InvoiceStatus.OPEN:
                return False
            await void_invoice(ctx, tx, invoice=invoice)
        return True

    # Another merchant

    async def rival(self) -> Shop:
        """Another merchant of the same installation, with an account at the same provider."""
        return Shop(self.bench, await open_sale(self.services, self.bench, account=2))

    async def cannot_see(self, payment_id: str) -> None:
        """For this merchant's staff and customers there is no such payment."""
        for look in (
            sync_payment(self.sale.staff, payment_id=payment_id),
            return_to_payment(self.sale.customer, payment_id=payment_id),
            create_refund(self.sale.staff, payment_id=payment_id, reason="None of ours.", idempotency_key="foreign"),
        ):
            try:
                await look
            except NotFound:
                continue
            raise AssertionError("another merchant's payment is seen")

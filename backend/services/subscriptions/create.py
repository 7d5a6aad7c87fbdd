"""Subscribe: quote, subscription INCOMPLETE, invoice, attempt: all committed; then the gateway; then the result."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from tortoise.exceptions import IntegrityError

from backend.domain.errors import AlreadySubscribed, Conflict, InvalidInput, QuoteChanged
from backend.domain.subscription import LIVE, SubscriptionStatus
from backend.models import Invoice, Payment, Subscription, SubscriptionAddon
from backend.models.ids import new_id
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.gateways.accounts import OpenAccount
from backend.services.idempotency import Result, once
from backend.services.invoices.issue import issue_invoice
from backend.services.payments.attempt_now import attempt_now
from backend.services.payments.pay_with import PayWith, check_pay_with
from backend.services.payments.start import start_payment
from backend.services.subscriptions.activate import activate
from backend.services.subscriptions.quote import Offer, confirm_quote, customer_currency, offer_as_of
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What subscribing led to; `payment` is None when there was nothing to pay."""

    subscription: Subscription
    invoice: Invoice
    payment: Payment | None


async def create_subscription(
    ctx: Context,
    *,
    selection: Selection,
    pay_with: PayWith | None,
    idempotency_key: str,
    quote_token: str | None = None,
) -> Subscribed:
    """Subscribe the signed-in customer and collect the first invoice.

    With `quote_token`, exactly the quoted amount is charged, or QuoteChanged is raised with a fresh quote.
    Raises also AlreadySubscribed (a live subscription of this product), PaymentDeclined (recorded; the invoice can be
    paid again), InvalidInput, NotFound, NotSupported, Forbidden, Conflict. A refusal other than PaymentDeclined leaves
    nothing behind.
    """
    customer_id = ctx.actor.require_customer()

    async def perform(tx: Transaction) -> Result:
        offer = await _offer(ctx, selection, quote_token)
        account = await _account(ctx, offer, pay_with)
        subscription = await _insert(ctx, customer_id, selection, offer)
        invoice = await issue_invoice(ctx, tx, subscription=subscription, quote=offer.quote)
        tx.announce(
            "subscription.created",
            subscription.id,
            version=1,
            customer_id=customer_id,
            payload={"plan": subscription.plan_id, "quantity": subscription.quantity, "status": subscription.status},
        )
        ids = {"subscription": subscription.id, "invoice": invoice.id}
        if account is None or pay_with is None:
            await activate(ctx, tx, subscription=subscription)
            return ids
        payment = await start_payment(ctx, tx, invoice=invoice, account=account, choice=pay_with)
        return {**ids, "payment": payment.id}

    request = {
        "selection": asdict(selection),
        "pay_with": pay_with and asdict(pay_with),
        "quote_token": quote_token,
    }
    try:
        ids = await once(ctx, operation="subscriptionCreate", key=idempotency_key, request=request, perform=perform)
    except _Twin as twin:
        await _refuse_second(ctx, customer_id, twin.product_id)
        raise Conflict("Another request of yours was just withdrawn; send this one again.") from twin
    failpoint("charge.after_start")
    payment = await attempt_now(ctx, payment_id=ids["payment"]) if "payment" in ids else None
    return Subscribed(
        subscription=await Subscription.get(merchant_id=ctx.merchant_id, id=ids["subscription"]),
        invoice=await Invoice.get(merchant_id=ctx.merchant_id, id=ids["invoice"]),
        payment=payment,
    )


async def _offer(ctx: Context, selection: Selection, quote_token: str | None) -> Offer:
    billed_in = await customer_currency(ctx)
    if quote_token is None:
        return await offer_as_of(ctx, selection, billed_in, ctx.now)
    confirmed = await confirm_quote(ctx, token=quote_token, selection=selection, billed_in=billed_in)
    if not confirmed.holds:
        fresh = await offer_as_of(ctx, selection, billed_in, ctx.now)
        raise QuoteChanged("The price changed since it was quoted; please look again.", fresh.quote, fresh.token)
    return confirmed.offer


async def _account(ctx: Context, offer: Offer, pay_with: PayWith | None) -> OpenAccount | None:
    if offer.quote.due_now.minor == 0:
        return None
    if pay_with is None:
        raise InvalidInput.at("payWith", "REQUIRED", f"Say how the {offer.quote.due_now} are paid.")
    return await check_pay_with(ctx, pay_with, offer.quote.due_now.currency.code)


async def _insert(ctx: Context, customer_id: str, selection: Selection, offer: Offer) -> Subscription:
    first = offer.quote
    await _refuse_second(ctx, customer_id, offer.loaded.product.id)
    try:
        subscription = await Subscription.create(
            id=new_id("sub"),
            merchant_id=ctx.merchant_id,
            customer_id=customer_id,
            product_id=offer.loaded.product.id,
            plan_id=offer.loaded.plan.id,
            quantity=selection.quantity,
            currency=first.total.currency.code,
            unit_price_minor=offer.loaded.purchase.unit_price.minor,
            status=SubscriptionStatus.INCOMPLETE.value,
            anchor_at=first.effective_at,
            period_start=first.effective_at,
            period_end=first.next_charge_at,
            auto_renew=True,
            created_at=ctx.now,
            version=1,
        )
    except IntegrityError as error:
        raise _Twin(offer.loaded.product.id) from error
    for addon in offer.loaded.purchase.addons:
        await SubscriptionAddon.create(
            id=new_id("suba"),
            merchant_id=ctx.merchant_id,
            subscription_id=subscription.id,
            addon_id=addon.addon_id,
            quantity=addon.quantity,
            unit_price_minor=addon.unit_price.minor,
        )
    return subscription


async def _refuse_second(ctx: Context, customer_id: str, product_id: str) -> None:
    live = await Subscription.get_or_none(
        merchant_id=ctx.merchant_id,
        customer_id=customer_id,
        product_id=product_id,
        status__in=[status.value for status in LIVE],
    )
    if live is not None:
        raise AlreadySubscribed("You already have a subscription of this product.", live.id)


class _Twin(Exception):
    """The partial unique index refused: a twin was committed first. Its row can be read after the rollback only."""

    def __init__(self, product_id: str) -> None:
        self.product_id = product_id

"""Subscribe: quote, subscription INCOMPLETE, invoice, attempt: all committed; then the gateway; then the result.

What is billed from the balance needs neither invoice nor attempt: it starts at once, where there is money.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from tortoise.exceptions import IntegrityError

from backend.domain.errors import AlreadySubscribed, Conflict, InvalidInput, QuoteChanged, Refusal
from backend.domain.payment import PaymentPurpose
from backend.domain.subscription import LIVE, Collection, SubscriptionStatus
from backend.models import Invoice, Payment, Plan, Subscription
from backend.models.ids import new_id
from backend.services.billed_in import customer_currency
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Context
from backend.services.coupons.redeem import redeem_coupons
from backend.services.failpoints import failpoint
from backend.services.idempotency import Result, once
from backend.services.invoices.issue import issue_invoice
from backend.services.invoices.pay import pay_now_or_start, walk_payment
from backend.services.payments.pay_with import PayWith, said
from backend.services.payments.start import Collect
from backend.services.subscriptions.activate import activate
from backend.services.subscriptions.addons import hold_addons
from backend.services.subscriptions.quote import Offer, confirm_quote, offer_as_of
from backend.services.subscriptions.renewals import Renewals, renewals_with
from backend.services.subscriptions.start_tariff import start_tariff
from backend.services.subscriptions.trial import start_trial
from backend.services.tariffs.meters import merchant_zone
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What subscribing led to. `payment` is None when nothing is due; `invoice` also in a trial, and for a tariff."""

    subscription: Subscription
    invoice: Invoice | None
    payment: Payment | None


async def create_subscription(
    ctx: Context,
    *,
    selection: Selection,
    pay_with: PayWith | None,
    idempotency_key: str,
    quote_token: str | None = None,
) -> Subscribed:
    """Subscribe the signed-in customer and collect the first invoice; or start to debit the balance, without one.

    With `quote_token`, exactly the quoted amount is charged, or QuoteChanged is raised with a fresh quote.
    Raises also AlreadySubscribed (a live subscription of this product), PaymentDeclined (recorded; the invoice can be
    paid again), InsufficientBalance, InvalidInput, NotFound, NotSupported, Forbidden, Conflict. A refusal other than
    PaymentDeclined leaves nothing behind.
    """
    customer_id = ctx.actor.require_customer()

    async def perform(tx: Transaction) -> Result:
        plan = await Plan.get_or_none(merchant_id=ctx.merchant_id, id=selection.plan_id)
        if plan is not None:
            # First: the coupons of the one that is there can be used up by it.
            await _refuse_second(ctx, customer_id, plan.product_id)
        try:
            offer = await _offer(ctx, selection, quote_token)
            due = offer.quote.due_now
            if due.minor and pay_with is None:
                raise InvalidInput.at("payWith", "REQUIRED", f"Say how the {due} are paid.")
        except Refusal:
            # A twin that was committed since the first look took the trial or the coupon: that is the better reason.
            if plan is not None:
                await _refuse_second(ctx, customer_id, plan.product_id)
            raise
        renewals = await renewals_with(ctx, pay_with, due=bool(due.minor), currency=due.currency.code)
        subscription = await _insert(ctx, customer_id, selection, offer, renewals)
        if offer.loaded.is_tariff:
            _announce_created(tx, subscription)
            await start_tariff(ctx, tx, subscription=subscription, loaded=offer.loaded)
            return {"subscription": subscription.id}
        if offer.trial_end is not None:
            _announce_created(tx, subscription)
            await start_trial(ctx, tx, subscription)
            return {"subscription": subscription.id}
        invoice = await issue_invoice(ctx, tx, customer_id=customer_id, subscription=subscription, quote=offer.quote)
        _announce_created(tx, subscription)
        ids = {"subscription": subscription.id, "invoice": invoice.id}
        if not due.minor or pay_with is None:
            await activate(ctx, tx, subscription=subscription)
            return ids
        collect = Collect(customer_id, due, PaymentPurpose.INVOICE, invoice.id)
        payment = await pay_now_or_start(
            ctx, tx, collect=collect, invoice=invoice, subscription=subscription, pay_with=pay_with
        )
        return {**ids, "payment": payment.id}

    request = {
        "selection": asdict(selection),
        "pay_with": said(pay_with),
        "quote_token": quote_token,
    }
    try:
        ids = await once(ctx, operation="subscriptionCreate", key=idempotency_key, request=request, perform=perform)
    except _Twin as twin:
        await _refuse_second(ctx, customer_id, twin.product_id)
        raise Conflict("Another request of yours was just withdrawn; send this one again.") from twin
    failpoint("charge.after_start")
    payment = await walk_payment(ctx, ids["payment"]) if "payment" in ids else None
    return Subscribed(
        subscription=await Subscription.get(merchant_id=ctx.merchant_id, id=ids["subscription"]),
        invoice=await Invoice.get(merchant_id=ctx.merchant_id, id=ids["invoice"]) if "invoice" in ids else None,
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


async def _insert(
    ctx: Context, customer_id: str, selection: Selection, offer: Offer, renewals: Renewals
) -> Subscription:
    first, is_tariff = offer.quote, offer.loaded.is_tariff
    # A trial is the first period; those that are paid for begin at its end.
    begins = offer.trial_end or first.effective_at
    anchor_at = offer.loaded.calendar.anchor_from(begins, await merchant_zone(ctx))
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
            anchor_at=ctx.now if is_tariff else anchor_at,
            period_start=None if is_tariff else first.effective_at,
            period_end=None if is_tariff else first.next_charge_at,
            billed_until=None if is_tariff else first.next_charge_at,
            trial_start=first.effective_at if offer.trial_end else None,
            trial_end=offer.trial_end,
            auto_renew=True,
            collection=(Collection.BALANCE if is_tariff else renewals.collection).value,
            payment_method_id=renewals.method_id,
            due_at=None if is_tariff else ctx.now,
            created_at=ctx.now,
            version=1,
        )
    except IntegrityError as error:
        raise _Twin(offer.loaded.product.id) from error
    await hold_addons(ctx, subscription_id=subscription.id, purchase=offer.loaded.purchase)
    await redeem_coupons(ctx, subscription, offer.coupons)
    return subscription


def _announce_created(tx: Transaction, subscription: Subscription) -> None:
    tx.announce(
        "subscription.created",
        subscription.id,
        version=1,
        customer_id=subscription.customer_id,
        payload={"plan": subscription.plan_id, "quantity": subscription.quantity, "status": subscription.status},
    )


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

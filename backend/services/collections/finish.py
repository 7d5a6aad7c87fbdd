"""The payment of a collection ended, or its invoice was paid by whatever means."""

from __future__ import annotations

from backend.domain.billing import CollectionStatus, Wants
from backend.domain.invoice import PAYABLE, InvoiceStatus
from backend.domain.payment import DECLINE_MESSAGES, DeclineReason, PaymentStatus
from backend.domain.subscription import SubscriptionEvent, SubscriptionStatus
from backend.gateways.base import DeclineAdvice
from backend.models import Collection, Invoice, Payment, Subscription
from backend.services.collections.another_method import try_kept_since
from backend.services.collections.change import change_collection
from backend.services.collections.fail import Failure, fail_collection
from backend.services.collections.owed import owes_renewals
from backend.services.context import Context
from backend.services.subscriptions.move import move
from backend.services.transaction import Transaction

# What would help, by the advice of the decline; after any other the same method may work later.
STOPS = {
    DeclineAdvice.NEVER: Wants.METHOD,
    DeclineAdvice.NEW_METHOD: Wants.METHOD,
    DeclineAdvice.AUTHENTICATE: Wants.AUTHENTICATION,
}


async def collection_failed(
    ctx: Context, tx: Transaction, *, subscription: Subscription | None, payment: Payment
) -> None:
    """The ended `payment` brought nothing, or too little.

    Nothing for one that no collection waits for, or whose invoice is void.
    """
    collection = await Collection.select_for_update().get_or_none(
        merchant_id=ctx.merchant_id, payment_id=payment.id, status=CollectionStatus.OPEN.value
    )
    if collection is None or subscription is None:
        return
    invoice = await Invoice.get(merchant_id=ctx.merchant_id, id=collection.invoice_id)
    if InvoiceStatus(invoice.status) not in PAYABLE:
        gave_up = {"status": CollectionStatus.GAVE_UP.value, "payment_id": None, "next_try_at": None}
        await change_collection(ctx, collection, gave_up)
        return
    await fail_collection(ctx, tx, subscription=subscription, collection=collection, failure=_failure(payment))
    await try_kept_since(ctx, tx, subscription=subscription, collection=collection, since=payment.created_at)


async def invoice_collected(ctx: Context, tx: Transaction, *, invoice: Invoice, subscription: Subscription) -> None:
    """The invoice is paid in full: nothing more is collected, and what was behind only because of it recovers."""
    own = Collection.filter(merchant_id=ctx.merchant_id, subscription_id=subscription.id)
    collection = await own.select_for_update().get_or_none(invoice_id=invoice.id)
    if collection is None:
        return
    await change_collection(
        ctx, collection,
        {"status": CollectionStatus.PAID.value, "payment_id": None, "next_try_at": None, "wants": None},
    )  # fmt: skip
    if subscription.status == SubscriptionStatus.PAST_DUE and not await owes_renewals(ctx, subscription):
        about = {"invoice": invoice.id}
        await move(ctx, tx, subscription, SubscriptionEvent.RECOVER, fact="recovered", payload=about)


def _failure(payment: Payment) -> Failure:
    if payment.status == PaymentStatus.SUCCEEDED:
        return Failure("The payment brought less than was due.", Wants.PAYMENT, may_pass=True)
    if payment.status == PaymentStatus.CANCELED:
        return Failure("The payment was canceled.", Wants.PAYMENT, may_pass=True)
    unsaid = DeclineReason.EXPIRED if payment.status == PaymentStatus.EXPIRED else DeclineReason.GENERIC
    reason = DECLINE_MESSAGES[DeclineReason(payment.decline_reason or unsaid)]
    advice = DeclineAdvice(payment.decline_advice) if payment.decline_advice else None
    wants = STOPS.get(advice) if advice else None
    return Failure(reason, wants or Wants.PAYMENT, may_pass=wants is None)

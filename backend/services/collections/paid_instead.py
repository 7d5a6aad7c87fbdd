"""An invoice whose saved method was declined is paid with a card that is kept: renewals are charged to that one."""

from __future__ import annotations

from backend.domain.billing import gives_up_at
from backend.domain.subscription import Collection as Way
from backend.models import Collection, Invoice, PaymentMethod, Subscription
from backend.services.billing.policy import policy_of
from backend.services.collections.declined import was_declined
from backend.services.context import Context


async def renew_with_what_paid(
    ctx: Context, *, subscription: Subscription | None, invoice: Invoice | None, kept: PaymentMethod | None
) -> None:
    """Put `kept`, which paid `invoice`, in the place of a method of the subscription's own that will not pay again.

    That is one which was declined for this invoice, for good or until no retry was left. Without that nothing changes:
    who pays one invoice with another card has not taken the first one away. The rows are locked by the caller.
    """
    if subscription is None or invoice is None or kept is None:
        return
    own = Subscription.filter(merchant_id=ctx.merchant_id, id=subscription.id, collection=Way.METHOD.value)
    row = await own.exclude(payment_method_id=kept.id).get_or_none(payment_method_id__isnull=False)
    if row is None:
        return
    before = await PaymentMethod.get_or_none(merchant_id=ctx.merchant_id, id=row.payment_method_id)
    if before is None or not await _will_not_pay_again(ctx, invoice, before):
        return
    await own.update(payment_method_id=kept.id)


async def _will_not_pay_again(ctx: Context, invoice: Invoice, method: PaymentMethod) -> bool:
    tries = Collection.filter(merchant_id=ctx.merchant_id, invoice_id=invoice.id, first_failed_at__isnull=False)
    collection = await tries.get_or_none()
    if collection is None or collection.first_failed_at is None:
        return False
    over = ctx.now >= gives_up_at((await policy_of(ctx)).retries, collection.first_failed_at)
    return await was_declined(ctx, invoice.id, method, for_good=not over)

"""Write a posting into the books. Always inside the transaction of the operation that it belongs to."""

from __future__ import annotations

from tortoise.expressions import F

from backend.domain.ledger import AccountKind, Leg, Posting
from backend.models import LedgerAccount, LedgerEntry, LedgerTransaction
from backend.models.ids import new_id
from backend.services.context import Context


async def post(ctx: Context, posting: Posting) -> str:
    """Post and answer the ledger transaction's id.

    The database refuses a key that was posted before (IntegrityError), legs that do not sum to zero, and a customer
    balance below zero. Accounts are taken in one fixed order, so that concurrent postings cannot deadlock.
    """
    transaction_id = new_id("ltx")
    for leg in sorted(posting.legs, key=lambda leg: (leg.kind, leg.owner_id, leg.amount.currency.code)):
        account = await _account(ctx, leg)
        balance_after = await _move_balance(ctx, account, leg)
        await LedgerEntry.create(
            id=new_id("lent"),
            merchant_id=ctx.merchant_id,
            transaction_id=transaction_id,
            account_id=account.id,
            currency=leg.amount.currency.code,
            amount_minor=leg.amount.minor,
            balance_after_minor=balance_after,
        )
    await LedgerTransaction.create(
        id=transaction_id,
        merchant_id=ctx.merchant_id,
        key=posting.key,
        subject_id=posting.subject_id,
        description=posting.description,
        occurred_at=ctx.now,
    )
    return transaction_id


async def _account(ctx: Context, leg: Leg) -> LedgerAccount:
    """The account of this kind, owner and currency; made at its first use."""
    code = leg.amount.currency.code
    own = LedgerAccount.filter(merchant_id=ctx.merchant_id, kind=leg.kind.value, owner_id=leg.owner_id, currency=code)
    account = await own.get_or_none()
    if account is None:
        fresh = LedgerAccount(
            id=new_id("lacc"),
            merchant_id=ctx.merchant_id,
            kind=leg.kind.value,
            owner_id=leg.owner_id,
            currency=code,
            balance_minor=0 if leg.kind is AccountKind.CUSTOMER_BALANCE else None,
            created_at=ctx.now,
        )
        # A twin may create it at the same moment: then both use the one that is there.
        await LedgerAccount.bulk_create([fresh], ignore_conflicts=True)
        account = await own.get()
    return account


async def _move_balance(ctx: Context, account: LedgerAccount, leg: Leg) -> int | None:
    """Move a customer balance by one atomic statement and answer it; a credit entry (negative) raises it."""
    if leg.kind is not AccountKind.CUSTOMER_BALANCE:
        return None
    own = LedgerAccount.filter(merchant_id=ctx.merchant_id, id=account.id)
    await own.update(balance_minor=F("balance_minor") - leg.amount.minor)
    after: int | None = (await own.get()).balance_minor
    return after

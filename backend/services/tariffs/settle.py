"""Charge what the tariffs of locked balances owe: one debit for each step of time, exact, never more than there is."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from backend.domain.balance import TransactionReason
from backend.domain.ledger import tariff_charged
from backend.domain.metering import Debit, run_meters
from backend.models import BalanceTransaction, Tariff, TariffDebit
from backend.models.ids import new_id
from backend.services.balances.log import log_row
from backend.services.balances.standing import Standing
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.ledger.post import Dated, post_all
from backend.services.tariffs.meters import merchant_zone, meters_of, stop_all, take_over
from backend.services.transaction import Transaction


async def settle(ctx: Context, tx: Transaction, standings: Sequence[Standing], *, finish: bool) -> int:
    """Debit every whole step up to each standing's instant, with `finish` also the step that has begun.

    Where the money ends, the tariffs stop at that very second: `suspended_at` says when, and `reckon` tells the world.
    The rows of the tariffs are changed in memory only; `reckon` writes them. Answers how many debits were written.
    """
    if not any(standing.running for standing in standings):
        return 0
    zone = await merchant_zone(ctx)
    charges = [charge for standing in standings for charge in _run(ctx, standing, zone, finish=finish)]
    await _write(ctx, charges)
    for standing in standings:
        standing.settled = standing.footing()
    return len(charges)


class _Charge:
    """One debit of one tariff, on its way into the books."""

    def __init__(self, ctx: Context, standing: Standing, tariff: Tariff, debit: Debit) -> None:
        self.standing = standing
        self.tariff = tariff
        self.debit = debit
        self.id = new_id("tdeb")
        self._ctx = ctx

    @property
    def dated(self) -> Dated:
        amount = money(self.debit.amount_minor, self.tariff.currency)
        posting = tariff_charged(
            self.id, self.tariff.subscription_id, self._ctx.merchant_id, self.tariff.customer_id, amount,
            self.tariff.description,
        )  # fmt: skip
        return Dated(posting, self.debit.period.end)

    def row(self, ledger_transaction_id: str | None) -> TariffDebit:
        debit = self.debit
        return TariffDebit(
            id=self.id,
            merchant_id=self._ctx.merchant_id,
            subscription_id=self.tariff.subscription_id,
            period_start=debit.period.start,
            period_end=debit.period.end,
            amount_minor=debit.amount_minor,
            unit_price_minor=self.tariff.amount_minor,
            numerator=str(debit.share.numerator),
            denominator=str(debit.share.denominator),
            carried_numerator=str(debit.carried_in.numerator),
            carried_denominator=str(debit.carried_in.denominator),
            ledger_transaction_id=ledger_transaction_id,
        )


def _run(ctx: Context, standing: Standing, zone: ZoneInfo, *, finish: bool) -> list[_Charge]:
    running = {tariff.id: tariff for tariff in standing.running}
    if not running:
        return []
    done = run_meters(meters_of(running.values(), zone), standing.available_minor, standing.at, finish=finish)
    for meter in done.meters:
        take_over(running[meter.tariff.id], meter)
    if done.suspended_at is not None:
        stop_all(running.values(), done.suspended_at)
    return [_Charge(ctx, standing, running[debit.tariff_id], debit) for debit in done.debits]


async def _write(ctx: Context, charges: Sequence[_Charge]) -> None:
    paid = [charge for charge in charges if charge.debit.amount_minor]
    opened = {charge.standing.account.id: charge.standing.account for charge in paid}
    before = {id: account.balance_minor or 0 for id, account in opened.items()}
    posted = await post_all(ctx, [charge.dated for charge in paid], opened=list(opened.values()))
    log: list[BalanceTransaction] = []
    seals: dict[str, str] = {}
    for charge, one in zip(paid, posted, strict=True):
        account = charge.standing.account
        row = log_row(
            ctx, account, one, before_minor=before[account.id], reason=TransactionReason.TARIFF,
            description=charge.tariff.description, at=charge.debit.period.end,
            subscription_id=charge.tariff.subscription_id,
        )  # fmt: skip
        before[account.id] = row.balance_after_minor
        seals[charge.id] = one.transaction_id
        log.append(row)
    await BalanceTransaction.bulk_create(log)
    await TariffDebit.bulk_create([charge.row(seals.get(charge.id)) for charge in charges])

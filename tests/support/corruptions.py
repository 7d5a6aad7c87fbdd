"""For each law of the books, ways to break it and nothing else: each answers the rows that the prover must name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from fractions import Fraction
from typing import Any

from backend.models import (
    BalanceHold,
    BalanceTransaction,
    Dispute,
    Event,
    Invoice,
    InvoiceLine,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PaymentAttempt,
    PaymentReceipt,
    RefillPurchase,
    Refund,
    Subscription,
    Tariff,
    TariffDebit,
    UnitAccount,
    UnitGrant,
    UnitHold,
    UnitMovement,
)
from backend.models.ids import new_id
from tests.support.tampering import Write

Named = list[tuple[str, ...]]
Corrupt = Callable[[Write], Awaitable[Named]]

CORRUPTIONS: dict[str, list[Corrupt]] = {}


def breaks(law: str) -> Callable[[Corrupt], Corrupt]:
    """Declare a way to break `law`."""

    def declare(corrupt: Corrupt) -> Corrupt:
        CORRUPTIONS.setdefault(law, []).append(corrupt)
        return corrupt

    return declare


async def account_of(kind: str, nth: int = 0) -> LedgerAccount:
    """One of the accounts of a kind, by age."""
    return (await LedgerAccount.filter(kind=kind).order_by("id"))[nth]


async def leg_of(transaction_id: str, kind: str) -> LedgerEntry:
    """The entry of a ledger transaction on an account of a kind."""
    accounts = await LedgerAccount.filter(kind=kind).values_list("id", flat=True)
    return await LedgerEntry.get(transaction_id=transaction_id, account_id__in=accounts)


async def post_odd(write: Write, *legs: tuple[LedgerAccount, int, str], seal: bool = True) -> tuple[str, Named]:
    """A ledger transaction as no operation would post it: its id, and its entries with their accounts."""
    model, odd = await LedgerTransaction.all().first(), new_id("ltx")
    assert model is not None
    made: Named = []
    for account, minor, currency in legs:
        made.append((new_id("lent"), account.id))
        await write(
            "INSERT INTO ledger_entries (id, merchant_id, transaction_id, account_id, currency, amount_minor,"
            " balance_after_minor) SELECT ?, merchant_id, CAST(? AS VARCHAR(40)), id, ?, ?, balance_minor"
            " FROM ledger_accounts WHERE id = ?",
            made[-1][0], odd, currency, minor, account.id,
        )  # fmt: skip
    if seal:
        await write(
            "INSERT INTO ledger_transactions (id, merchant_id, key, subject_id, description, occurred_at)"
            " SELECT ?, merchant_id, 'odd', 'odd', 'odd', occurred_at FROM ledger_transactions WHERE id = ?",
            odd, model.id,
        )  # fmt: skip
    return odd, made


# The ledger


@breaks("ledger.sums_to_zero")
async def _one_leg(write: Write) -> Named:
    odd, _ = await post_odd(write, (await account_of("REVENUE"), 5, "USD"))
    return [(odd,)]


@breaks("ledger.transaction_has_entries")
async def _no_legs(write: Write) -> Named:
    odd, _ = await post_odd(write)
    return [(odd,)]


@breaks("ledger.entry_has_transaction")
async def _unsealed(write: Write) -> Named:
    _, made = await post_odd(write, (await account_of("REVENUE"), 5, "USD"), seal=False)
    return [(made[0][0],)]


@breaks("ledger.entry_currency")
async def _wrong_currency(write: Write) -> Named:
    revenue, credits = await account_of("REVENUE"), await account_of("CREDITS")
    _, made = await post_odd(write, (revenue, 5, "EUR"), (credits, -5, "EUR"))
    return made


# Balances


async def _last_movement() -> BalanceTransaction:
    found = await BalanceTransaction.all().order_by("-id").first()
    assert found is not None
    return found


@breaks("balance.equals_entries")
async def _more_than_its_entries(write: Write) -> Named:
    account = await account_of("CUSTOMER_BALANCE")
    await write("UPDATE ledger_accounts SET balance_minor = balance_minor + 1 WHERE id = ?", account.id)
    return [(account.id,)]


@breaks("balance.running_sum")
async def _a_wrong_balance_after_it(write: Write) -> Named:
    last = await _last_movement()
    await write("UPDATE balance_transactions SET balance_after_minor = balance_after_minor + 1 WHERE id = ?", last.id)
    await _raise_balance_after(write, last)
    return [(last.id, last.account_id)]


async def _raise_balance_after(write: Write, movement: BalanceTransaction) -> None:
    await write(
        "UPDATE ledger_entries SET balance_after_minor = balance_after_minor + 1"
        " WHERE transaction_id = ? AND account_id = ?",
        movement.ledger_transaction_id, movement.account_id,
    )  # fmt: skip


@breaks("balance.numbers")
async def _a_last_number_that_nothing_has(write: Write) -> Named:
    account = await account_of("CUSTOMER_BALANCE")
    await write("UPDATE ledger_accounts SET last_number = last_number + 1 WHERE id = ?", account.id)
    return [(account.id,)]


@breaks("balance.numbers")
async def _a_gap_in_the_numbers(write: Write) -> Named:
    last = await _last_movement()
    await write("UPDATE balance_transactions SET number = number + 1 WHERE id = ?", last.id)
    return [(last.account_id,)]


@breaks("balance.movement_is_posted")
async def _an_entry_that_says_otherwise(write: Write) -> Named:
    last = await _last_movement()
    await _raise_balance_after(write, last)
    return [(last.id, last.ledger_transaction_id)]


@breaks("balance.movement_is_posted")
async def _somebody_elses_movement(write: Write) -> Named:
    last = await _last_movement()
    await write("UPDATE balance_transactions SET customer_id = 'cus_odd' WHERE id = ?", last.id)
    return [(last.id, last.ledger_transaction_id)]


@breaks("balance.entry_is_logged")
async def _entries_that_nobody_reads(write: Write) -> Named:
    account = await account_of("CUSTOMER_BALANCE")
    odd, made = await post_odd(write, (account, 5, "USD"), (account, -5, "USD"))
    return [(entry, odd) for entry, _ in made]


@breaks("balance.held")
async def _held_without_a_hold(write: Write) -> Named:
    hold = await BalanceHold.get(status="HELD")
    await write("UPDATE ledger_accounts SET held_minor = held_minor + 1 WHERE id = ?", hold.account_id)
    return [(hold.account_id,)]


@breaks("balance.held")
async def _held_for_a_refund_of_something_else(write: Write) -> Named:
    refund = await Refund.get(status="PENDING", from_balance_minor__gt=0)
    account = await LedgerAccount.get(kind="CUSTOMER_BALANCE", owner_id=refund.customer_id)
    await write("UPDATE refunds SET from_balance_minor = from_balance_minor - 1 WHERE id = ?", refund.id)
    return [(account.id,)]


@breaks("balance.held_is_there")
async def _more_held_than_there_is(write: Write) -> Named:
    hold = await BalanceHold.get(status="HELD")
    more = 10**9
    await write("UPDATE balance_holds SET amount_minor = amount_minor + ? WHERE id = ?", more, hold.id)
    await write("UPDATE ledger_accounts SET held_minor = held_minor + ? WHERE id = ?", more, hold.account_id)
    return [(hold.account_id,)]


# Invoices


async def _a_paid_invoice() -> Invoice:
    found = await Invoice.filter(status="PAID", subscription_id__not_isnull=True).order_by("id").first()
    assert found is not None
    return found


@breaks("invoice.lines")
async def _another_line(write: Write) -> Named:
    invoice = await _a_paid_invoice()
    line = await InvoiceLine.get(invoice_id=invoice.id)
    await write("UPDATE invoice_lines SET amount_minor = amount_minor + 1 WHERE id = ?", line.id)
    return [(invoice.id,)]


@breaks("invoice.total")
async def _a_line_that_the_total_does_not_count(write: Write) -> Named:
    invoice = await _a_paid_invoice()
    line = await InvoiceLine.get(invoice_id=invoice.id, position=1)
    await write("UPDATE invoice_lines SET amount_minor = amount_minor + 1 WHERE id = ?", line.id)
    await write("UPDATE invoices SET subtotal_minor = subtotal_minor + 1 WHERE id = ?", invoice.id)
    return [(invoice.id,)]


@breaks("invoice.discount")
async def _a_discount_that_nobody_got(write: Write) -> Named:
    invoice = await _a_paid_invoice()
    line = await InvoiceLine.get(invoice_id=invoice.id, position=1)
    await write("UPDATE invoice_lines SET discount_minor = discount_minor + 1 WHERE id = ?", line.id)
    return [(invoice.id,)]


@breaks("invoice.tax")
async def _a_tax_that_no_rate_made(write: Write) -> Named:
    invoice = await _a_paid_invoice()
    line = await InvoiceLine.get(invoice_id=invoice.id, position=1)
    await write("UPDATE invoice_lines SET tax_minor = tax_minor + 1 WHERE id = ?", line.id)
    return [(invoice.id,)]


@breaks("invoice.finalized")
async def _somebody_elses_receivable(write: Write) -> Named:
    invoice = await _a_paid_invoice()
    posted = await LedgerTransaction.get(key=f"invoice:{invoice.id}:finalized")
    leg, other = await leg_of(posted.id, "RECEIVABLE"), await account_of("RECEIVABLE", -1)
    assert leg.account_id != other.id
    await write("UPDATE ledger_entries SET account_id = ? WHERE id = ?", other.id, leg.id)
    return [(invoice.id,)]


@breaks("invoice.earned")
async def _revenue_that_is_none(write: Write) -> Named:
    invoice = await _a_paid_invoice()
    posted = await LedgerTransaction.get(key=f"invoice:{invoice.id}:finalized")
    leg, other = await leg_of(posted.id, "REVENUE"), await account_of("CREDITS")
    await write("UPDATE ledger_entries SET account_id = ? WHERE id = ?", other.id, leg.id)
    return [(invoice.id,)]


async def _the_void_invoice() -> Invoice:
    return await Invoice.get(status="VOID")


@breaks("invoice.voided")
async def _void_in_name_only(write: Write) -> Named:
    invoice = await Invoice.filter(status="OPEN").order_by("id").first()
    assert invoice is not None
    await write("UPDATE invoices SET status = 'VOID' WHERE id = ?", invoice.id)
    return [(invoice.id,)]


@breaks("invoice.voided")
async def _undone_though_open(write: Write) -> Named:
    invoice = await _the_void_invoice()
    await write("UPDATE invoices SET status = 'OPEN' WHERE id = ?", invoice.id)
    return [(invoice.id,)]


@breaks("invoice.voided")
async def _revenue_that_stayed(write: Write) -> Named:
    invoice = await _the_void_invoice()
    posted = await LedgerTransaction.get(key=f"invoice:{invoice.id}:voided")
    leg, other = await leg_of(posted.id, "REVENUE"), await account_of("CREDITS")
    await write("UPDATE ledger_entries SET account_id = ? WHERE id = ?", other.id, leg.id)
    return [(invoice.id,)]


@breaks("invoice.voided")
async def _somebody_else_owes_less(write: Write) -> Named:
    invoice = await _the_void_invoice()
    posted = await LedgerTransaction.get(key=f"invoice:{invoice.id}:voided")
    leg, other = await leg_of(posted.id, "RECEIVABLE"), await account_of("RECEIVABLE", -1)
    assert leg.account_id != other.id
    await write("UPDATE ledger_entries SET account_id = ? WHERE id = ?", other.id, leg.id)
    return [(invoice.id,)]


async def _the_credit() -> tuple[str, LedgerTransaction]:
    """The invoice that gave something back, and the posting of that."""
    posted = await LedgerTransaction.get(key__endswith=":credited")
    return posted.subject_id, posted


@breaks("invoice.credited")
async def _credited_out_of_nothing(write: Write) -> Named:
    invoice_id, posted = await _the_credit()
    leg, other = await leg_of(posted.id, "REVENUE"), await account_of("CREDITS")
    await write("UPDATE ledger_entries SET account_id = ? WHERE id = ?", other.id, leg.id)
    return [(invoice_id,)]


@breaks("invoice.credited")
async def _a_credit_that_the_invoice_does_not_name(write: Write) -> Named:
    invoice_id, _ = await _the_credit()
    last = await InvoiceLine.filter(invoice_id=invoice_id).order_by("-position").first()
    assert last is not None
    await write("UPDATE invoice_lines SET description = 'Nothing' WHERE id = ?", last.id)
    return [(invoice_id,)]


@breaks("invoice.credited")
async def _a_credit_that_was_never_posted(write: Write) -> Named:
    invoice_id, posted = await _the_credit()
    await write("UPDATE ledger_transactions SET key = 'credit:' || key WHERE id = ?", posted.id)
    return [(invoice_id,)]


async def _the_change_that_refunds() -> tuple[InvoiceLine, LedgerTransaction]:
    """The line that says so, and the posting for its refund."""
    line = await InvoiceLine.get(description="Refund")
    return line, await LedgerTransaction.get(subject_id=line.invoice_id, key__endswith=":unused")


@breaks("invoice.refunded")
async def _refunded_out_of_nothing(write: Write) -> Named:
    line, posted = await _the_change_that_refunds()
    leg, other = await leg_of(posted.id, "REVENUE"), await account_of("CREDITS")
    await write("UPDATE ledger_entries SET account_id = ? WHERE id = ?", other.id, leg.id)
    return [(line.invoice_id,)]


@breaks("invoice.refunded")
async def _a_refund_that_the_invoice_does_not_name(write: Write) -> Named:
    line, _ = await _the_change_that_refunds()
    await write("UPDATE invoice_lines SET description = 'Nothing' WHERE id = ?", line.id)
    return [(line.invoice_id,)]


@breaks("invoice.paid")
async def _paid_with_nothing(write: Write) -> Named:
    invoice = await Invoice.filter(status="OPEN").order_by("id").first()
    assert invoice is not None
    await write("UPDATE invoices SET paid_minor = paid_minor + 1 WHERE id = ?", invoice.id)
    return [(invoice.id,)]


@breaks("invoice.status")
async def _open_though_paid(write: Write) -> Named:
    invoice = await _a_paid_invoice()
    await write("UPDATE invoices SET status = 'OPEN' WHERE id = ?", invoice.id)
    return [(invoice.id,)]


@breaks("invoice.status")
async def _paid_though_open(write: Write) -> Named:
    invoice = await Invoice.filter(status="OPEN", subscription_id__not_isnull=True).order_by("id").first()
    assert invoice is not None
    await write("UPDATE invoices SET status = 'PAID' WHERE id = ?", invoice.id)
    return [(invoice.id,)]


@breaks("invoice.numbers")
async def _a_gap(write: Write) -> Named:
    last = await Invoice.all().order_by("-number").first()
    assert last is not None
    after = int(str(last.number).removeprefix("INV-")) + 1
    await write("UPDATE invoices SET number = ? WHERE id = ?", f"INV-{after:06d}", last.id)
    return [(last.id,)]


@breaks("invoice.numbers")
async def _a_number_of_another_kind(write: Write) -> Named:
    last = await Invoice.all().order_by("-number").first()
    assert last is not None
    await write("UPDATE invoices SET number = 'INV-00000x' WHERE id = ?", last.id)
    return [(last.id,)]


@breaks("invoice.counter")
async def _a_counter_that_ran_ahead(write: Write) -> Named:
    await write("UPDATE invoice_counters SET next_number = next_number + 1")
    return [((await _a_paid_invoice()).merchant_id,)]


# Payments


async def _a_payment(**which: Any) -> Payment:
    found = await Payment.filter(status="SUCCEEDED", **which).order_by("id").first()
    assert found is not None
    return found


@breaks("payment.captured")
async def _captured_more_than_came(write: Write) -> Named:
    payment = await _a_payment(kind="CARD")
    await write("UPDATE payments SET captured_minor = captured_minor + 1 WHERE id = ?", payment.id)
    return [(payment.id,)]


@breaks("payment.captured")
async def _captured_more_than_the_balance_gave(write: Write) -> Named:
    payment = await _a_payment(kind="BALANCE")
    await write("UPDATE payments SET captured_minor = captured_minor + 1 WHERE id = ?", payment.id)
    return [(payment.id,)]


@breaks("payment.captured")
async def _at_another_gateway_account(write: Write) -> Named:
    payment = await _a_payment(kind="CARD")
    await write("UPDATE payments SET gateway_account_id = 'gwa_odd' WHERE id = ?", payment.id)
    return [(payment.id,)]


@breaks("payment.attempts")
async def _money_of_a_failed_attempt(write: Write) -> Named:
    payment = await _a_payment(kind="CARD")
    attempt = await PaymentAttempt.get(payment_id=payment.id, status="SUCCEEDED")
    await write("UPDATE payment_attempts SET status = 'FAILED' WHERE id = ?", attempt.id)
    return [(payment.id,)]


@breaks("payment.attempts")
async def _an_attempt_without_money(write: Write) -> Named:
    attempt = await PaymentAttempt.filter(status="FAILED").order_by("id").first()
    assert attempt is not None
    await write("UPDATE payment_attempts SET status = 'SUCCEEDED' WHERE id = ?", attempt.id)
    return [(attempt.payment_id,)]


@breaks("payment.attempts")
async def _a_posting_of_nothing_that_brings_money(write: Write) -> Named:
    payment = await _a_payment(kind="CARD")
    posted = await LedgerTransaction.get(subject_id=payment.id)
    odd, _ = await post_odd(write, (await account_of("REVENUE"), 5, "USD"), (await account_of("CREDITS"), -5, "USD"))
    await write("UPDATE ledger_transactions SET subject_id = ?, key = 'odd:1' WHERE id = ?", payment.id, odd)
    assert posted.key.startswith("attempt:")
    return [(payment.id,)]


@breaks("payment.receipts")
async def _a_receipt_that_is_not_in_the_books(write: Write) -> Named:
    receipt = await PaymentReceipt.filter(reversed_at=None).order_by("id").first()
    assert receipt is not None
    await write("UPDATE payment_receipts SET id = 'rcpt_odd' WHERE id = ?", receipt.id)
    return [(receipt.payment_id,)]


@breaks("payment.receipts")
async def _reversed_in_name_only(write: Write) -> Named:
    receipt = await PaymentReceipt.filter(reversed_at=None).order_by("id").first()
    assert receipt is not None
    await write(
        "UPDATE payment_receipts SET reversed_at = created_at, reversal_reason = 'odd' WHERE id = ?", receipt.id
    )
    return [(receipt.payment_id,)]


@breaks("payment.disputed")
async def _disputed_by_nobody(write: Write) -> Named:
    payment = await _a_payment(kind="CARD", disputed_minor=0)
    await write("UPDATE payments SET disputed_minor = 1 WHERE id = ?", payment.id)
    return [(payment.id,)]


@breaks("dispute.posted")
async def _taken_through_another_gateway_account(write: Write) -> Named:
    dispute = await Dispute.get(status="OPEN")
    await write("UPDATE disputes SET gateway_account_id = 'gwa_odd' WHERE id = ?", dispute.id)
    return [(dispute.id, dispute.payment_id)]


@breaks("dispute.posted")
async def _out_of_no_ones_pocket(write: Write) -> Named:
    dispute = await Dispute.get(status="OPEN")
    posted = await LedgerTransaction.get(key=f"dispute:{dispute.id}:taken")
    leg, other = await leg_of(posted.id, "REFUNDS"), await account_of("CREDITS")
    await write("UPDATE ledger_entries SET account_id = ? WHERE id = ?", other.id, leg.id)
    return [(dispute.id, dispute.payment_id)]


@breaks("payment.refunded")
async def _refunded_by_nobody(write: Write) -> Named:
    payment = await _a_payment(kind="CARD", refunded_minor=0)
    await write("UPDATE payments SET refunded_minor = 1 WHERE id = ?", payment.id)
    return [(payment.id,)]


@breaks("payment.refund_pending")
async def _a_refund_that_nobody_waits_for(write: Write) -> Named:
    payment = await _a_payment(kind="CARD", refund_pending_minor=0)
    await write("UPDATE payments SET refund_pending_minor = 1 WHERE id = ?", payment.id)
    return [(payment.id,)]


@breaks("payment.refunds_within")
async def _more_back_than_came(write: Write) -> Named:
    refund = await _a_refund(status="PENDING")
    more = 10**6
    await write("UPDATE refunds SET amount_minor = amount_minor + ? WHERE id = ?", more, refund.id)
    await write(
        "UPDATE payments SET refund_pending_minor = refund_pending_minor + ? WHERE id = ?", more, refund.payment_id
    )
    return [(refund.payment_id,)]


# Refunds


async def _a_refund(**which: Any) -> Refund:
    found = await Refund.filter(**which).order_by("id").first()
    assert found is not None
    return found


@breaks("refund.posted")
async def _out_of_another_pocket(write: Write) -> Named:
    refund = await _a_refund(status="SUCCEEDED", from_balance_minor=0, gateway_account_id__not_isnull=True)
    leg = await leg_of((await LedgerTransaction.get(key=f"refund:{refund.id}")).id, "REFUNDS")
    await write("UPDATE ledger_entries SET account_id = ? WHERE id = ?", (await account_of("CREDITS")).id, leg.id)
    return [(refund.id, refund.payment_id)]


@breaks("refund.posted")
async def _through_another_gateway_account(write: Write) -> Named:
    refund = await _a_refund(status="SUCCEEDED", gateway_account_id__not_isnull=True)
    await write("UPDATE refunds SET gateway_account_id = 'gwa_odd' WHERE id = ?", refund.id)
    return [(refund.id, refund.payment_id)]


@breaks("refund.posted")
async def _given_back_though_it_failed(write: Write) -> Named:
    refund = await Refund.get(status="FAILED", amount_minor=150)
    undone = await LedgerTransaction.get(key=f"refund:{refund.id}:failed")
    await write("UPDATE ledger_transactions SET subject_id = 'odd' WHERE id = ?", undone.id)
    return [(refund.id, refund.payment_id)]


@breaks("refund.unused")
async def _unused_time_that_another_account_gave(write: Write) -> Named:
    posted = await LedgerTransaction.get(key__endswith=":unused", subject_id__startswith="sub_")
    leg = await leg_of(posted.id, "REFUNDS")
    await write("UPDATE ledger_entries SET account_id = ? WHERE id = ?", (await account_of("CREDITS")).id, leg.id)
    refund = await _a_refund(id=posted.key.split(":")[1])
    return [(refund.id, refund.payment_id)]


@breaks("refund.unused")
async def _a_failed_one_that_nobody_got(write: Write) -> Named:
    posted = await LedgerTransaction.get(key__endswith=":to_balance")
    await write("UPDATE ledger_transactions SET key = 'odd:' || key WHERE id = ?", posted.id)
    refund = await _a_refund(id=posted.key.split(":")[1])
    return [(refund.id, refund.payment_id)]


# Tariffs


async def _running() -> tuple[Tariff, list[TariffDebit]]:
    """The hourly tariff that never stopped, and its debits in the order of time."""
    tariff = await Tariff.filter(due_at__not_isnull=True, interval_unit="HOUR").order_by("id").first()
    assert tariff is not None
    return tariff, await TariffDebit.filter(subscription_id=tariff.subscription_id).order_by("period_start")


@breaks("tariff.no_overlap")
async def _the_same_time_twice(write: Write) -> Named:
    _, debits = await _running()
    one, two = debits[:2]
    await write(
        "UPDATE tariff_debits SET period_end = (SELECT n.period_end FROM tariff_debits n WHERE n.id = ?) WHERE id = ?",
        two.id, one.id,
    )  # fmt: skip
    return [(one.id, two.id)]


async def _shift_share(write: Write, debit: TariffDebit, minor: int) -> None:
    """What is owed changes by whole minor units, so that what is carried on stays as it was."""
    share = Fraction(int(debit.numerator), int(debit.denominator)) + Fraction(minor, debit.unit_price_minor)
    await write(
        "UPDATE tariff_debits SET numerator = ?, denominator = ? WHERE id = ?",
        str(share.numerator), str(share.denominator), debit.id,
    )  # fmt: skip


@breaks("tariff.amount")
async def _more_than_was_owed(write: Write) -> Named:
    _, debits = await _running()
    debit = next(debit for debit in debits if debit.amount_minor > 1)
    await _shift_share(write, debit, -1)
    return [(debit.id,)]


@breaks("tariff.amount")
async def _less_than_was_owed_though_there_was_money(write: Write) -> Named:
    _, debits = await _running()
    await _shift_share(write, debits[1], 1)
    return [(debits[1].id,)]


@breaks("tariff.carried")
async def _a_carry_that_was_lost(write: Write) -> Named:
    tariff, debits = await _running()
    assert tariff.carried_numerator != "0"
    await write("UPDATE tariffs SET carried_numerator = '0', carried_denominator = '1' WHERE id = ?", tariff.id)
    return [(debits[-1].id,)]


@breaks("tariff.carried")
async def _a_carry_that_is_no_number(write: Write) -> Named:
    tariff, debits = await _running()
    await write("UPDATE tariffs SET carried_denominator = '0' WHERE id = ?", tariff.id)
    return [(debits[-1].id,)]


@breaks("tariff.debit_posted")
async def _posted_for_something_else(write: Write) -> Named:
    _, debits = await _running()
    debit = next(debit for debit in debits if debit.amount_minor)
    other = await LedgerTransaction.filter(key__startswith="invoice:").first()
    assert other is not None
    await write("UPDATE tariff_debits SET ledger_transaction_id = ? WHERE id = ?", other.id, debit.id)
    return [(debit.id, other.id)]


@breaks("tariff.billed_until")
async def _billed_again_from_the_start(write: Write) -> Named:
    tariff, _ = await _running()
    await write("UPDATE tariffs SET last_billed_at = anchor_at WHERE id = ?", tariff.id)
    return [(tariff.id, tariff.subscription_id)]


# Refills and units


async def _a_refill() -> RefillPurchase:
    """Two bags of 100 hours, paid."""
    return await RefillPurchase.get(quantity=2, granted_at__not_isnull=True)


@breaks("refill.paid_is_granted")
async def _granted_though_not_paid(write: Write) -> Named:
    refill = await _a_refill()
    await write("UPDATE invoices SET status = 'DRAFT' WHERE id = ?", refill.invoice_id)
    return [(refill.id, refill.invoice_id)]


@breaks("refill.has_grants")
async def _a_promise_that_was_not_kept(write: Write) -> Named:
    refill = await _a_refill()
    await write(
        'UPDATE refill_purchases SET grants = \'[{"unit": "hours", "quantity": "100"},'
        ' {"unit": "sms", "quantity": "5"}]\' WHERE id = ?',
        refill.id,
    )
    return [(refill.id,)]


@breaks("refill.as_promised")
async def _more_than_was_promised(write: Write) -> Named:
    refill = await _a_refill()
    grant = await UnitGrant.get(invoice_id=refill.invoice_id)
    await write(
        'UPDATE refill_purchases SET grants = \'[{"unit": "hours", "quantity": "99"}]\' WHERE id = ?', refill.id
    )
    return [(grant.id,)]


@breaks("refill.as_promised")
async def _granted_for_no_money(write: Write) -> Named:
    grant = await UnitGrant.get(invoice_id=(await _a_refill()).invoice_id)
    failed = await Payment.filter(status="FAILED").first()
    assert failed is not None
    await write("UPDATE unit_grants SET payment_id = ? WHERE id = ?", failed.id, grant.id)
    return [(grant.id,)]


@breaks("unit.grant")
async def _used_more_than_is_missing(write: Write) -> Named:
    used = await UnitMovement.filter(kind="CONSUME").first()
    assert used is not None
    await write("UPDATE unit_movements SET quantity = quantity + 1 WHERE id = ?", used.id)
    return [(used.grant_id,)]


@breaks("unit.account")
async def _units_of_no_grant(write: Write) -> Named:
    account = await UnitAccount.get(unit="hours")
    await write("UPDATE unit_accounts SET remaining = remaining + 1 WHERE id = ?", account.id)
    return [(account.id,)]


@breaks("unit.hold")
async def _a_hold_of_more_than_was_put_aside(write: Write) -> Named:
    hold = await UnitHold.get(status="HELD")
    await write("UPDATE unit_holds SET quantity = quantity + 1 WHERE id = ?", hold.id)
    return [(hold.id,)]


# Facts


@breaks("event.versions")
async def _a_change_that_was_not_told(write: Write) -> Named:
    subscription = await Subscription.all().order_by("id").first()
    assert subscription is not None
    await write("UPDATE subscriptions SET version = version + 1 WHERE id = ?", subscription.id)
    return [(subscription.id,)]


@breaks("event.sequence")
async def _a_fact_without_one_before_it(write: Write) -> Named:
    before, after = await Event.get(sequence=7), await Event.get(sequence=8)
    await write("UPDATE events SET sequence = NULL WHERE id = ?", before.id)
    return [(after.id,)]


@breaks("event.stream")
async def _a_number_that_no_fact_has(write: Write) -> Named:
    await write("UPDATE event_streams SET last_sequence = last_sequence + 1")
    return [((await _a_paid_invoice()).merchant_id,)]

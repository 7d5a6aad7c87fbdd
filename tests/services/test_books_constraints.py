"""What the database itself refuses in the books, whoever writes: rows are written here without any operation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from tortoise.exceptions import BaseORMException, IntegrityError
from tortoise.models import Model
from tortoise.transactions import in_transaction

from backend.models import (
    BalanceHold,
    BalanceTransaction,
    Customer,
    GatewayAccount,
    Invoice,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PaymentMethod,
    Plan,
    Product,
    Subscription,
    Tariff,
    TariffDebit,
    UnitAccount,
    UnitGrant,
    UnitHold,
    UnitMovement,
)
from backend.models.ids import new_id
from tests.support.invariants import nothing_changes
from tests.support.merchants import OpenMerchant
from tests.support.storefront import known_customer

Change = Callable[[], Awaitable[object]]


class Books:
    """A customer of a merchant, and the rows that the books stand on, made with as little as they need."""

    def __init__(self, merchant: OpenMerchant, customer: Customer, account: LedgerAccount) -> None:
        self.now = merchant.clock()
        self.merchant_id = merchant.row.id
        self.customer = customer
        self.account = account

    async def make(self, model: type[Model], prefix: str, /, **columns: Any) -> Any:
        """One row of `model`, the merchant's."""
        return await model.create(id=new_id(prefix), merchant_id=self.merchant_id, **columns)

    async def movement(self, **changes: Any) -> BalanceTransaction:
        """The first 10.00 that came to the balance, with its posting."""
        clearing = await self.make(
            LedgerAccount, "lacc", kind="GATEWAY_CLEARING", owner_id="gwa_1", currency="USD", created_at=self.now
        )
        posted = new_id("ltx")
        async with in_transaction():
            for account, minor, after in ((self.account, -1000, 1000), (clearing, 1000, None)):
                await self.make(
                    LedgerEntry, "lent", transaction_id=posted, account_id=account.id, currency="USD",
                    amount_minor=minor, balance_after_minor=after,
                )  # fmt: skip
            await LedgerTransaction.create(
                id=posted, merchant_id=self.merchant_id, key=posted, subject_id="s", description="d",
                occurred_at=self.now,
            )  # fmt: skip
        columns: dict[str, Any] = {
            "customer_id": self.customer.id, "account_id": self.account.id, "currency": "USD", "number": 1,
            "reason": "TOP_UP", "description": "Top-up", "amount_minor": 1000, "balance_after_minor": 1000,
            "ledger_transaction_id": posted, "occurred_at": self.now,
        }  # fmt: skip
        row: BalanceTransaction = await self.make(BalanceTransaction, "btx", **{**columns, **changes})
        return row

    async def payment(self, **changes: Any) -> Payment:
        """A card payment of 10.00 that succeeded."""
        columns: dict[str, Any] = {
            "customer_id": self.customer.id, "gateway_account_id": None, "gateway": "scripted", "kind": "CARD",
            "purpose": "INVOICE", "currency": "USD", "amount_minor": 1000, "captured_minor": 1000, "refunded_minor": 0,
            "refund_pending_minor": 0, "status": "SUCCEEDED", "created_at": self.now, "updated_at": self.now,
            "version": 1,
        }  # fmt: skip
        row: Payment = await self.make(Payment, "pay", **{**columns, **changes})
        return row

    async def gateway_account(self) -> GatewayAccount:
        """An account at a provider."""
        row: GatewayAccount = await self.make(
            GatewayAccount, "gwa", gateway="scripted", label="Cards", mode="TEST", enabled=True, settings_sealed="x",
            position=1, created_at=self.now,
        )  # fmt: skip
        return row

    async def subscription(self) -> Subscription:
        """One that is billed from the balance."""
        product = await self.make(
            Product, "prod", code="p", name="P", description="", kind="SUBSCRIPTION", created_at=self.now
        )
        plan = await self.make(
            Plan, "plan", product_id=product.id, code="hourly", name="Hourly", description="", interval_unit="HOUR",
            interval_count=1, billing="FROM_BALANCE", trial_days=0, features=[], grants=[], position=1,
            created_at=self.now,
        )  # fmt: skip
        row: Subscription = await self.make(
            Subscription, "sub", customer_id=self.customer.id, product_id=product.id, plan_id=plan.id, quantity=1,
            currency="USD", unit_price_minor=6, status="ACTIVE", anchor_at=self.now, auto_renew=True,
            collection="BALANCE", created_at=self.now, version=1,
        )  # fmt: skip
        return row

    async def debit(self, subscription: Subscription, **changes: Any) -> TariffDebit:
        """The subscription's first hour, which cost less than one cent."""
        columns: dict[str, Any] = {
            "subscription_id": subscription.id, "period_start": self.now, "period_end": self.now + timedelta(hours=1),
            "amount_minor": 0, "unit_price_minor": 6, "numerator": "1", "denominator": "10", "carried_numerator": "0",
            "carried_denominator": "1",
        }  # fmt: skip
        row: TariffDebit = await self.make(TariffDebit, "tdeb", **{**columns, **changes})
        return row

    async def tariff(self, subscription: Subscription, **changes: Any) -> Tariff:
        """Where the subscription stands: it began now."""
        columns: dict[str, Any] = {
            "subscription_id": subscription.id, "customer_id": self.customer.id, "account_id": self.account.id,
            "currency": "USD", "description": "Hourly", "amount_minor": 6, "interval_unit": "HOUR",
            "interval_count": 1, "anchor_at": self.now, "last_billed_at": self.now, "carried_numerator": "0",
            "carried_denominator": "1", "due_at": self.now + timedelta(hours=1),
        }  # fmt: skip
        row: Tariff = await self.make(Tariff, "tar", **{**columns, **changes})
        return row

    async def grant(self) -> UnitGrant:
        """Five units, and the account that they are in."""
        account = await self.make(
            UnitAccount, "uacc", customer_id=self.customer.id, unit="sms", remaining=5_000_000, held=0, version=1
        )
        invoice = await self.make(
            Invoice, "inv", customer_id=self.customer.id, status="DRAFT", currency="USD", subtotal_minor=0,
            discount_minor=0, tax_minor=0, tax_included_minor=0, opens_period=False, total_minor=0,
            paid_minor=0, credited_minor=0, created_at=self.now, version=1,
        )  # fmt: skip
        payment = await self.payment(kind="BALANCE")
        row: UnitGrant = await self.make(
            UnitGrant, "grant", customer_id=self.customer.id, account_id=account.id, unit="sms", quantity=5_000_000,
            remaining=5_000_000, held=0, granted_at=self.now, invoice_id=invoice.id, payment_id=payment.id, position=1,
        )  # fmt: skip
        return row

    async def moved(self, grant: UnitGrant, **changes: Any) -> UnitMovement:
        """The movement that filled `grant`."""
        columns: dict[str, Any] = {
            "account_id": grant.account_id, "grant_id": grant.id, "kind": "GRANT", "quantity": 5_000_000,
            "description": "Bought", "occurred_at": self.now,
        }  # fmt: skip
        row: UnitMovement = await self.make(UnitMovement, "umov", **{**columns, **changes})
        return row


@pytest.fixture
async def books(merchant: OpenMerchant) -> Books:
    """A customer with a balance of 10.00."""
    ana = (await known_customer(merchant, "ana@example.com")).row
    account = await LedgerAccount.create(
        id=new_id("lacc"), merchant_id=merchant.row.id, kind="CUSTOMER_BALANCE", owner_id=ana.id, currency="USD",
        balance_minor=1000, created_at=merchant.clock(),
    )  # fmt: skip
    return Books(merchant, ana, account)


async def refused(constraint: str, *changes: Change) -> None:
    """Each is refused by the constraint, and changes nothing."""
    # SQLite names the columns of a unique index, and nothing of a foreign key.
    reason = rf"\b{constraint}\b|UNIQUE constraint failed|FOREIGN KEY constraint failed"
    async with nothing_changes():
        for change in changes:
            with pytest.raises(IntegrityError, match=reason):
                await change()


async def append_only(row: Model) -> None:
    """The row can be neither changed nor deleted."""
    mine = type(row).filter(id=row.pk)
    async with nothing_changes():
        for change in (lambda: mine.update(merchant_id="mer_other"), lambda: mine.delete()):
            with pytest.raises(BaseORMException, match="append-only"):
                await change()


async def test_no_more_is_held_than_the_balance_has(books: Books) -> None:
    mine = LedgerAccount.filter(id=books.account.id)
    await mine.update(held_minor=1000)
    await refused(
        "ledger_accounts_held",
        lambda: mine.update(held_minor=1001),
        lambda: mine.update(held_minor=-1),
        # What is held cannot be spent.
        lambda: mine.update(balance_minor=999),
    )
    await refused("ledger_accounts_last_number", lambda: mine.update(last_number=-1))


async def test_nothing_is_held_where_no_balance_is_kept(books: Books) -> None:
    clearing = await books.make(
        LedgerAccount, "lacc", kind="GATEWAY_CLEARING", owner_id="gwa_1", currency="USD", created_at=books.now
    )
    await refused("ledger_accounts_held", lambda: LedgerAccount.filter(id=clearing.id).update(held_minor=1))


async def test_the_log_of_a_balance_is_append_only_and_numbered_once(books: Books) -> None:
    row = await books.movement()
    await append_only(row)

    def again(**changes: Any) -> Change:
        # The posting is looked for at the commit, so that every other reason comes first.
        columns = {"number": 2, "ledger_transaction_id": "ltx_other", **changes}
        return lambda: row.clone(pk=new_id("btx")).update_from_dict(columns).save(force_create=True)

    await refused("balance_transactions_number", again(number=1))
    await refused("balance_transactions_first", again(number=0))
    await refused("balance_transactions_ledger", again(ledger_transaction_id=row.ledger_transaction_id))
    await refused("balance_transactions_amount", again(amount_minor=0))
    await refused("balance_transactions_after", again(balance_after_minor=-1))
    await refused("balance_transactions_reason", again(reason="GIFT"))
    await refused("balance_transactions_merchant_id_account_id_currency_fkey", again(currency="EUR"))
    await refused("balance_transactions_merchant_id_ledger_transaction_id_fkey", again())


async def test_a_hold_is_open_or_closed_and_settles_for_no_more_than_it_holds(books: Books) -> None:
    columns: dict[str, Any] = {
        "customer_id": books.customer.id, "account_id": books.account.id, "currency": "USD", "amount_minor": 100,
        "status": "HELD", "description": "Deposit", "created_at": books.now,
    }  # fmt: skip
    hold = await books.make(BalanceHold, "bhold", **columns)
    mine = BalanceHold.filter(id=hold.id)
    await refused(
        "balance_holds_settled",
        lambda: mine.update(status="SETTLED", closed_at=books.now),
        lambda: mine.update(status="SETTLED", closed_at=books.now, settled_minor=101),
        lambda: mine.update(status="SETTLED", closed_at=books.now, settled_minor=0),
        lambda: mine.update(status="RELEASED", closed_at=books.now, settled_minor=100),
    )
    await refused(
        "balance_holds_closed",
        lambda: mine.update(status="SETTLED", settled_minor=100),
        lambda: mine.update(status="RELEASED"),
        lambda: mine.update(closed_at=books.now),
    )
    await refused("balance_holds_amount", lambda: mine.update(amount_minor=0))
    await mine.update(status="SETTLED", closed_at=books.now, settled_minor=100)


async def test_a_tariff_debit_is_written_once_for_each_time_and_stays(books: Books) -> None:
    subscription = await books.subscription()
    await append_only(await books.debit(subscription))
    hour = timedelta(hours=1)
    later = {"period_start": books.now + hour, "period_end": books.now + 2 * hour}
    await refused(
        "tariff_debits_period",
        lambda: books.debit(subscription),
        lambda: books.debit(subscription, period_end=books.now + 3 * hour),
    )
    await refused("tariff_debits_time", lambda: books.debit(subscription, **{**later, "period_end": books.now + hour}))
    await refused(
        "tariff_debits_amount",
        # Money is only debited with a posting, and there is no posting of nothing.
        lambda: books.debit(subscription, **later, amount_minor=1),
        lambda: books.debit(subscription, **later, ledger_transaction_id="ltx_other"),
        lambda: books.debit(subscription, **later, amount_minor=-1),
    )
    await books.debit(subscription, **later)


async def test_a_subscription_has_one_tariff_and_it_is_due_after_what_was_billed(books: Books) -> None:
    subscription = await books.subscription()
    mine = Tariff.filter(id=(await books.tariff(subscription)).id)
    await refused("tariffs_subscription", lambda: books.tariff(subscription))
    await refused(
        "tariffs_due",
        lambda: mine.update(due_at=books.now),
        lambda: mine.update(suspended_at=books.now),
    )
    await refused("tariffs_amount", lambda: mine.update(amount_minor=-1))
    await refused(
        "tariffs_interval", lambda: mine.update(interval_count=0), lambda: mine.update(interval_unit="FORTNIGHT")
    )
    await mine.update(suspended_at=books.now, due_at=None)


async def test_units_never_fall_below_zero(books: Books) -> None:
    grant = await books.grant()
    account, mine = UnitAccount.filter(id=grant.account_id), UnitGrant.filter(id=grant.id)
    await refused("unit_accounts_not_negative", lambda: account.update(remaining=-1), lambda: account.update(held=-1))
    await refused(
        "unit_grants_quantity",
        lambda: mine.update(remaining=-1),
        lambda: mine.update(held=-1),
        lambda: mine.update(held=1),
    )
    await refused("unit_grants_expiry", lambda: mine.update(expires_at=books.now))
    await refused("unit_grants_once", lambda: grant.clone(pk=new_id("grant")).save(force_create=True))
    await account.update(remaining=0, held=5_000_000)
    await mine.update(remaining=0, held=5_000_000)


async def test_unit_movements_stay_and_name_the_hold_that_they_are_of(books: Books) -> None:
    grant = await books.grant()
    await append_only(await books.moved(grant))
    hold = await books.make(
        UnitHold, "uhold", customer_id=books.customer.id, account_id=grant.account_id, unit="sms", quantity=1,
        status="HELD", description="Call", created_at=books.now,
    )  # fmt: skip
    await refused(
        "unit_movements_hold",
        lambda: books.moved(grant, kind="HOLD"),
        lambda: books.moved(grant, kind="CONSUME", hold_id=hold.id),
    )
    await refused("unit_movements_quantity", lambda: books.moved(grant, quantity=0))
    await refused("unit_movements_kind", lambda: books.moved(grant, kind="LOSE"))
    await refused(
        "unit_holds_settled",
        lambda: UnitHold.filter(id=hold.id).update(status="SETTLED", settled=2, closed_at=books.now),
    )
    await books.moved(grant, kind="HOLD", hold_id=hold.id, quantity=1)


async def test_a_payment_has_a_gateway_account_unless_it_is_from_the_balance(books: Books) -> None:
    account = await books.gateway_account()
    await refused(
        "payments_gateway_account",
        lambda: books.payment(kind="CARD", gateway_account_id=None),
        lambda: books.payment(kind="BALANCE", gateway_account_id=account.id),
    )
    await books.payment(kind="CARD", gateway_account_id=account.id)
    await books.payment(kind="BALANCE", gateway_account_id=None)


async def test_a_customer_has_one_default_method_and_it_is_not_a_removed_one(books: Books) -> None:
    account = await books.gateway_account()

    async def method(reference: str, **changes: Any) -> PaymentMethod:
        columns: dict[str, Any] = {
            "customer_id": books.customer.id, "gateway_account_id": account.id, "gateway": "scripted", "kind": "CARD",
            "gateway_reference": reference, "is_default": False, "created_at": books.now,
        }  # fmt: skip
        row: PaymentMethod = await books.make(PaymentMethod, "pm", **{**columns, **changes})
        return row

    first = await method("pm_a", is_default=True)
    await method("pm_b")
    await refused("payment_methods_reference", lambda: method("pm_a"))
    await refused("payment_methods_one_default", lambda: method("pm_c", is_default=True))
    await refused("payment_methods_kind", lambda: method("pm_c", kind="CASH"))
    await refused(
        "payment_methods_default_is_kept", lambda: PaymentMethod.filter(id=first.id).update(removed_at=books.now)
    )

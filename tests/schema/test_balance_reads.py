"""Reading balances: until when they last, and that a long log costs as few SQL statements as a short one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.app import create_app
from backend.domain.catalog import BillingMode, ProductKind
from backend.domain.periods import Interval, IntervalUnit
from backend.models import Customer, Plan, User
from backend.models.ids import new_id
from backend.services.accounts.tokens import issue_access
from backend.services.balances.adjust import adjust_balance
from backend.services.catalog.create import Offered, create_plan, create_product
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Actor, Context, Role, Services
from backend.services.payments.pay_with import PayWith
from backend.services.refills.purchase import purchase_refill
from backend.services.subscriptions.create import create_subscription
from backend.settings import Settings
from tests.schema.test_query_counts import ask, services_secret
from tests.support.clock import MovableClock
from tests.support.databases import Database
from tests.support.merchants import OpenMerchant, SignedIn
from tests.support.storefront import known_customer

MANY = 50
URL = "http://shop.test"
BALANCE = PayWith("balance", "BALANCE")
LOG = """
query { me {
  balances { currency available { amount } held { amount } fundedUntil version }
  balance { available { amount } fundedUntil }
  transactions(first: 100) { nodes {
    id actor reason amount { amount } balanceAfter { amount }
    payment { id amount { amount } } invoice { number } subscription { id status }
  } }
} }"""


@pytest.fixture
def clock() -> MovableClock:
    """At the real time: the application in this process has the system's clock, and no tariff may be due there."""
    return MovableClock(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def services(services: Services) -> Services:
    """Whose access tokens the application takes."""
    return replace(services, issuer=URL)


class Desk:
    """Customers with logs of different length, served by the application in this process."""

    def __init__(self, merchant: OpenMerchant, plans: list[Plan], bag: Plan, staff: Context) -> None:
        self.merchant, self.plans, self.bag, self.staff = merchant, plans, bag, staff
        self.tokens: dict[str, str] = {}
        self.http: httpx.AsyncClient

    async def customer(self, name: str, rows: int) -> SignedIn:
        """One whose log has three kinds of movements, `rows` of each."""
        who = await known_customer(self.merchant, f"{name}@example.com")
        for n in range(rows):
            await self._give(who.row, "90.00", f"{name}-{n}")
            await purchase_refill(
                who.context, plan_id=self.bag.id, quantity=1, pay_with=BALANCE, idempotency_key=f"bag-{n}"
            )
        self.tokens[name] = await issue_access(who.context, who.user)
        return who

    async def _give(self, row: Customer, amount: str, key: str) -> None:
        await adjust_balance(
            self.staff, customer_id=row.id, amount=(amount, "USD"), reason="Sorry", idempotency_key=key
        )

    async def ask(self, name: str) -> tuple[dict[str, Any], int]:
        """What the customer sees of their balances, and how many statements it cost."""
        found, cost = await ask(self.http, LOG, {"Authorization": f"Bearer {self.tokens[name]}"})
        return found["me"], cost


@pytest.fixture
async def desk(merchant: OpenMerchant, services: Services, database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    ctx = merchant.system
    user = await User.create(
        id=new_id("usr"), merchant_id=merchant.row.id, email="staff@example.com", password_hash="", role="STAFF",
        created_at=ctx.now,
    )  # fmt: skip
    plans = []
    for code, price in (("small", 100), ("large", 400)):
        product = await create_product(
            ctx, code=code, name=code.title(), description="A server.", kind=ProductKind.SUBSCRIPTION
        )
        plan = await create_plan(
            ctx, product=product, code=code, name=code.title(), description="By the hour.",
            interval=Interval(IntervalUnit.HOUR, 1), prices={"USD": price}, offered=Offered(),
            billing=BillingMode.FROM_BALANCE,
        )  # fmt: skip
        plans.append(plan)
    bags = await create_product(ctx, code="hours", name="Hours", description="A bag.", kind=ProductKind.REFILL)
    bag = await create_plan(
        ctx, product=bags, code="bag", name="Bag", description="A bag.", interval=None, prices={"USD": 8000},
        offered=Offered(grants=[{"unit": "hours", "quantity": "1"}]),
    )  # fmt: skip
    staff = services.context(Actor(Role.STAFF, merchant.row.id, user_id=user.id))
    made = Desk(merchant, plans, bag, staff)
    for name, rows in (("none", 0), ("few", 1), ("many", MANY // 2), ("running", 1)):
        who = await made.customer(name, rows)
        if name == "running":
            for plan in plans:
                await create_subscription(
                    who.context, selection=Selection(plan.id), pay_with=None, idempotency_key=plan.code
                )
    settings = Settings(
        _env_file=None,
        database_url=database.url, data_dir=tmp_path, public_url=URL, sandbox=False, client_dir=tmp_path,
        secret_key=services_secret(), default_merchant="acme",
    )  # fmt: skip
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL) as client,
    ):
        made.http = client
        yield made


async def test_a_log_costs_as_many_statements_for_fifty_rows_as_for_two(desk: Desk) -> None:
    few, few_cost = await desk.ask("few")
    many, many_cost = await desk.ask("many")
    assert (len(few["transactions"]["nodes"]), len(many["transactions"]["nodes"])) == (2, MANY)
    assert {row["actor"] for row in many["transactions"]["nodes"]} == {"STAFF", "CUSTOMER"}
    assert all((row["reason"] == "INVOICE") == (row["payment"] is not None) for row in many["transactions"]["nodes"])
    # The token's key, the customer (whose time is it, and who is it), their accounts and tariffs, the page, its users,
    # payments and invoices.
    assert few_cost == many_cost == 9


async def test_two_balances_fields_read_the_accounts_once(desk: Desk) -> None:
    found, cost = await desk.ask("none")
    assert found["balances"] == [
        {"currency": "USD", "available": {"amount": "0.00"}, "held": {"amount": "0.00"}, "fundedUntil": None,
         "version": 0}
    ]  # fmt: skip
    assert found["balance"] == {"available": {"amount": "0.00"}, "fundedUntil": None}
    # The token's key, the customer (whose time is it, and who is it), their accounts, the page.
    assert cost == 5


async def test_a_balance_says_when_its_plans_use_it_up(desk: Desk) -> None:
    found, _ = await desk.ask("running")
    # 10.00 are left, and both plans together take 5.00 an hour.
    (balance,) = found["balances"]
    assert balance["available"] == {"amount": "10.00"}
    assert datetime.fromisoformat(balance["fundedUntil"]) == desk.merchant.clock.now + timedelta(hours=2)
    assert found["balance"]["fundedUntil"] == balance["fundedUntil"]

"""How many SQL statements a query costs must not depend on how many rows it shows. Counted at the database client."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.app import create_app
from backend.domain.catalog import AddonCharge, ProductKind
from backend.models import GatewayAccount, Invoice, InvoiceLine, Payment, PaymentAttempt, Subscription
from backend.models.ids import new_id
from backend.services.accounts.create_merchant import create_merchant
from backend.services.accounts.register_customer import register_customer
from backend.services.catalog.create import Offered, create_addon, create_plan, create_product
from backend.services.context import Services
from backend.services.secrets import SecretBox
from backend.settings import Settings
from tests.support.databases import Database
from tests.support.merchants import MONTHLY, PASSWORD

MANY = 50
URL = "http://shop.test"
PLANS = """
query { products(first: 50) { nodes {
  id code name description kind
  plans {
    id name description prices { amount currency } price { amount currency } interval { unit count }
    features { code name value } grants { unit quantity } product { id }
  }
} } }"""
ADDONS = """
query { products(first: 50) { nodes {
  plans {
    addons { id name charge maxQuantity prices { amount currency } price { amount currency } plan { id } }
  }
} } }"""
COUNTED = "query { products(first: 100) { totalCount nodes { id } } }"
UNCOUNTED = "query { products(first: 100) { nodes { id } } }"
MINE = """
query { me {
  email
  subscriptions(first: 50) { nodes {
    id status availableActions currentPeriod { start end } product { name } plan { name price { amount } }
    addons { quantity addon { name } } latestInvoice { number } fundedUntil lastBilledAt
  } }
  invoices(first: 50) { nodes {
    id number total { amount } subscription { id } customer { id }
    lines { description amount { amount } derivation { quantity } } payments { id }
  } }
  payments(first: 50) { nodes { id amount { amount } invoice { number } customer { id } attempts { id number } } }
} }"""


# True in the tasks of the test's own request, and not in those of the background work.
_asking: ContextVar[bool] = ContextVar("asking", default=False)


class Statements(logging.Handler):
    """Every statement that Tortoise sends for the request."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # A connection that is opened on the way is no statement.
        if _asking.get() and not record.getMessage().startswith("Created connection"):
            self.seen.append(record.getMessage())


@contextmanager
def statements() -> Iterator[list[str]]:
    client, handler = logging.getLogger("tortoise.db_client"), Statements()
    level, propagate = client.level, client.propagate
    client.addHandler(handler)
    client.setLevel(logging.DEBUG)
    client.propagate = False
    token = _asking.set(True)
    try:
        yield handler.seen
    finally:
        _asking.reset(token)
        client.removeHandler(handler)
        client.setLevel(level)
        client.propagate = propagate


@pytest.fixture
async def http(database: Database, services: Services, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The application in this process. Its runtime opens the database anew, so the test's rows are written before."""
    await fill(services, "few", 1)
    await fill(services, "many", MANY)
    settings = Settings(
        _env_file=None,
        database_url=database.url, data_dir=tmp_path, public_url=URL, sandbox=False, client_dir=tmp_path,
        secret_key=services_secret(), default_merchant="few",
    )  # fmt: skip
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL) as client,
    ):
        yield client


def services_secret() -> str:
    """The master secret of the `services` fixture."""
    return b64encode(bytes(range(32))).decode()


async def fill(services: Services, code: str, rows: int) -> None:
    """A merchant whose catalogue, and whose one customer, has so many of everything."""
    assert isinstance(services.secrets, SecretBox)
    merchant, ctx = await create_merchant(services, code=code, name=code, timezone="UTC", default_currency="USD")
    customer, _ = await register_customer(ctx, email=f"{code}@example.com", password=PASSWORD, name="Ana")
    now = datetime.now(UTC) - timedelta(days=1)
    account = await GatewayAccount.create(
        id=new_id("gwa"), merchant_id=merchant.id, gateway="sandbox", label="Card", mode="TEST", enabled=False,
        settings_sealed="", position=0, created_at=now,
    )  # fmt: skip
    own: dict[str, Any] = {"merchant_id": merchant.id}
    subscriptions: list[Subscription] = []
    invoices: list[Invoice] = []
    lines: list[InvoiceLine] = []
    payments: list[Payment] = []
    attempts: list[PaymentAttempt] = []
    for n in range(rows):
        product = await create_product(
            ctx, code=f"product-{n}", name="Product", description="Text.", kind=ProductKind.SUBSCRIPTION
        )
        plan = await create_plan(
            ctx, product=product, code="plan", name="Plan", description="Text.", interval=MONTHLY,
            prices={"USD": 1000, "MXN": 19000}, offered=Offered(),
        )  # fmt: skip
        await create_addon(
            ctx, plan=plan, code="addon", name="Addon", charge=AddonCharge.RECURRING, prices={"USD": 100},
            offered=Offered(), max_quantity=1,
        )  # fmt: skip
        subscription = Subscription(
            **own, id=new_id("sub"), customer_id=customer.id, product_id=product.id, plan_id=plan.id, quantity=1,
            currency="USD", unit_price_minor=1000, status="ACTIVE", anchor_at=now, period_start=now,
            period_end=now + timedelta(days=30), billed_until=now + timedelta(days=30), auto_renew=True,
            collection="INVOICE", created_at=now, version=1,
        )  # fmt: skip
        invoice = Invoice(
            **own, id=new_id("inv"), number=f"{n + 1}", customer_id=customer.id, subscription_id=subscription.id,
            period_start=now, status="OPEN", currency="USD", subtotal_minor=1000, discount_minor=0, tax_minor=0,
            tax_included_minor=0, opens_period=True,
            total_minor=1000, paid_minor=0, credited_minor=0, issued_at=now, due_at=now, created_at=now, version=1,
        )  # fmt: skip
        line = InvoiceLine(
            **own, id=new_id("line"), invoice_id=invoice.id, position=1, description="Plan", amount_minor=1000,
            discount_minor=0, tax_minor=0, tax_included_minor=0, unit_price_minor=1000, quantity=1, numerator="1",
            denominator="1", rounding="HALF_UP",
        )  # fmt: skip
        payment = Payment(
            **own, id=new_id("pay"), customer_id=customer.id, invoice_id=invoice.id, gateway_account_id=account.id,
            gateway="sandbox", kind="CARD", purpose="INVOICE", currency="USD", amount_minor=1000, captured_minor=0,
            refunded_minor=0, refund_pending_minor=0, status="FAILED", created_at=now, updated_at=now, version=1,
        )  # fmt: skip
        id = new_id("pa")
        attempt = PaymentAttempt(
            **own, id=id, payment_id=payment.id, invoice_id=invoice.id, gateway_account_id=account.id, number=1,
            status="FAILED", idempotency_key=id, tries=1, fence=1, created_at=now, updated_at=now,
        )  # fmt: skip
        subscriptions.append(subscription)
        invoices.append(invoice)
        lines.append(line)
        payments.append(payment)
        attempts.append(attempt)
    await Subscription.bulk_create(subscriptions)
    await Invoice.bulk_create(invoices)
    await InvoiceLine.bulk_create(lines)
    await Payment.bulk_create(payments)
    await PaymentAttempt.bulk_create(attempts)


async def ask(http: httpx.AsyncClient, query: str, headers: dict[str, str]) -> tuple[dict[str, Any], int]:
    """The data, and how many statements it cost."""
    with statements() as seen:
        answer = (await http.post("/graphql", json={"query": query}, headers=headers)).json()
    assert "errors" not in answer, answer
    return answer["data"], len(seen)


async def test_a_query_costs_as_many_statements_for_fifty_rows_as_for_one(http: httpx.AsyncClient) -> None:
    # PLANS: merchant of the request, products, plans, prices, merchant of the currency, products of plans.
    # ADDONS: merchant of the request, products, plans, add-ons, prices, merchant of the currency, plans of add-ons.
    for query, most in ((PLANS, 6), (ADDONS, 7)):
        few, few_cost = await ask(http, query, {"X-Merchant": "few"})
        many, many_cost = await ask(http, query, {"X-Merchant": "many"})
        assert (len(few["products"]["nodes"]), len(many["products"]["nodes"])) == (1, MANY)
        assert few_cost == many_cost <= most

    _, counted = await ask(http, COUNTED, {"X-Merchant": "many"})
    _, uncounted = await ask(http, UNCOUNTED, {"X-Merchant": "many"})
    assert counted == uncounted + 1

    costs = {}
    for code, rows in (("few", 1), ("many", MANY)):
        sign_in = {"email": f"{code}@example.com", "password": PASSWORD}
        answer = await http.post("/auth/sign-in", json=sign_in, headers={"X-Merchant": code})
        found, costs[code] = await ask(http, MINE, {"Authorization": f"Bearer {answer.json()['access']}"})
        for list in ("subscriptions", "invoices", "payments"):
            assert len(found["me"][list]["nodes"]) == rows
    assert costs["few"] == costs["many"]
    assert costs["few"] <= 20
    _, two_lists = await ask(http, "query { me { id } viewer { email } }", {"X-Merchant": "many"})
    assert two_lists == 1

"""What a subscription shows of its life, exactly; and at a price that does not grow with how many are shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.app import create_app
from backend.domain.catalog import AddonCharge, ProductKind
from backend.models import (
    Collection,
    GatewayAccount,
    Invoice,
    PaymentMethod,
    Subscription,
    SubscriptionAddon,
    SubscriptionChange,
)
from backend.models.ids import new_id
from backend.services.accounts.create_merchant import create_merchant
from backend.services.accounts.register_customer import register_customer
from backend.services.catalog.create import Offered, create_addon, create_plan, create_product
from backend.services.context import Services
from backend.settings import Settings
from tests.schema.test_query_counts import URL, ask, services_secret
from tests.support.databases import Database
from tests.support.merchants import MONTHLY, PASSWORD

MANY = 25
NOW = datetime.now(UTC).replace(microsecond=0)
# Thirty days are not a month on most days of a year: periods are counted from where this one ends.
START, END = NOW - timedelta(days=10), NOW + timedelta(days=20)
LIFE = """
query { me { subscriptions(first: 50) { nodes {
  id status availableActions collection autoRenew cancelAt pastDueAt pausedAt resumeAt endedAt stuckReason
  featuresUntil collections { wants tries nextTryAt }
  trial { start end } paymentMethod { id last4 } currentPeriod { start end }
  pendingChange { effectiveAt quantity awaitsPayment plan { name } addons { quantity addon { name } } }
} } } }"""
NEXT = """
query { me { subscriptions(first: %d) { nodes {
  nextInvoice { total { amount } lines { description amount { amount } } effectiveAt nextChargeAt }
} } } }"""


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


async def fill(services: Services, code: str, rows: int) -> None:
    """A merchant whose one customer has so many subscriptions, each with all that its life may show."""
    merchant, ctx = await create_merchant(services, code=code, name=code, timezone="UTC", default_currency="USD")
    customer, _ = await register_customer(ctx, email=f"{code}@example.com", password=PASSWORD, name="Ana")
    own: dict[str, Any] = {"merchant_id": merchant.id}
    account = await GatewayAccount.create(
        **own, id=new_id("gwa"), gateway="sandbox", label="Card", mode="TEST", enabled=False, settings_sealed="",
        position=0, created_at=NOW,
    )  # fmt: skip
    for n in range(rows):
        product = await create_product(
            ctx, code=f"product-{n}", name="Site", description="Text.", kind=ProductKind.SUBSCRIPTION
        )
        plan = await create_plan(
            ctx, product=product, code="plan", name="Plan", description="Text.", interval=MONTHLY,
            prices={"USD": 1000}, offered=Offered(),
        )  # fmt: skip
        addon = await create_addon(
            ctx, plan=plan, code="seat", name="Seat", charge=AddonCharge.RECURRING, prices={"USD": 400},
            offered=Offered(), max_quantity=5,
        )  # fmt: skip
        method = await PaymentMethod.create(
            **own, id=new_id("pm"), customer_id=customer.id, gateway_account_id=account.id, gateway="sandbox",
            kind="CARD", gateway_reference=f"{code}-{n}", last4="4242", is_default=False, created_at=NOW,
        )  # fmt: skip
        subscription = await Subscription.create(
            **own, id=new_id("sub"), customer_id=customer.id, product_id=product.id, plan_id=plan.id, quantity=2,
            currency="USD", unit_price_minor=1000, status="PAST_DUE", anchor_at=END, period_start=START,
            period_end=END, billed_until=END, trial_start=START - timedelta(days=7), trial_end=START,
            auto_renew=True, collection="METHOD", payment_method_id=method.id, past_due_at=NOW, created_at=START,
            version=1,
        )  # fmt: skip
        await SubscriptionAddon.create(
            **own, id=new_id("suba"), subscription_id=subscription.id, addon_id=addon.id, quantity=1,
            unit_price_minor=400,
        )  # fmt: skip
        await SubscriptionChange.create(
            **own, id=new_id("chg"), subscription_id=subscription.id, plan_id=plan.id, quantity=3,
            unit_price_minor=1000, addons=[{"addon": addon.id, "quantity": 2, "unit_price_minor": 400}],
            effective_at=END, new_anchor=False, status="SCHEDULED", created_at=NOW,
        )  # fmt: skip
        invoice = await Invoice.create(
            **own, id=new_id("inv"), number=f"{n + 1}", customer_id=customer.id, subscription_id=subscription.id,
            period_start=START, opens_period=True, status="OPEN", currency="USD", subtotal_minor=1000, discount_minor=0,
            tax_minor=0, tax_included_minor=0, total_minor=1000, paid_minor=0, credited_minor=0, issued_at=START,
            due_at=START, created_at=START, version=1,
        )  # fmt: skip
        await Collection.create(
            **own, id=new_id("col"), customer_id=customer.id, subscription_id=subscription.id, invoice_id=invoice.id,
            status="OPEN", tries=1, first_failed_at=NOW, next_try_at=END, wants="METHOD", version=1, created_at=START,
            updated_at=NOW,
        )  # fmt: skip


async def signed_in(http: httpx.AsyncClient, code: str) -> dict[str, str]:
    """The headers of a shop's customer."""
    sign_in = {"email": f"{code}@example.com", "password": PASSWORD}
    answer = await http.post("/auth/sign-in", json=sign_in, headers={"X-Merchant": code})
    return {"Authorization": f"Bearer {answer.json()['access']}"}


def shown(at: datetime) -> str:
    """As the API writes it."""
    return at.isoformat()


async def test_every_field_and_what_comes_next_exactly(http: httpx.AsyncClient) -> None:
    few = await signed_in(http, "few")
    data, _ = await ask(http, LIFE, few)
    (found,) = data["me"]["subscriptions"]["nodes"]
    method = found["paymentMethod"]["id"]
    assert method.startswith("pm_")
    assert {**found, "id": ""} == {
        "id": "",
        "status": "PAST_DUE",
        "availableActions": ["CANCEL", "KEEP", "PAY"],
        "collection": "METHOD",
        "autoRenew": True,
        "cancelAt": None,
        "pastDueAt": shown(NOW),
        "featuresUntil": shown(NOW + timedelta(days=7)),
        "collections": [{"wants": "METHOD", "tries": 1, "nextTryAt": shown(END)}],
        "pausedAt": None,
        "resumeAt": None,
        "endedAt": None,
        "stuckReason": None,
        "trial": {"start": shown(START - timedelta(days=7)), "end": shown(START)},
        "paymentMethod": {"id": method, "last4": "4242"},
        "currentPeriod": {"start": shown(START), "end": shown(END)},
        "pendingChange": {
            "effectiveAt": shown(END),
            "quantity": 3,
            "awaitsPayment": False,
            "plan": {"name": "Plan"},
            "addons": [{"quantity": 2, "addon": {"name": "Seat"}}],
        },
    }
    data, statements = await ask(http, NEXT % 1, few)
    (one,) = data["me"]["subscriptions"]["nodes"]
    assert one["nextInvoice"]["total"] == {"amount": "38.00"}
    assert [(line["description"], line["amount"]["amount"]) for line in one["nextInvoice"]["lines"]] == [
        ("Site Plan × 3", "30.00"),
        ("Seat × 2", "8.00"),
    ]
    assert one["nextInvoice"]["effectiveAt"] == shown(END)
    # What it counts as is what it takes, and some more.
    assert statements <= 17


async def test_the_life_of_many_costs_as_many_statements_as_that_of_one(http: httpx.AsyncClient) -> None:
    costs = {}
    for code, rows in (("few", 1), ("many", MANY)):
        data, costs[code] = await ask(http, LIFE, await signed_in(http, code))
        assert len(data["me"]["subscriptions"]["nodes"]) == rows
    assert costs["few"] == costs["many"] <= 12


async def test_next_invoices_are_counted_for_what_they_cost(http: httpx.AsyncClient) -> None:
    many = await signed_in(http, "many")
    data, _ = await ask(http, NEXT % 25, many)
    assert [one["nextInvoice"]["total"]["amount"] for one in data["me"]["subscriptions"]["nodes"]] == ["38.00"] * MANY
    refused = (await http.post("/graphql", json={"query": NEXT % 100}, headers=many)).json()
    (error,) = refused["errors"]
    assert error["extensions"]["code"] == "QUERY_TOO_COSTLY"
    assert error["extensions"]["cost"] > error["extensions"]["limit"] == 5000

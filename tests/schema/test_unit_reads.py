"""What customers read of their units: bounded, in the order of use, true at every instant, and never row by row."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.domain.units import MICRO
from backend.models import GatewayAccount, Invoice, Payment, UnitAccount, UnitGrant
from backend.models.ids import new_id
from backend.services.context import Actor, Role
from tests.schema.test_query_counts import statements
from tests.support.api import Api
from tests.support.merchants import OpenMerchant, SignedIn
from tests.support.storefront import known_customer

UNITS = """
{ me { units { unit remaining held grants { unit quantity remaining held grantedAt expiresAt payment { id } } } } }"""


@pytest.fixture
async def ana(merchant: OpenMerchant) -> SignedIn:
    return await known_customer(merchant, "ana@example.com")


async def account(who: SignedIn, unit: str) -> UnitAccount:
    """An account that says nothing yet."""
    return await UnitAccount.create(
        id=new_id("uacc"), merchant_id=who.row.merchant_id, customer_id=who.row.id, unit=unit, remaining=0, held=0,
        version=1,
    )  # fmt: skip


async def grants(
    who: SignedIn, on: UnitAccount, *ends: datetime | None, remaining: int = 1, held: int = 0
) -> list[UnitGrant]:
    """A grant for each end, paid for by a payment of its own; the account says that they are there."""
    now = who.context.now
    own: dict[str, Any] = {"merchant_id": who.row.merchant_id, "customer_id": who.row.id}
    gateway = await GatewayAccount.get_or_none(merchant_id=who.row.merchant_id) or await GatewayAccount.create(
        id=new_id("gwa"), merchant_id=who.row.merchant_id, gateway="sandbox", label="Card", mode="TEST",
        enabled=False, settings_sealed="", position=0, created_at=now,
    )  # fmt: skip
    made = []
    for end in ends:
        number = await Invoice.all().count() + 1
        money: dict[str, Any] = {"currency": "USD", "created_at": now, "version": 1}
        invoice = await Invoice.create(
            **own, **money, id=new_id("inv"), number=str(number), status="OPEN", subtotal_minor=1, discount_minor=0,
            tax_minor=0, tax_included_minor=0, opens_period=False, total_minor=1, paid_minor=0, credited_minor=0,
        )  # fmt: skip
        payment = await Payment.create(
            **own, **money, id=new_id("pay"), invoice_id=invoice.id, gateway_account_id=gateway.id, gateway="sandbox",
            kind="CARD", purpose="REFILL", amount_minor=1, captured_minor=0, refunded_minor=0, refund_pending_minor=0,
            status="FAILED", updated_at=now,
        )  # fmt: skip
        grant = await UnitGrant.create(
            **own, id=new_id("grant"), account_id=on.id, unit=on.unit, quantity=10 * MICRO,
            remaining=remaining * MICRO, held=held * MICRO, granted_at=now - timedelta(days=1), expires_at=end,
            invoice_id=invoice.id, payment_id=payment.id, position=1,
        )  # fmt: skip
        made.append(grant)
    on.remaining += remaining * MICRO * len(ends)
    on.held += held * MICRO * len(ends)
    await on.save()
    return made


async def seen(who: SignedIn) -> list[dict[str, Any]]:
    """The customer's units as the API shows them."""
    found: list[dict[str, Any]] = (await Api(who.services, who.actor).ask(UNITS))["units"]
    return found


async def test_grants_come_in_the_order_of_their_use(ana: SignedIn) -> None:
    now, on = ana.context.now, await account(ana, "hours")
    late, never, soon = await grants(ana, on, now + timedelta(days=9), None, now + timedelta(days=1))
    older = await UnitGrant.create(
        **{
            **{name: getattr(soon, name) for name in UnitGrant._meta.db_fields},
            "id": new_id("grant"), "position": 2, "granted_at": now - timedelta(days=2), "remaining": 0, "held": MICRO,
        }
    )  # fmt: skip
    (hours,) = await seen(ana)
    assert [grant["payment"]["id"] for grant in hours["grants"]] == [
        older.payment_id, soon.payment_id, late.payment_id, never.payment_id,
    ]  # fmt: skip
    assert [(grant["remaining"], grant["held"]) for grant in hours["grants"]] == [
        ("0", "1"), ("1", "0"), ("1", "0"), ("1", "0"),
    ]  # fmt: skip


async def test_what_has_expired_is_gone_the_instant_it_expires(ana: SignedIn, merchant: OpenMerchant) -> None:
    now, on = ana.context.now, await account(ana, "hours")
    end = now + timedelta(hours=1)
    await grants(ana, on, end, None)
    await grants(ana, on, end, remaining=2, held=3)
    (before,) = await seen(ana)
    assert (before["remaining"], before["held"], len(before["grants"])) == ("4", "3", 3)

    merchant.clock.now = end
    (after,) = await seen(ana)
    assert (after["remaining"], after["held"]) == ("1", "3")
    assert [(grant["remaining"], grant["held"]) for grant in after["grants"]] == [("0", "3"), ("1", "0")]


async def test_at_most_a_hundred_grants_are_shown_whatever_has_expired(ana: SignedIn) -> None:
    now, on = ana.context.now, await account(ana, "hours")
    await grants(ana, on, *(now - timedelta(minutes=n) for n in range(3)))
    made = await grants(ana, on, *(now + timedelta(hours=120 - n) for n in range(105)))
    # Used up: never shown.
    await grants(ana, on, now + timedelta(minutes=1), remaining=0)
    (hours,) = await seen(ana)
    assert hours["remaining"] == "105"
    assert [grant["payment"]["id"] for grant in hours["grants"]] == [grant.payment_id for grant in reversed(made[5:])]


async def test_many_units_and_grants_cost_as_many_statements_as_one(ana: SignedIn, merchant: OpenMerchant) -> None:
    now = ana.context.now
    await grants(ana, await account(ana, "unit-0"), None)
    with statements() as few:
        await seen(ana)
    for n in range(1, 8):
        on = await account(ana, f"unit-{n}")
        await grants(ana, on, None, now + timedelta(days=1), now - timedelta(minutes=1))
    with statements() as many:
        shown = await seen(ana)
    assert [(unit["unit"], len(unit["grants"])) for unit in shown] == [
        ("unit-0", 1), *((f"unit-{n}", 2) for n in range(1, 8)),
    ]  # fmt: skip
    # The customer, accounts, what has expired (once for the sums, once for the grants), the places, grants, payments.
    assert len(many) == len(few) <= 7


async def test_nobody_elses_units_are_shown(ana: SignedIn, merchant: OpenMerchant) -> None:
    await grants(ana, await account(ana, "hours"), None)
    ben = await known_customer(merchant, "ben@example.com")
    assert await seen(ben) == []
    staff = Api(merchant.services, Actor(Role.STAFF, merchant.row.id, "usr_none"))
    units = "query ($id: ID!) { node(id: $id) { ... on Customer { units { unit remaining } } } }"
    assert await staff.ask(units, id=ana.row.id) == {"units": [{"unit": "hours", "remaining": "1"}]}

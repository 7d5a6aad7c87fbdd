"""Staff find a payer, and the payment, by the reference that is quoted with cash or a transfer."""

from __future__ import annotations

import pytest

from backend.gateways.manual.gateway import ManualGateway
from backend.gateways.registry import Registry
from backend.models import Payment, PaymentAttempt
from backend.services.gateways.accounts import create_account
from backend.services.payments.pay_with import PayWith
from tests.support.api import Api
from tests.support.balances import staff_of
from tests.support.merchants import open_merchant
from tests.support.scripted_gateway import ScriptedGateway
from tests.support.storefront import Storefront, known_customer

FIND = """query ($search: String) {
  customers(search: $search) { nodes { email } }
  payments(search: $search) { nodes { id } }
}"""


@pytest.fixture
def registry(gateway: ScriptedGateway) -> Registry:
    return Registry([gateway, ManualGateway()])


async def find(api: Api, search: str) -> tuple[list[str], list[str]]:
    """The addresses and the ids of payments that fit."""
    data = await api.ask(FIND, search=search)
    return (
        [one["email"] for one in data["customers"]["nodes"]],
        [one["id"] for one in data["payments"]["nodes"]],
    )


async def test_a_payer_is_found_by_what_they_quote(store: Storefront) -> None:
    await create_account(
        store.merchant.system, gateway="manual", label="Transfers", mode="LIVE",
        settings={"transfer_instructions": "To Banco Uno, account 42."},
    )  # fmt: skip
    staff = Api(store.services, await staff_of(store.merchant))
    ben = await known_customer(store.merchant, "ben@shop.example")
    await store.subscribe(key="by-card", who=await known_customer(store.merchant, "cora@shop.example"))
    for n, payer in enumerate((store.ana, ben)):
        await store.subscribe(key=f"{n}", who=payer, pay_with=PayWith("manual", "BANK_TRANSFER"))
    card, hers, his = await Payment.all().order_by("id")
    told = [(await PaymentAttempt.get(payment_id=one.id)).id[-10:].upper() for one in (card, hers, his)]
    shown = await staff.ask("{ payments { nodes { action { ... on InstructionsAction { reference } } } } }")
    assert [one["action"] and one["action"]["reference"] for one in shown["nodes"]] == [told[2], told[1], None]

    assert await find(staff, told[1]) == (["ana@example.com"], [hers.id])
    for search in (told[2], told[2].lower(), f"  {told[2]} "):
        assert await find(staff, search) == (["ben@shop.example"], [his.id]), search
    # The whole of it, and only where somebody was told to quote it.
    for search in (told[2][1:], f"{his.gateway_reference}"[-11:], "%" * 10, "_" * 10, told[0]):
        assert await find(staff, search) == ([], []), search

    other = await open_merchant(store.services, store.clock, "other")
    assert await find(Api(store.services, await staff_of(other)), told[2]) == ([], [])

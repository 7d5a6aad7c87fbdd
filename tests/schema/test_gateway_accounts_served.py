"""A Sandbox account that staff add works at once: the process that serves the Sandbox tells it of the account."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.shop import Person, Shop

CREATE = """
mutation ($input: GatewayAccountCreateInput!) { gatewayAccountCreate(input: $input) {
  ... on GatewayAccountCreateSuccess { gatewayAccount { id enabled health { ok message } } }
} }"""
REMOVE = "mutation ($id: ID!) { gatewayAccountRemove(input: {id: $id}) { __typename } }"


@pytest.mark.parametrize("shop", ["sqlite"], indirect=True)
def test_a_sandbox_account_that_staff_add_works_at_once_and_takes_nobodys_place(shop: Shop, staff: Person) -> None:
    mine = shop.provider.settings

    def create(label: str, **keys: str) -> dict[str, Any]:
        settings = {
            "base_url": f"{shop.url}/sandbox", "public_url": f"{shop.url}/sandbox",
            "webhook_secret": "whsec_sandbox_second_secret", **keys,
        }  # fmt: skip
        input = {"gateway": "sandbox", "label": label, "settings": settings, "enabled": False}
        made: dict[str, Any] = shop.ask(CREATE, {"input": input}, by=staff)["gatewayAccountCreate"]["gatewayAccount"]
        return made

    second = create("Second", publishable_key="pk_sandbox_second_key", secret_key="sk_sandbox_second_key")
    thief = create("Thief", publishable_key=mine["publishable_key"], secret_key="sk_sandbox_of_a_thief")
    try:
        assert second["health"]["ok"], second["health"]
        assert thief["health"] == {"ok": False, "message": "Another account has one of these keys; make new ones."}
        # The first account's keys are still its own.
        assert shop.provider.requests() is not None
    finally:
        for account in (second, thief):
            shop.ask(REMOVE, {"id": account["id"]}, by=staff)

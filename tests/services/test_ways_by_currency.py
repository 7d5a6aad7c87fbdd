"""An account may take a kind in fewer currencies than its gateway knows: what it does not take is not offered."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from backend.domain.errors import InvalidInput
from backend.gateways.base import MethodKind
from backend.gateways.openpay.gateway import OpenpayGateway
from backend.gateways.openpay.settings import OpenpaySettings
from backend.gateways.registry import Registry
from backend.services.balances.top_up import top_up
from backend.services.payments.options import payment_options
from backend.services.payments.pay_with import PayWith
from tests.support.dialects import on_one_database
from tests.support.every_way_gateway import EveryWayGateway
from tests.support.invariants import nothing_changes
from tests.support.storefront import Storefront


class EurosAtTheCounter(EveryWayGateway):
    def currencies(self, settings: Any, kind: MethodKind) -> frozenset[str] | Literal["*"]:
        return frozenset({"EUR"}) if kind is MethodKind.STORE else super().currencies(settings, kind)


@pytest.fixture
def gateway() -> EveryWayGateway:
    return EurosAtTheCounter()


@pytest.fixture
def registry(gateway: EveryWayGateway) -> Registry:
    return Registry([gateway])


@on_one_database
async def test_a_kind_is_offered_and_taken_in_its_own_currencies_only(store: Storefront) -> None:
    ana = store.ana.context

    async def kinds(currency: str) -> set[str]:
        return {option.kind.value for option in await payment_options(ana, currency_code=currency)}

    assert await kinds("EUR") - await kinds("USD") == {"STORE"}
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await top_up(ana, amount=("5.00", "USD"), pay_with=PayWith("scripted", "STORE"), idempotency_key="k")
    assert [(one.path, one.code) for one in refused.value.fields] == [(("payWith", "gateway"), "CURRENCY_NOT_OFFERED")]


@pytest.mark.parametrize(
    ("country", "by_card", "by_others"),
    [("mx", {"MXN", "USD"}, {"MXN"}), ("co", {"COP"}, {"COP"}), ("pe", {"PEN"}, {"PEN"})],
)
def test_openpay_takes_the_money_of_its_country(
    country: Literal["mx", "co", "pe"], by_card: set[str], by_others: set[str]
) -> None:
    settings = OpenpaySettings(
        merchant_id="m", private_key="sk_test_1234", public_key="pk_test_1234", webhook_user="u",
        webhook_password="p" * 20, country=country,
    )  # fmt: skip
    gateway = OpenpayGateway()
    assert gateway.currencies(settings, MethodKind.CARD) == by_card
    for kind in (MethodKind.STORE, MethodKind.BANK_TRANSFER):
        assert gateway.currencies(settings, kind) == by_others

"""A process dies anywhere on the way of keeping or forgetting a method: what it left is finished, once."""

from __future__ import annotations

import pytest

from backend.gateways.registry import Registry
from backend.models import PaymentMethod, PaymentSetup
from backend.services.payment_methods.remove import remove_method
from backend.services.setups.add import Wanted, add_method
from backend.services.setups.due import walk_due_setups
from tests.support.every_way_gateway import EveryWayGateway
from tests.support.storefront import Storefront

CARD = Wanted("scripted", "CARD", token="tok_visa", device_id="dev_1")
ON_THE_WAY = (
    "setup.after_start",
    "setup.after_claim",
    "setup.before_http",
    "setup.after_http_reply",
    "setup.before_record",
    "setup.before_record_commit",
    "setup.after_record",
)


class Died(BaseException):
    """As by kill -9: no handler of errors sees it, and what is not committed is gone."""


@pytest.fixture
def gateway() -> EveryWayGateway:
    return EveryWayGateway()


@pytest.fixture
def registry(gateway: EveryWayGateway) -> Registry:
    return Registry([gateway])


@pytest.fixture(autouse=True)
def mortal(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_code: int) -> None:
        raise Died

    monkeypatch.setattr("backend.services.failpoints.os._exit", die)


@pytest.mark.parametrize("failpoint", ON_THE_WAY)
async def test_a_method_whose_keeper_died_is_kept_once(
    store: Storefront, gateway: EveryWayGateway, monkeypatch: pytest.MonkeyPatch, failpoint: str
) -> None:
    monkeypatch.setenv("PERENNIAL_FAILPOINT", failpoint)
    with pytest.raises(Died):
        await add_method(store.ana.context, wanted=CARD, idempotency_key="k")
    monkeypatch.delenv("PERENNIAL_FAILPOINT")
    setup = await PaymentSetup.get()

    store.clock.advance(seconds=61)
    await walk_due_setups(store.services)
    again = await add_method(store.ana.context, wanted=CARD, idempotency_key="k")
    kept = await PaymentMethod.get()
    assert (again.id, again.status, again.payment_method_id) == (setup.id, "SUCCEEDED", kept.id)
    assert (again.source_sealed, again.next_try_at) == (None, None)
    assert {request.key for request in gateway.setup_requests} == {setup.id}
    assert len(gateway.customers) == 1


@pytest.mark.parametrize("failpoint", ["method.before_http", "method.after_http_reply"])
async def test_a_method_whose_remover_died_stays_on_the_list_until_it_is_removed_again(
    store: Storefront, gateway: EveryWayGateway, monkeypatch: pytest.MonkeyPatch, failpoint: str
) -> None:
    await add_method(store.ana.context, wanted=CARD, idempotency_key="k")
    kept = await PaymentMethod.get()
    monkeypatch.setenv("PERENNIAL_FAILPOINT", failpoint)
    with pytest.raises(Died):
        await remove_method(store.ana.context, method_id=kept.id)
    monkeypatch.delenv("PERENNIAL_FAILPOINT")
    assert (await PaymentMethod.get()).removed_at is None
    assert (kept.gateway_reference in gateway.removed) is (failpoint == "method.after_http_reply")

    removed = await remove_method(store.ana.context, method_id=kept.id)
    assert removed.removed_at == store.clock.now
    assert gateway.removed == {kept.gateway_reference}

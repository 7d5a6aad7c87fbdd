"""Manual beside the kit: which behaviours it shows there, and those that only a gateway without a provider can break.

Most of the 75 ask a provider, or lose its answers. What staff record instead is tried in
tests/services/test_receipts.py and test_receipts_end.py; docs/gateways/manual.md says which behaviour is shown where.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from backend.conformance.bench import Bench
from backend.conformance.catalogue import behaviours
from backend.conformance.line import Line, line_client
from backend.conformance.stand import Stand
from backend.gateways.base import (
    ConfigurationError,
    Elsewhere,
    Instructions,
    InvalidRequest,
    MethodKind,
    NotSupported,
    PaymentState,
    RefundState,
)
from tests.contract.manual import ManualHarness, Nobody
from tests.contract.stands import stand_over

SHOWN = (
    "i71_settings_are_a_form_with_write_only_secrets",
    "i73_promises_and_methods_agree",
)
KIT = {one.name: one for one in behaviours()}


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """Without a database: what needs rows is tried with the services that record."""
    with stand_over(ManualHarness, "sqlite", Path()) as stand:
        yield stand


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    nobody = Nobody()
    line = Line(nobody)
    async with line_client(line) as http:
        yield Bench(ManualHarness(nobody), line, http)


@pytest.mark.parametrize("name", SHOWN)
def test_it_shows_what_the_kit_can_ask_of_it(stand: Stand, name: str) -> None:
    stand.run(KIT[name])


@pytest.mark.parametrize("kind", [MethodKind.CASH, MethodKind.BANK_TRANSFER])
async def test_a_payment_waits_with_the_merchants_words_and_a_reference(bench: Bench, kind: MethodKind) -> None:
    """1 and 9: what is asked for comes back as it was, whatever the texts."""
    order, ctx = await bench.order(kind=kind, description="Plan año 👩‍💻 " * 100), bench.ctx
    result = await bench.create(order, ctx)
    words = {MethodKind.CASH: "At desk 1, from nine to five.", MethodKind.BANK_TRANSFER: "To Banco Uno, account 1."}
    quoted = order.our_reference[-10:].upper()
    assert result.action == Instructions(words[kind], quoted, None)
    assert (result.state, result.reference, result.our_reference, result.amount, result.received) == (
        PaymentState.PENDING, order.our_reference, order.our_reference, bench.amount, None,
    )  # fmt: skip
    assert result.method is not None
    assert result.method.kind is kind
    # 22 and 23: the same request is the same payment, in any process.
    assert await bench.create(order, ctx) == result
    assert bench.line.requests == 0


@pytest.mark.parametrize(("minor", "code"), [(0, "USD"), (-1999, "USD"), (0, "JPY")])
async def test_nothing_and_less_are_refused(bench: Bench, minor: int, code: str) -> None:
    """8, for payments and refunds."""
    amount = bench.money(minor, code)
    with pytest.raises(InvalidRequest, match="more than zero"):
        await bench.pay(amount=amount)
    payment = await bench.pay()
    with pytest.raises(InvalidRequest, match="more than zero"):
        await bench.gateway.create_refund(bench.ctx, replace(bench.give_back(payment), amount=amount))


@pytest.mark.parametrize("code", ["JPY", "KWD", "ISK", "MXN"])
async def test_every_currency_is_exact(bench: Bench, code: str) -> None:
    """2 to 5: there is no wire; an amount is what it is."""
    amount = bench.money(1_255, code)
    payment = await bench.pay(amount=amount)
    refund = await bench.gateway.create_refund(bench.ctx, bench.give_back(payment, 1))
    assert (payment.amount, refund.amount) == (amount, bench.money(1, code))


async def test_a_way_that_the_merchant_does_not_explain_is_not_offered(bench: Bench) -> None:
    ctx = bench.context(cash_instructions=None)
    with pytest.raises(ConfigurationError, match="pay by CASH"):
        await bench.create(await bench.order(kind=MethodKind.CASH), ctx)
    paid = await bench.create(await bench.order(kind=MethodKind.BANK_TRANSFER), ctx)
    assert paid.state is PaymentState.PENDING


@pytest.mark.parametrize("changes", [{"save_method": True}, {"capture": False}, {"off_session": True}])
async def test_what_is_handed_over_is_neither_kept_nor_held(bench: Bench, changes: dict[str, bool]) -> None:
    order = replace(await bench.order(source=Elsewhere(MethodKind.CASH)), **changes)  # type: ignore[arg-type]
    with pytest.raises(NotSupported, match="neither kept"):
        await bench.create(order)


async def test_a_recorded_payout_is_one_refund(bench: Bench) -> None:
    """44 to 47: it is final at once, and recorded again it is the same one."""
    payment = await bench.pay()
    order, ctx = bench.give_back(payment, 500), bench.ctx
    first = await bench.gateway.create_refund(ctx, order)
    assert (first.state, first.amount, first.reference, first.our_reference, first.payment_reference) == (
        RefundState.SUCCEEDED, bench.money(500), order.our_reference, order.our_reference, payment.reference,
    )  # fmt: skip
    assert await bench.gateway.create_refund(ctx, order) == first
    other = await bench.gateway.create_refund(bench.ctx, bench.give_back(payment, 500))
    assert other.reference != first.reference


async def test_two_accounts_speak_each_for_itself(bench: Bench) -> None:
    """70 and 74: nothing to reach, nothing to share."""
    order = await bench.order()
    one, two = await bench.create(order), await bench.create(order, bench.context(2))
    assert isinstance(one.action, Instructions)
    assert isinstance(two.action, Instructions)
    assert (one.action.text, two.action.text) == ("To Banco Uno, account 1.", "To Banco Uno, account 2.")
    assert (await bench.gateway.check_health(bench.ctx)).ok
    assert vars(bench.gateway) == {}

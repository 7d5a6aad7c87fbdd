"""Several people of the staff work on the gateway accounts at the same moment."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable

import pytest

from backend.domain.errors import Conflict, InvalidInput, NotFound, Refusal
from backend.gateways.registry import Registry
from backend.models import Event, GatewayAccount
from backend.services.context import Actor, Context, Role
from backend.services.gateways.account_add import add_account
from backend.services.gateways.account_own import accounts_of_merchant
from backend.services.gateways.account_remove import remove_account
from backend.services.gateways.account_update import update_account
from tests.support.form_gateway import FORM, FormGateway
from tests.support.merchants import OpenMerchant

MANY = 6


@pytest.fixture
def registry() -> Registry:
    return Registry([FormGateway()])


@pytest.fixture
def staff(merchant: OpenMerchant) -> Context:
    return merchant.services.context(Actor(Role.STAFF, merchant.row.id))


def add(staff: Context, label: str) -> Awaitable[GatewayAccount]:
    return add_account(staff, gateway="form", label=label, settings=FORM)


async def outcomes(attempts: Iterable[Awaitable[object]]) -> Counter[str]:
    """How each ended. Only refusals are an end."""
    ended = await asyncio.gather(*attempts, return_exceptions=True)
    for one in ended:
        if isinstance(one, BaseException) and not isinstance(one, Refusal):
            raise one
    return Counter(type(one).__name__ for one in ended)


async def test_one_label_is_given_once(staff: Context) -> None:
    assert await outcomes(add(staff, "Cards") for _ in range(MANY)) == {
        GatewayAccount.__name__: 1, InvalidInput.__name__: MANY - 1,
    }  # fmt: skip
    assert await GatewayAccount.all().count() == 1
    assert await Event.filter(type="gateway_account.created").count() == 1


async def test_of_changes_of_one_version_one_is_made(staff: Context) -> None:
    row = await add(staff, "Cards")
    changes = [update_account(staff, account_id=row.id, version=1, settings={"note": f"{n}"}) for n in range(MANY)]
    assert await outcomes(changes) == {GatewayAccount.__name__: 1, Conflict.__name__: MANY - 1}
    assert (await GatewayAccount.get()).version == 2
    assert await Event.filter(type="gateway_account.updated").count() == 1


async def test_whatever_order_is_asked_for_at_once_each_has_its_own_place(staff: Context) -> None:
    rows = [await add(staff, f"Cards {n}") for n in range(4)]

    async def move(row: GatewayAccount, position: int) -> None:
        for _ in range(MANY):
            seen = await GatewayAccount.get(id=row.id)
            try:
                await update_account(staff, account_id=row.id, version=seen.version, position=position)
            except Conflict:
                continue
            except NotFound:
                # It was removed meanwhile.
                pass
            return

    await asyncio.gather(*(move(row, 0) for row in rows), remove_account(staff, account_id=rows[3].id))
    left = await accounts_of_merchant(staff)
    assert {row.id for row in left} == {row.id for row in rows[:3]}
    assert len({row.position for row in left}) == 3
    for row in rows:
        versions = [event.version for event in await Event.filter(subject_id=row.id).order_by("id")]
        assert sorted(versions, key=int) == list(range(1, len(versions) + 1))  # type: ignore[arg-type]

"""Bags of units to buy and to use, and what must hold of all units whatever happened."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.domain.catalog import ProductKind
from backend.domain.units import CHANGES, MovementKind, parse_quantity
from backend.models import Plan, UnitAccount, UnitGrant, UnitHold, UnitMovement, User
from backend.models.ids import new_id
from backend.services.catalog.create import Offered, create_plan, create_product
from backend.services.context import Actor, Context, Role
from backend.services.payments.pay_with import PayWith
from backend.services.refills.purchase import RefillPurchased, purchase_refill
from backend.services.units.consume import consume_units
from backend.services.units.hold import hold_units
from backend.services.units.release import release_units
from backend.services.units.settle import settle_units
from tests.support.merchants import OpenMerchant, SignedIn
from tests.support.storefront import CARD, Storefront

HOURS_100: Mapping[str, Any] = {"unit": "hours", "quantity": "100"}

_numbers = itertools.count(1)


def fresh_key() -> str:
    """An idempotency key that nothing else of the run uses."""
    return f"key-{next(_numbers)}"


async def refill_plan(
    merchant: OpenMerchant,
    *grants: Mapping[str, Any],
    prices: Mapping[str, int] | None = None,
    code: str = "bag",
) -> Plan:
    """A bag for sale; 100 hours for 80.00 USD unless told otherwise."""
    product = await create_product(
        merchant.system, code=f"refill-{next(_numbers)}", name="Machine hours", description="Prepaid.",
        kind=ProductKind.REFILL,
    )  # fmt: skip
    return await create_plan(
        merchant.system, product=product, code=code, name="Bag", description="A bag.", interval=None,
        prices={"USD": 8000} if prices is None else prices, offered=Offered(grants=grants or (HOURS_100,)),
    )  # fmt: skip


@dataclass(frozen=True)
class UnitShop:
    """A shop that sells a bag, its customer, and staff who use the units up."""

    store: Storefront
    bag: Plan
    staff: Actor

    @property
    def by_staff(self) -> Context:
        """Staff at the clock's present instant."""
        return self.store.services.context(self.staff)

    async def buy(
        self,
        quantity: int = 1,
        *,
        plan: Plan | None = None,
        who: SignedIn | None = None,
        pay_with: PayWith = CARD,
        key: str | None = None,
        expected_total: tuple[str, str] | None = None,
    ) -> RefillPurchased:
        """Buy bags, by card unless told otherwise."""
        return await purchase_refill(
            (who or self.store.ana).context,
            plan_id=(plan or self.bag).id,
            quantity=quantity,
            pay_with=pay_with,
            idempotency_key=key or fresh_key(),
            expected_total=expected_total,
        )

    async def consume(self, quantity: str, *, unit: str = "hours", key: str | None = None) -> UnitAccount:
        """Staff use the customer's units."""
        return await consume_units(
            self.by_staff, customer_id=self.store.ana.row.id, unit=unit, quantity=quantity, description="Build 17",
            idempotency_key=key or fresh_key(),
        )  # fmt: skip

    async def hold(self, quantity: str, *, unit: str = "hours", key: str | None = None) -> UnitHold:
        """Staff reserve the customer's units."""
        held = await hold_units(
            self.by_staff, customer_id=self.store.ana.row.id, unit=unit, quantity=quantity, description="Job 4",
            idempotency_key=key or fresh_key(),
        )  # fmt: skip
        return held.hold

    async def settle(self, hold: UnitHold, quantity: str | None = None, *, key: str | None = None) -> UnitHold:
        """Staff settle a hold."""
        held = await settle_units(self.by_staff, hold_id=hold.id, quantity=quantity, idempotency_key=key or fresh_key())
        return held.hold

    async def release(self, hold: UnitHold) -> UnitHold:
        """Staff release a hold."""
        return (await release_units(self.by_staff, hold_id=hold.id)).hold

    async def account(self, unit: str = "hours") -> UnitAccount:
        """What the customer has."""
        return await UnitAccount.get(customer_id=self.store.ana.row.id, unit=unit)

    async def has(self, remaining: str, held: str = "0", *, unit: str = "hours") -> bool:
        """Whether the account says exactly this."""
        account = await self.account(unit)
        return (account.remaining, account.held) == (parse_quantity(remaining), parse_quantity(held))


async def open_unit_shop(store: Storefront) -> UnitShop:
    """A shop with a bag of 100 hours for 80.00 USD."""
    user = await User.create(
        id=new_id("usr"), merchant_id=store.merchant.row.id, email="staff@example.com", password_hash="",
        role="STAFF", created_at=store.clock(),
    )  # fmt: skip
    return UnitShop(store, await refill_plan(store.merchant), Actor(Role.STAFF, store.merchant.row.id, user.id))


async def assert_units_add_up() -> None:
    """Movements re-add to every grant, hold and account; nothing is negative; what was granted is somewhere."""
    moved: defaultdict[str, Counter[str]] = defaultdict(Counter)
    of_hold: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for movement in await UnitMovement.all():
        moved[movement.grant_id][movement.kind] += movement.quantity
        if movement.hold_id is not None:
            of_hold[movement.hold_id][movement.kind] += movement.quantity
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for grant in await UnitGrant.all():
        kinds = moved.pop(grant.id)
        assert kinds["GRANT"] == grant.quantity
        remaining, held = (sum(CHANGES[kind][n] * kinds[kind.value] for kind in MovementKind) for n in (0, 1))
        assert (grant.remaining, grant.held) == (remaining, held)
        used = kinds["CONSUME"] + kinds["SETTLE"]
        taken_back = kinds["TAKE_BACK"] - kinds["GIVE_BACK"]
        assert grant.remaining + grant.held + used + kinds["EXPIRE"] + taken_back == grant.quantity
        assert taken_back >= 0
        assert min(grant.remaining, grant.held) >= 0
        sums[grant.account_id][0] += remaining
        sums[grant.account_id][1] += held
    assert not moved
    for account in await UnitAccount.all():
        assert [account.remaining, account.held] == sums[account.id]
    for hold in await UnitHold.all():
        _assert_hold(hold, of_hold[hold.id])


def _assert_hold(hold: UnitHold, kinds: Counter[str]) -> None:
    assert kinds["HOLD"] == hold.quantity
    assert kinds["SETTLE"] == (hold.settled or 0)
    closed = kinds["SETTLE"] + kinds["RELEASE"]
    assert closed == (0 if hold.status == "HELD" else hold.quantity)


async def movements(*kinds: str) -> Sequence[tuple[str, int]]:
    """(kind, micro) of the movements so far, in order; of some kinds only."""
    rows = UnitMovement.all() if not kinds else UnitMovement.filter(kind__in=list(kinds))
    return [(row.kind, row.quantity) for row in await rows.order_by("id")]

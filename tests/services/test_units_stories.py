"""Random stories of units against a model that is as simple as can be: after each act they agree to the millionth."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

import pytest

from backend.domain.errors import Conflict, IllegalTransition, InsufficientUnits, InvalidInput
from backend.domain.units import MICRO, format_quantity
from backend.models import Event, Plan, UnitGrant, UnitHold, UnitMovement
from backend.services.transaction import transaction
from backend.services.units.expire import expire_due_units
from backend.services.units.give_back import give_back_units
from backend.services.units.take_back import take_back_units
from tests.support.storefront import Storefront
from tests.support.units import UnitShop, assert_units_add_up, open_unit_shop, refill_plan

STEPS = 120


@dataclass
class Lot:
    """One grant of the model."""

    number: int
    ends: datetime | None
    quantity: int
    free: int
    held: int = 0
    gone: int = 0
    taken: int = 0


@dataclass
class Model:
    """Units as a list of lots."""

    lots: list[Lot] = field(default_factory=list)
    holds: dict[str, dict[int, int]] = field(default_factory=dict)

    def expire(self, now: datetime) -> None:
        for lot in self.lots:
            if lot.ends is not None and lot.ends <= now:
                lot.gone += lot.free
                lot.free = 0

    def in_order(self) -> list[Lot]:
        return sorted(self.lots, key=lambda lot: (lot.ends is None, lot.ends or 0, lot.number))

    def take(self, micro: int) -> dict[int, int]:
        taken = {}
        for lot in self.in_order():
            part = min(lot.free, micro)
            micro -= part
            lot.free -= part
            if part:
                taken[lot.number] = part
        assert micro == 0
        return taken

    @property
    def free(self) -> int:
        return sum(lot.free for lot in self.lots)


class Story:
    """One customer's units, and what became of them."""

    def __init__(self, shop: UnitShop, plans: list[tuple[Plan, int]], seed: int) -> None:
        self.shop = shop
        self.plans = plans
        self.random = Random(seed)  # noqa: S311 - a story, not a secret
        self.model = Model()
        self.invoices: list[str] = []
        self.done: set[str] = set()

    @property
    def now(self) -> datetime:
        return self.shop.store.clock()

    def some(self, most: int) -> int:
        """Mostly little, now and then all of it or more."""
        little = self.random.randint(1, max(most // 4, 1))
        return self.random.choice([little, little, little, little, max(most, 1), most + 1])

    async def buy(self) -> None:
        plan, quantity = self.random.choice(self.plans)
        bags = self.random.randint(1, 3)
        done = await self.shop.buy(bags, plan=plan)
        grant = await UnitGrant.get(invoice_id=done.invoice.id)
        self.model.lots.append(Lot(len(self.model.lots), grant.expires_at, quantity * bags, quantity * bags))
        self.invoices.append(done.invoice.id)

    async def consume(self) -> None:
        micro = self.some(self.model.free)
        if micro > self.model.free:
            with pytest.raises(InsufficientUnits):
                await self.shop.consume(format_quantity(micro))
            return
        await self.shop.consume(format_quantity(micro))
        self.done.add("consume")
        for number, part in self.model.take(micro).items():
            self.model.lots[number].gone += part

    async def hold(self) -> None:
        micro = self.some(self.model.free // 2)
        if micro > self.model.free:
            with pytest.raises(InsufficientUnits):
                await self.shop.hold(format_quantity(micro))
            return
        hold = await self.shop.hold(format_quantity(micro))
        self.done.add("hold")
        self.model.holds[hold.id] = self.model.take(micro)
        for number, part in self.model.holds[hold.id].items():
            self.model.lots[number].held += part

    async def settle(self) -> None:
        if not self.model.holds:
            return
        id = self.random.choice(sorted(self.model.holds))
        hold, parts = await UnitHold.get(id=id), self.model.holds[id]
        micro = self.some(hold.quantity)
        if micro > hold.quantity:
            with pytest.raises(InvalidInput):
                await self.shop.settle(hold, format_quantity(micro))
            return
        await self.shop.settle(hold, format_quantity(micro))
        with pytest.raises(IllegalTransition):
            await self.shop.release(hold)
        self.done.add("settle")
        del self.model.holds[id]
        for lot in self.model.in_order():
            used = min(parts.get(lot.number, 0), micro)
            micro -= used
            self._back(lot, parts.get(lot.number, 0), used)

    async def release(self) -> None:
        if not self.model.holds:
            return
        id = self.random.choice(sorted(self.model.holds))
        await self.shop.release(await UnitHold.get(id=id))
        self.done.add("release")
        for number, part in self.model.holds.pop(id).items():
            self._back(self.model.lots[number], part, 0)

    def _back(self, lot: Lot, held: int, used: int) -> None:
        lot.held -= held
        lot.gone += used
        lot.free += held - used

    async def take_back(self, *, fails: bool = False) -> None:
        if not self.invoices:
            return
        # Of the latest bags there is most left.
        number = self.random.randrange(max(0, len(self.invoices) - 4), len(self.invoices))
        lot, numerator = self.model.lots[number], self.random.choice([1, 1, 2, 3, 8])
        wanted = min(-(-lot.quantity * numerator // 8), lot.quantity - lot.taken)
        ctx = self.shop.store.merchant.system
        try:
            async with transaction(ctx) as tx:
                taken = await take_back_units(
                    ctx, tx, invoice_id=self.invoices[number], numerator=numerator, denominator=8
                )
        except Conflict:
            assert wanted > lot.free
            return
        assert sum(portion.micro for portion in taken) == wanted
        if wanted:
            self.done.add("failed_refund" if fails else "take_back")
        if fails:
            async with transaction(ctx) as tx:
                await give_back_units(ctx, tx, taken=taken)
            return
        lot.free -= wanted
        lot.taken += wanted

    async def wait(self) -> None:
        self.shop.store.clock.advance(hours=self.random.randint(1, 40))
        self.model.expire(self.now)
        if self.random.random() < 0.5:
            await self.job()

    async def job(self) -> None:
        if await expire_due_units(self.shop.store.services):
            self.done.add("job")

    async def act(self) -> None:
        name = self.random.choices(
            ["buy", "consume", "hold", "settle", "release", "take_back", "failed_refund", "wait", "job"],
            [4, 6, 5, 3, 2, 3, 2, 4, 2],
        )[0]
        if name == "failed_refund":
            await self.take_back(fails=True)
        else:
            await getattr(self, name)()
        self.model.expire(self.now)

    async def agree(self) -> None:
        """Every grant says what the model says; one that has expired may still wait to be written off."""
        grants = await UnitGrant.all().order_by("granted_at", "id")
        for lot, grant in zip(self.model.lots, grants, strict=True):
            usable = grant.expires_at is None or grant.expires_at > self.now
            assert (grant.remaining if usable else 0, grant.held) == (lot.free, lot.held)
            assert lot.free + lot.held + lot.gone + lot.taken == lot.quantity
        await assert_units_add_up()


@pytest.fixture
async def shop(store: Storefront) -> UnitShop:
    return await open_unit_shop(store)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_story_in_any_order_loses_and_invents_nothing(shop: UnitShop, seed: int) -> None:
    term = {"unit": "DAY", "count": 2}
    bags: tuple[dict[str, object], ...] = (
        {"quantity": "10"},
        {"quantity": "0.000007", "expires_after": term},
        {"quantity": "90", "expires_after": term},
    )
    plans = [
        (await refill_plan(shop.store.merchant, {"unit": "hours", **bag}), micro)
        for bag, micro in zip(bags, (10 * MICRO, 7, 90 * MICRO), strict=True)
    ]
    story = Story(shop, plans, seed)
    await story.buy()
    for _ in range(STEPS):
        await story.act()
        await story.agree()
    await story.job()
    await story.agree()
    account = await shop.account()
    assert account.remaining == story.model.free
    # Each change of the account was told once, with its version.
    told = await Event.filter(subject_id=account.id).order_by("id")
    grants = await UnitMovement.filter(kind="GRANT").count()
    assert len({event.version for event in told}) == len(told) == account.version - 1 - grants
    assert story.done == {"consume", "hold", "settle", "release", "take_back", "failed_refund", "job"}

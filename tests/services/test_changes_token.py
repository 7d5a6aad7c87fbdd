"""A quote of a change holds for its subscription, customer and prices, for fifteen minutes; else nothing changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import Forbidden, InvalidInput, NotFound, QuoteChanged
from backend.models import Price
from backend.services.currencies import money
from backend.services.subscriptions.quote import quote_subscription
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.merchants import open_merchant
from tests.support.plan_changes import HALF, Changes, figures, open_changes, problems
from tests.support.storefront import known_customer

END = month(1)


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


async def test_a_quote_holds_for_fifteen_minutes_also_over_the_end_of_the_period(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe()
    life.clock.now = HALF
    token = (await changes.quote(sub, changes.double)).token
    life.clock.now = HALF + timedelta(minutes=15)
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as late:
            await changes.confirm(sub, token)
    fresh = late.value.quote
    assert (fresh.effective_at, fresh.expires_at) == (life.clock.now, life.clock.now + timedelta(minutes=15))
    life.clock.advance(minutes=14, seconds=59)
    changed = await changes.confirm(sub, late.value.token)
    assert changed.payment is not None
    # A quarter of an hour of four weeks is worth a cent of 20.00, and none of 10.00.
    assert figures(fresh) == [("Unused time: Hosting Basic", -500), ("Remaining time: Hosting Double", 999)]
    assert changed.payment.amount_minor == fresh.due_now.minor == 499

    # Nobody has looked yet at the period that ended since: it is as it was quoted, and the next one at the new price.
    life.clock.now = END - timedelta(minutes=1)
    offer = await changes.quote(sub, life.plus)
    life.clock.now = END + timedelta(minutes=1)
    await changes.confirm(sub, offer)
    await life.run()
    assert [invoice.total_minor for invoice in await life.invoices(sub)] == [1000, 499, 0, 2900]
    assert figures(offer.quote) == [("Unused time: Hosting Double", 0), ("Remaining time: Hosting Plus", 0)]
    await assert_all_adds_up(life.store.gateway)


async def test_another_version_is_answered_with_a_fresh_quote(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe()
    life.clock.now = HALF
    token = (await changes.quote(sub, life.plus)).token
    await changes.make(sub, changes.double)
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as moved:
            await changes.confirm(sub, token)
    assert figures(moved.value.quote) == [
        ("Unused time: Hosting Double", -1000), ("Remaining time: Hosting Plus", 1450)
    ]  # fmt: skip
    await changes.confirm(sub, moved.value.token)
    assert [charge.minor for charge in life.store.gateway.charges] == [1000, 500, 450]
    await assert_all_adds_up(life.store.gateway)


@pytest.mark.parametrize("plan", ["plus", "basic"])
async def test_a_price_that_staff_changed_is_answered_with_a_fresh_quote(changes: Changes, plan: str) -> None:
    """`basic` is planned for the end of the period: what it will cost is part of the quote, too."""
    life = changes.life
    wanted = life.plus if plan == "plus" else life.monthly
    sub = await life.subscribe(changes.double)
    life.clock.now = HALF
    token = (await changes.quote(sub, wanted)).token
    await Price.filter(plan_id=wanted.id).update(amount_minor=3000 if plan == "plus" else 1100)
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as dearer:
            await changes.confirm(sub, token)
    assert dearer.value.quote.next_charge == money(3000 if plan == "plus" else 1100, "USD")
    await changes.confirm(sub, dearer.value.token)
    await life.go(END)
    assert (await life.invoices(sub))[-1].total_minor == (3000 if plan == "plus" else 1100)
    await assert_all_adds_up(life.store.gateway)


async def test_a_policy_that_was_changed_is_answered_with_a_fresh_quote(changes: Changes) -> None:
    """Without lines, only the instant tells the two apart."""
    life = changes.life
    sub = await life.subscribe(addons={"setup": 1})
    life.clock.now = HALF
    token = (await changes.quote(sub, life.monthly)).token
    await changes.policy(upgrade=ChangeTiming.PERIOD_END)
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as moved:
            await changes.confirm(sub, token, pay_with=None)
    assert moved.value.quote.effective_at == END


async def test_a_token_that_is_not_ours_theirs_or_of_this_subscription(changes: Changes) -> None:
    life, store = changes.life, changes.life.store
    bea = await known_customer(store.merchant, "bea@example.com")
    mine, hers = await life.subscribe(), await life.subscribe(who=bea)
    good = (await changes.quote(mine, changes.double)).token
    purchase = (await quote_subscription(store.ana.context, selection=store.basic)).token
    staffs = (await changes.quote(hers, changes.double, by=store.merchant.system)).token
    cases = [
        ("INVALID_TOKEN", mine, "", store.ana.context),
        ("INVALID_TOKEN", mine, good[:-2] + ("AA" if good[-2:] != "AA" else "BB"), store.ana.context),
        ("INVALID_TOKEN", mine, purchase, store.ana.context),
        ("FOREIGN_TOKEN", hers, good, bea.context),
        ("FOREIGN_TOKEN", mine, staffs, store.ana.context),
        ("OTHER_SUBSCRIPTION", hers, good, store.merchant.system),
    ]
    async with nothing_changes():
        for code, subscription, token, by in cases:
            with pytest.raises(InvalidInput) as caught:
                await changes.confirm(subscription, token, by=by)
            assert problems(caught.value) == [("quoteToken", code)]


async def test_strangers_and_other_merchants_find_no_such_subscription(changes: Changes) -> None:
    life, store = changes.life, changes.life.store
    sub = await life.subscribe()
    token = (await changes.quote(sub, changes.double)).token
    bea = await known_customer(store.merchant, "bea@example.com")
    far = await open_merchant(store.services, life.clock, "far")
    theirs = await far.catalog()
    cal = await known_customer(far, "cal@example.com")
    async with nothing_changes():
        for by in (bea.context, cal.context, far.system):
            with pytest.raises(NotFound):
                await changes.quote(sub, changes.double, by=by)
            with pytest.raises(NotFound):
                await changes.confirm(sub, token, by=by)
        with pytest.raises(NotFound):
            await changes.quote(sub, theirs.basic)
        with pytest.raises((Forbidden, NotFound)):
            await changes.confirm(sub, token, by=store.merchant.visitor)
    # Another merchant's token: ours by its signature, and of nobody here.
    claims = store.services.secrets.verify("subscription-change", token)
    forged = store.services.secrets.sign("subscription-change", {**claims, "mer": far.row.id})
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await changes.confirm(sub, forged)
    assert problems(caught.value) == [("quoteToken", "FOREIGN_TOKEN")]

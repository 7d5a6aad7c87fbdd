"""Another method ends dunning: what is owed is tried with it at once, once, and renewals are charged to it."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from backend.domain.errors import NotFound
from backend.domain.subscription import Collection as Way
from backend.gateways.base import (
    Capabilities,
    CreatePayment,
    DeclineAdvice,
    GatewayContext,
    MethodKind,
    MethodSummary,
    PaymentState,
    SavedMethod,
    SavedMethodDetails,
)
from backend.gateways.registry import Registry
from backend.models import BillingPolicy, Collection, PaymentMethod, PaymentSetup, Subscription
from backend.services.balances.top_up import top_up
from backend.services.billing.run import run_due_subscriptions
from backend.services.collections.walk import collect_due_invoices
from backend.services.invoices.pay import pay_invoice
from backend.services.payment_methods.set_default import set_default_method
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.pay_with import PayWith
from backend.services.setups.add import Wanted, add_method
from backend.services.subscriptions.renewals import set_renewals
from tests.support.dunning import another_card, latest, payments, stands, told
from tests.support.every_way_gateway import EveryWayGateway
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import KEPT_CARD, Life, month
from tests.support.scripted_gateway import Step, decline, lying, pending, require_action
from tests.support.storefront import CARD

FIRST = month(1)
END = FIRST + timedelta(days=14)
LATER, NEVER, NEW = DeclineAdvice.RETRY_LATER, DeclineAdvice.NEVER, DeclineAdvice.NEW_METHOD

_keys = itertools.count(1)


class Cards(EveryWayGateway):
    """Each card that it keeps has digits of its own, which every charge of it shows: pm_3 ends in 0003."""

    capabilities: ClassVar[Capabilities] = replace(EveryWayGateway.capabilities, requires_device_id=False)

    def keep_new(self, kind: MethodKind, customer_reference: str | None) -> SavedMethodDetails:
        kept = super().keep_new(kind, customer_reference)
        digits = f"{len(self.saved):04}"
        self.saved[kept.reference] = replace(kept, summary=MethodSummary(kind, "visa", digits, 12, 2040))
        return self.saved[kept.reference]

    def _execute(self, ctx: GatewayContext, request: CreatePayment, step: Step) -> None:
        super()._execute(ctx, request, step)
        made, source = self.payments[request.our_reference], request.source
        kept = self.saved.get(source.reference) if isinstance(source, SavedMethod) else made.saved_method
        if kept is not None:
            self.payments[request.our_reference] = replace(made, method=kept.summary)

    @property
    def charged(self) -> list[str]:
        """The saved methods that were asked for money, in order."""
        return [one.source.reference for one in self.requests if isinstance(one.source, SavedMethod)]


@pytest.fixture
def gateway() -> Cards:
    return Cards()


@pytest.fixture
def registry(gateway: Cards) -> Registry:
    return Registry([gateway])


async def add(life: Life, *, default: bool = False, token: str = "tok_new") -> PaymentSetup:
    """Ana adds a card; the jobs have not looked since."""
    wanted = Wanted("scripted", "CARD", token=token, make_default=default)
    return await add_method(life.store.ana.context, wanted=wanted, idempotency_key=f"add-{next(_keys)}")


async def behind(life: Life, gateway: Cards, advice: DeclineAdvice, *, declines: int = 1) -> Subscription:
    """Ana's subscription, whose card pm_1 was declined an hour ago."""
    sub = await life.subscribe()
    gateway.script("create", *(decline("GENERIC", advice) for _ in range(declines)))
    await life.go(FIRST)
    life.clock.advance(hours=1)
    assert ((await life.now(sub)).status, gateway.charged) == ("PAST_DUE", ["pm_1"])
    return sub


async def written(sub: Subscription) -> list[dict[str, Any]]:
    """The rows of a subscription and its collections, whole."""
    return [
        *await Subscription.filter(id=sub.id).values(),
        *await Collection.filter(subscription_id=sub.id).order_by("id").values(),
    ]


async def charged_to(life: Life, sub: Subscription) -> str | None:
    """The reference of the subscription's own method."""
    own = await PaymentMethod.get_or_none(id=(await life.now(sub)).payment_method_id or "")
    return own.gateway_reference if own else None


async def pay(life: Life, invoice_id: str, pay_with: PayWith) -> None:
    """Ana pays by hand."""
    await pay_invoice(
        life.store.ana.context, invoice_id=invoice_id, pay_with=pay_with, idempotency_key=f"pay-{next(_keys)}"
    )


@pytest.mark.parametrize("default", [False, True])
@pytest.mark.parametrize("advice", [LATER, NEW, NEVER, DeclineAdvice.AUTHENTICATE])
async def test_a_card_that_is_added_is_tried_at_once_and_renews_from_then_on(
    life: Life, gateway: Cards, advice: DeclineAdvice, default: bool
) -> None:
    sub = await behind(life, gateway, advice)
    now = FIRST + timedelta(hours=1)
    assert (await add(life, default=default)).status == "SUCCEEDED"
    assert (await stands(life, sub))[:4] == ("PAST_DUE", "OPEN", None, now), "the job charges, not the request"
    assert gateway.charged == ["pm_1"]
    await life.run()

    _, renewal = await life.invoices(sub)
    assert await payments(renewal) == [("CARD", 1000, "FAILED"), ("CARD", 1000, "SUCCEEDED")]
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    assert await told(sub, "renewals_set", "recovered") == [
        ("renewals_set", now, {"status": "PAST_DUE", "auto_renew": True}),
        ("recovered", now, {"status": "ACTIVE", "invoice": renewal.id}),
    ]
    assert (await charged_to(life, sub), gateway.charged) == ("pm_2", ["pm_1", "pm_2"])
    await life.go(month(2))
    assert gateway.charged == ["pm_1", "pm_2", "pm_2"]
    await assert_all_adds_up(gateway)


async def test_another_default_is_tried_at_once_and_one_that_was_declined_for_good_is_not(
    life: Life, gateway: Cards
) -> None:
    sub = await behind(life, gateway, NEVER, declines=2)
    before = await PaymentMethod.get(gateway_reference="pm_1")
    spare = await another_card(life)
    gateway.saved["pm_other"] = SavedMethodDetails(
        "pm_other", "cus_1", MethodSummary(MethodKind.CARD, "mastercard", "4444", 1, 2041)
    )
    ana = life.store.ana.context
    async with nothing_changes():
        await set_default_method(ana, method_id=before.id)
        with pytest.raises(NotFound):
            await set_default_method(ana, method_id="pm_unknown")
    await set_default_method(ana, method_id=spare.id)
    await life.run()
    # The second was declined for good as well: back to the first is no chance, and the end stays where it was.
    assert gateway.charged == ["pm_1", "pm_other"]
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "METHOD", END, 2)
    row = await written(sub)
    await set_default_method(ana, method_id=before.id)
    await life.run()
    assert await written(sub) == row
    assert (gateway.charged, await charged_to(life, sub)) == (["pm_1", "pm_other"], "pm_other")
    await assert_all_adds_up(gateway)


async def test_a_default_that_stands_in_makes_way_for_the_next_default(life: Life, gateway: Cards) -> None:
    sub = await life.subscribe()
    await Subscription.filter(id=sub.id).update(payment_method_id=None)
    gateway.script("create", decline(advice=LATER))
    await life.go(FIRST)
    life.clock.advance(hours=1)
    await add(life, default=True)
    await life.run()
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    assert (await life.now(sub)).payment_method_id is None, "whatever the default is goes on paying"
    assert gateway.charged == ["pm_1", "pm_2"]
    await assert_all_adds_up(gateway)


async def test_two_cards_that_are_added_at_once_make_one_try(life: Life, gateway: Cards) -> None:
    sub = await behind(life, gateway, NEW)
    await asyncio.gather(add(life, token="tok_a"), add(life, token="tok_b", default=True))
    services = life.store.services
    await run_due_subscriptions(services)
    await asyncio.gather(*(collect_due_invoices(services) for _ in range(5)))
    await asyncio.gather(*(collect_due_attempts(services) for _ in range(5)))
    await life.run()
    assert await PaymentMethod.all().count() == 3
    assert [charge.minor for charge in gateway.charges] == [1000, 1000]
    assert len(gateway.charged) == 2
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    assert gateway.charged[1] == await charged_to(life, sub)
    await assert_all_adds_up(gateway)


async def test_one_that_is_declined_too_is_one_try_and_the_schedule_goes_on_with_it(life: Life, gateway: Cards) -> None:
    sub = await behind(life, gateway, LATER)
    gateway.script("create", decline(advice=LATER))
    await add(life)
    await life.run()
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", FIRST + timedelta(days=1), 2)
    await life.run()
    assert gateway.charged == ["pm_1", "pm_2"]
    await life.go(FIRST + timedelta(days=1))
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 2)
    assert gateway.charged == ["pm_1", "pm_2", "pm_2"]
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize(("ends", "charged"), [("FAILED", ["pm_1", "pm_1", "pm_2"]), ("SUCCEEDED", ["pm_1", "pm_1"])])
async def test_beside_a_try_in_flight_nothing_is_charged_and_after_it_only_what_it_left(
    life: Life, gateway: Cards, ends: str, charged: list[str]
) -> None:
    sub = await behind(life, gateway, LATER)
    gateway.script("create", pending())
    await life.go(FIRST + timedelta(days=1))
    row = await written(sub)
    life.clock.advance(minutes=5)
    await add(life)
    await life.run()
    assert (gateway.charged, await written(sub)) == (["pm_1", "pm_1"], row)
    assert await charged_to(life, sub) == "pm_1"
    await life.store.hears(gateway.move(gateway.requests[-1].our_reference, PaymentState(ends)), id="evt_1")
    await life.run()
    assert gateway.charged == charged
    assert [charge.minor for charge in gateway.charges] == [1000, 1000]
    assert (await stands(life, sub))[:4] == ("ACTIVE", "PAID", None, None)
    assert await charged_to(life, sub) == charged[-1]
    await assert_all_adds_up(gateway)


async def test_while_the_customer_pays_by_hand_the_new_card_waits_for_that(life: Life, gateway: Cards) -> None:
    sub = await behind(life, gateway, NEW)
    _, renewal = await life.invoices(sub)
    gateway.script("create", require_action())
    await pay(life, renewal.id, CARD)
    by_hand = gateway.requests[-1].our_reference
    await add(life)
    await life.run()
    now = life.clock.now
    assert (gateway.charged, (await latest(life, sub)).next_try_at) == (["pm_1"], now + timedelta(hours=1))
    await life.store.hears(gateway.move(by_hand, PaymentState.FAILED), id="evt_1")
    await life.go(now + timedelta(hours=1))
    assert gateway.charged == ["pm_1", "pm_2"]
    assert [status for _, _, status in await payments(renewal)] == ["FAILED", "FAILED", "SUCCEEDED"]
    await assert_all_adds_up(gateway)


async def test_what_was_given_up_and_left_past_due_has_its_chance(life: Life, gateway: Cards) -> None:
    await BillingPolicy.all().update(final_action="LEAVE")
    sub = await behind(life, gateway, NEVER)
    await life.go(END + timedelta(days=1))
    assert await stands(life, sub) == ("PAST_DUE", "GAVE_UP", "METHOD", None, 1)
    gateway.script("create", decline(advice=NEVER))
    await add(life)
    await life.run()
    assert await stands(life, sub) == ("PAST_DUE", "GAVE_UP", "METHOD", None, 2)
    await add(life)
    await life.run()
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 2)
    assert gateway.charged == ["pm_1", "pm_2", "pm_3"]
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("way", [Way.INVOICE, Way.BALANCE])
async def test_what_is_not_collected_by_a_method_is_left_alone(life: Life, gateway: Cards, way: Way) -> None:
    sub = await life.subscribe(way=way.value, money_minor=1000)
    await life.go(FIRST + timedelta(days=1))
    row = await written(sub)
    assert (await stands(life, sub))[:2] == ("PAST_DUE", "OPEN")
    await add(life, default=True)
    assert await written(sub) == row
    await life.run()
    assert gateway.charged == []
    await assert_all_adds_up(gateway)


async def test_what_is_not_behind_what_is_known_and_what_is_not_kept_change_nothing(life: Life, gateway: Cards) -> None:
    sub = await life.subscribe()
    await add(life, default=True)
    assert (await charged_to(life, sub), await told(sub, "renewals_set")) == ("pm_1", [])
    gateway.script("create", decline(advice=LATER))
    await life.go(FIRST)
    life.clock.advance(hours=1)
    row = await written(sub)
    gateway.script("setup", decline())
    assert (await add(life)).status == "FAILED"
    # A card that was there already is no other one, when it pays for something else.
    known = await PaymentMethod.get(gateway_reference="pm_2")
    with_it = PayWith("scripted", "CARD", method_id=known.id)
    gateway.script("create", lying(saved_method=gateway.saved["pm_2"]))
    topped_up = await top_up(life.store.ana.context, amount=("5.00", "USD"), pay_with=with_it, idempotency_key="top-up")
    assert topped_up.status == "SUCCEEDED"
    assert await written(sub) == row
    async with nothing_changes():
        await set_default_method(life.store.ana.context, method_id=known.id)
    await assert_all_adds_up(gateway)


async def test_a_card_that_is_not_charged_while_its_payer_is_away_is_not_tried(
    life: Life, gateway: Cards, monkeypatch: pytest.MonkeyPatch
) -> None:
    sub = await behind(life, gateway, NEW)
    row = await written(sub)
    monkeypatch.setattr(Cards, "capabilities", replace(Cards.capabilities, off_session=False))
    assert (await add(life, default=True)).status == "SUCCEEDED"
    assert await written(sub) == row
    assert gateway.charged == ["pm_1"]
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize(
    ("advice", "after"), [(NEVER, "pm_2"), (NEW, "pm_2"), (LATER, "pm_1"), (DeclineAdvice.AUTHENTICATE, "pm_1")]
)
async def test_a_kept_card_that_pays_by_hand_takes_the_place_of_one_that_was_declined_for_good(
    life: Life, gateway: Cards, advice: DeclineAdvice, after: str
) -> None:
    sub = await behind(life, gateway, advice)
    _, renewal = await life.invoices(sub)
    await pay(life, renewal.id, KEPT_CARD)
    await life.run()
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    assert await charged_to(life, sub) == after
    await life.go(month(2))
    assert gateway.charged == ["pm_1", after]
    assert [invoice.status for invoice in await life.invoices(sub)] == ["PAID"] * 3
    await assert_all_adds_up(gateway)


async def test_a_webhook_that_completes_the_payment_by_hand_does_the_same(life: Life, gateway: Cards) -> None:
    sub = await behind(life, gateway, NEW)
    _, renewal = await life.invoices(sub)
    gateway.script("create", require_action())
    await pay(life, renewal.id, KEPT_CARD)
    assert await charged_to(life, sub) == "pm_1"
    paid = gateway.move(gateway.requests[-1].our_reference, PaymentState.SUCCEEDED)
    # The first news leaves out what is kept: that comes with the second, after the invoice was paid.
    await life.store.hears(paid, id="evt_1")
    assert ((await life.now(sub)).status, await charged_to(life, sub)) == ("ACTIVE", "pm_1")
    for id in ("evt_2", "evt_3"):
        await life.store.hears(paid, id=id, trust="hint")
    assert await charged_to(life, sub) == "pm_2"
    await life.go(month(2))
    assert gateway.charged == ["pm_1", "pm_2"]
    await assert_all_adds_up(gateway)


async def test_when_no_retry_is_left_the_card_that_pays_by_hand_renews(life: Life, gateway: Cards) -> None:
    await BillingPolicy.all().update(final_action="LEAVE", retry_days=[1])
    sub = await behind(life, gateway, LATER, declines=2)
    await life.go(FIRST + timedelta(days=1))
    assert await stands(life, sub) == ("PAST_DUE", "GAVE_UP", "PAYMENT", None, 2)
    _, renewal = await life.invoices(sub)
    await pay(life, renewal.id, KEPT_CARD)
    await life.go(month(2))
    assert gateway.charged == ["pm_1", "pm_1", "pm_2"]
    await assert_all_adds_up(gateway)


async def test_a_card_that_is_not_kept_and_a_method_that_was_chosen_since_change_no_renewal(
    life: Life, gateway: Cards
) -> None:
    sub = await behind(life, gateway, NEVER, declines=1)
    _, renewal = await life.invoices(sub)
    await pay(life, renewal.id, CARD)
    assert ((await life.now(sub)).status, await charged_to(life, sub)) == ("ACTIVE", "pm_1")
    gateway.script("create", decline(advice=NEVER), pending())
    await life.go(month(2))
    chosen = await PaymentMethod.get(id=(await add_a_choice(life, sub)))
    paid = gateway.move(gateway.requests[-1].our_reference, PaymentState.SUCCEEDED)
    await life.store.hears(paid, id="evt_1")
    assert (await charged_to(life, sub), (await life.now(sub)).status) == (chosen.gateway_reference, "ACTIVE")
    await assert_all_adds_up(gateway)


async def add_a_choice(life: Life, sub: Subscription) -> str:
    """Ana has her renewals charged to a card that she kept elsewhere; it is in flight then."""
    card = await another_card(life)
    await set_renewals(life.store.ana.context, subscription_id=sub.id, collection=Way.METHOD, method_id=card.id)
    await life.run()
    return str(card.id)


async def test_the_card_that_pays_one_of_two_invoices_by_hand_is_charged_for_the_other_at_once(
    life: Life, gateway: Cards
) -> None:
    await BillingPolicy.all().update(final_action="LEAVE")
    sub = await behind(life, gateway, NEVER, declines=2)
    await life.go(month(2))
    life.clock.advance(hours=1)
    _, first, second = await life.invoices(sub)
    assert [one.status for one in await Collection.all().order_by("id")] == ["GAVE_UP", "OPEN"]
    await pay(life, first.id, KEPT_CARD)
    await life.run()
    assert await payments(second) == [("CARD", 1000, "FAILED"), ("CARD", 1000, "SUCCEEDED")]
    assert (gateway.charged, (await life.now(sub)).status) == (["pm_1", "pm_1", "pm_2"], "ACTIVE")
    await assert_all_adds_up(gateway)

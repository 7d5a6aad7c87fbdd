"""Random stories of subscriptions: whatever customers, banks and clocks do, the books agree after each step."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from backend.domain.agenda import next_due
from backend.domain.billing import ChangeTiming, Surplus
from backend.domain.catalog import PlanAnchor
from backend.domain.errors import PaymentDeclined, Refusal
from backend.domain.invoice import InvoiceStatus
from backend.domain.payment import PaymentStatus
from backend.domain.periods import Interval, IntervalUnit
from backend.domain.subscription import ENDED, Collection, SubscriptionStatus
from backend.gateways.base import DeclineAdvice, PaymentState
from backend.models import Collection as CollectionRow
from backend.models import Customer, Invoice, Payment, PaymentMethod, Plan, Subscription
from backend.services.balances.top_up import top_up
from backend.services.billing.calendar import begin_on, period_from
from backend.services.billing.policy import life_of, open_change, policy_of
from backend.services.billing.set_policy import PolicyChange, set_policy
from backend.services.catalog.load_purchase import Selection
from backend.services.proof.prove import prove
from backend.services.refunds.create import create_refund
from backend.services.refunds.due import collect_due_refunds
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.keep import keep_subscription
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.quote_change import quote_change
from backend.services.subscriptions.renewals import set_renewals
from backend.services.subscriptions.resume import resume_subscription
from backend.services.taxes.rates import TaxTreatment
from tests.support.fixed_days import fixed
from tests.support.invariants import assert_all_adds_up, everything
from tests.support.life import BALANCE, KEPT_CARD, Life, open_life
from tests.support.merchants import SignedIn
from tests.support.scripted_gateway import decline, pending, reject_refund
from tests.support.storefront import CARD, Storefront
from tests.support.terms import coupon, tax

# Each story on each database; many short ones meet more beginnings, and go quicker, than a few long ones.
STEPS = 60
STORIES = [
    *(pytest.param("sqlite", seed) for seed in range(20)),
    *(pytest.param("postgres", seed, marks=pytest.mark.postgres) for seed in range(20)),
]


class Story:
    """Two customers, one product, and whatever comes to mind."""

    def __init__(self, life: Life, people: list[SignedIn], plans: list[Plan], seed: int) -> None:
        self.life = life
        self.people = people
        self.plans = plans
        self.random = Random(seed)  # noqa: S311 - a story, not a secret
        self.done: Counter[str] = Counter()
        self.keys = 0

    @property
    def who(self) -> SignedIn:
        return self.random.choice(self.people)

    def key(self) -> str:
        self.keys += 1
        return f"story-{self.keys}"

    async def newest(self, who: SignedIn) -> Subscription | None:
        return await Subscription.filter(customer_id=who.row.id).order_by("-id").first()

    async def step(self) -> str:
        """One act by chance; a refusal changes nothing, a decline only what it says."""
        act = self.random.choice(self.acts)
        before, refused = await everything(), ""
        try:
            await act(self.who)
        except PaymentDeclined:
            self.done["declined"] += 1
        except Refusal as refusal:
            refused = refusal.message
        self.done["refused" if refused else act.__name__] += 1
        assert not refused or await everything() == before, f"{act.__name__} was refused, and changed something"
        return act.__name__

    @property
    def acts(self) -> list[Callable[[SignedIn], Awaitable[None]]]:
        return [
            self.subscribe, self.subscribe, self.change, self.change, self.cancel, self.keep, self.pause, self.resume,
            self.renewals, self.pay, self.refund, self.gift, self.top_up, self.bad_luck, self.surplus, self.taxes,
            self.same_news, self.wait, self.wait, self.wait, self.wait,
        ]  # fmt: skip

    def plan(self) -> str:
        return self.random.choice(self.plans).id

    def coupons(self) -> tuple[str, ...]:
        codes = ["HALF", "TWO", "PLUS", "ONCE"]
        return tuple(self.random.sample(codes, self.random.choice([0, 0, 1, 1, 2])))

    async def subscribe(self, who: SignedIn) -> None:
        await create_subscription(
            who.context, idempotency_key=self.key(),
            selection=Selection(self.plan(), self.random.randint(1, 3), coupons=self.coupons()),
            pay_with=self.random.choice([KEPT_CARD, KEPT_CARD, CARD, BALANCE]),
        )  # fmt: skip

    async def change(self, who: SignedIn) -> None:
        subscription = await self.newest(who)
        if subscription is None:
            return
        offer = await quote_change(
            who.context, subscription_id=subscription.id, selection=Selection(self.plan(), self.random.randint(1, 3))
        )
        if self.random.random() < 0.2:
            self.life.clock.advance(minutes=self.random.choice([1, 14, 16]))
        await change_subscription(
            who.context, subscription_id=subscription.id, quote_token=offer.token, idempotency_key=self.key(),
            pay_with=self.random.choice([KEPT_CARD, BALANCE]),
        )  # fmt: skip

    async def cancel(self, who: SignedIn) -> None:
        if (subscription := await self.newest(who)) is not None:
            await cancel_subscription(
                self.random.choice([who.context, self.life.store.merchant.system]), subscription_id=subscription.id,
                when=self.random.choice(list(ChangeTiming)),
                unused=self.random.choice([None, None, Surplus.BALANCE, Surplus.REFUND]),
            )  # fmt: skip

    async def keep(self, who: SignedIn) -> None:
        if (subscription := await self.newest(who)) is not None:
            await keep_subscription(who.context, subscription_id=subscription.id)

    async def pause(self, who: SignedIn) -> None:
        if (subscription := await self.newest(who)) is not None:
            until = self.life.clock() + timedelta(days=self.random.randint(1, 50))
            await pause_subscription(
                who.context, subscription_id=subscription.id, resume_at=self.random.choice([until, None])
            )

    async def resume(self, who: SignedIn) -> None:
        if (subscription := await self.newest(who)) is not None:
            await resume_subscription(who.context, subscription_id=subscription.id)

    async def renewals(self, who: SignedIn) -> None:
        if (subscription := await self.newest(who)) is None:
            return
        kept = await PaymentMethod.filter(customer_id=who.row.id, removed_at=None).first()
        way = self.random.choice(list(Collection) if kept else [Collection.BALANCE, Collection.INVOICE])
        await set_renewals(
            who.context, subscription_id=subscription.id, auto_renew=self.random.random() < 0.8, collection=way,
            method_id=kept.id if kept and way is Collection.METHOD else None,
        )  # fmt: skip

    async def pay(self, who: SignedIn) -> None:
        if (invoice := await Invoice.filter(customer_id=who.row.id, status="OPEN").first()) is not None:
            await self.life.store.pay(invoice.id, key=self.key(), who=who)

    async def refund(self, who: SignedIn) -> None:
        paid = Payment.filter(customer_id=who.row.id, status="SUCCEEDED", kind="CARD", refunded_minor=0)
        if (payment := await paid.order_by("-id").first()) is not None:
            await create_refund(
                self.life.store.merchant.system, payment_id=payment.id, reason="Sorry", idempotency_key=self.key()
            )

    async def top_up(self, who: SignedIn) -> None:
        amount = (f"{self.random.randint(5, 300)}.00", who.row.currency)
        await top_up(who.context, amount=amount, pay_with=KEPT_CARD, idempotency_key=self.key())

    async def surplus(self, who: SignedIn) -> None:
        """From now on what changes give back is refunded, or it is not; and the next refund may be refused."""
        change = PolicyChange(
            surplus=self.random.choice(list(Surplus)), downgrade_timing=self.random.choice(list(ChangeTiming))
        )
        await set_policy(self.life.store.merchant.system, change=change)
        if self.random.random() < 0.5:
            self.life.store.gateway.script("refund", self.random.choice([reject_refund(), pending()]))

    async def gift(self, who: SignedIn) -> None:
        await self.life.give(self.random.randint(1, 30_000), who=who)

    async def taxes(self, who: SignedIn) -> None:
        """From now on others, for all or for one, or none."""
        name, rate = f"tax {self.key()}", self.random.choice([0, 50_000, 99_750, 160_000])
        customer = self.random.choice([None, who.row])
        await tax(self.life, name, rate, inclusive=self.random.random() < 0.4, customer=customer)
        await Customer.filter(id=who.row.id).update(tax_treatment=self.random.choice(list(TaxTreatment)).value)

    async def same_news(self, who: SignedIn) -> None:
        """The bank decides what waited, or the provider tells once more what it told before; twice, with one id."""
        gateway = self.life.store.gateway
        if not gateway.payments:
            return
        told = self.random.choice(list(gateway.payments.values()))
        assert told.our_reference is not None
        if told.state is PaymentState.PENDING:
            outcome = self.random.choice([PaymentState.SUCCEEDED, PaymentState.FAILED, PaymentState.PENDING])
            told = gateway.move(told.our_reference, outcome)
        id = self.key()
        for _ in range(2):
            await self.life.store.hears(told, id=id)

    async def bad_luck(self, who: SignedIn) -> None:
        """The next charges do not go well."""
        for _ in range(self.random.randint(1, 3)):
            advice = self.random.choice(list(DeclineAdvice))
            self.life.store.gateway.script("create", self.random.choice([decline(advice=advice), pending()]))

    async def wait(self, who: SignedIn) -> None:
        """Time passes; the jobs ran often, or not at all for long."""
        days = self.random.choice([0.01, 1, 3, 8, 20, 45])
        await self.life.go(self.life.clock() + timedelta(days=days))

    async def look(self) -> None:
        """What must hold whenever the jobs are done."""
        await self.life.run()
        await collect_due_refunds(self.life.store.services)
        await assert_all_adds_up(self.life.store.gateway)
        for subscription in await Subscription.all():
            await self._subscription(subscription)
        await self._collections()

    async def _subscription(self, subscription: Subscription) -> None:
        assert subscription.stuck_reason is None, subscription.stuck_reason
        ctx = self.life.store.merchant.system
        change = await open_change(ctx, subscription.id)
        due = next_due(life_of(subscription, change, await policy_of(ctx)))
        ended = SubscriptionStatus(subscription.status) in ENDED
        assert subscription.due_at == (due.at if due else None)
        assert ended == (subscription.ended_at is not None)
        assert not (ended and change), "what is over has nothing planned"
        periods = await Invoice.filter(subscription_id=subscription.id, period_start__isnull=False).exclude(
            status=InvoiceStatus.VOID.value
        )
        starts = sorted(invoice.period_start for invoice in periods if invoice.period_start)
        assert all(earlier < later for earlier, later in pairwise(starts))
        plan, until = await Plan.get(id=subscription.plan_id), subscription.billed_until
        if plan.anchor_day is not None and until is not None:
            follows, share = await period_from(ctx, plan.id, subscription.anchor_at, until)
            fresh = await begin_on(ctx, plan.id, until)
            assert (follows, share) == (fresh.period, fresh.share), "whatever happened, it leads back to the fixed day"
        if subscription.status in (SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE):
            assert subscription.period_start is not None
            assert subscription.billed_until is not None
            # What is not renewed keeps running for the grace days.
            grace = timedelta(0) if subscription.auto_renew else (await policy_of(ctx)).grace
            assert subscription.period_start <= self.life.clock() < subscription.billed_until + grace

    async def _collections(self) -> None:
        open_on: defaultdict[str, int] = defaultdict(int)
        for row in await CollectionRow.filter(status="OPEN"):
            invoice = await Invoice.get(id=row.invoice_id)
            assert invoice.status == InvoiceStatus.OPEN
            open_on[row.subscription_id] += bool(row.first_failed_at)
            if row.payment_id is not None:
                payment = await Payment.get(id=row.payment_id)
                assert payment.status in (PaymentStatus.PENDING, PaymentStatus.REQUIRES_ACTION)
        for subscription in await Subscription.filter(status=SubscriptionStatus.ACTIVE.value):
            assert not open_on[subscription.id], "who is behind is PAST_DUE"


@pytest.mark.parametrize(("migrated", "seed"), STORIES, indirect=["migrated"])
async def test_whatever_happens_the_books_agree_after_each_step(store: Storefront, seed: int) -> None:
    life = await open_life(store)
    await coupon(life, "HALF", percent_bp=5000, periods=3)
    await coupon(life, "TWO", amounts={"USD": 333}, periods=None)
    await coupon(life, "PLUS", percent_bp=1250, periods=None, plans=(life.plus, life.yearly))
    await coupon(life, "ONCE", percent_bp=10_000, single=True)
    first = await fixed(life, "first", 1400)
    quarters = await fixed(life, "quarters", 3000, PlanAnchor(31, 1), Interval(IntervalUnit.MONTH, 3))
    plans = [life.monthly, life.plus, life.yearly, life.free, first, quarters]
    story = Story(life, [store.ana, await life.customer()], plans, seed)
    for _ in range(STEPS):
        await story.step()
        await story.look()
    assert {"subscribe", "wait", "refused"} <= set(story.done), story.done
    assert (await prove(store.merchant.system)).violations == ()

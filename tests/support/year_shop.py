"""The shop of a year that is told twice: its merchant and bank, its customers, and the clocks that they live by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from backend.gateways.base import CreatePayment, DeclineAdvice, GatewayContext, NewMethod, PaymentResult, SavedMethod
from backend.models import Addon, Customer, Invoice, PaymentMethod, Plan, Subscription, TestClock, User
from backend.models.ids import new_id
from backend.services.accounts.create_merchant import create_merchant
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Actor, Context, Role, Services
from backend.services.gateways.accounts import create_account
from backend.services.payments.pay_with import PayWith
from backend.services.test_clocks.advance import advance_test_clock
from backend.services.test_clocks.create import create_test_clock
from tests.scenarios.recomputed import script
from tests.scenarios.recomputed.script import Act, Choice, Person
from tests.support.scripted_gateway import SECRET, ScriptedGateway, decline
from tests.support.year_catalogue import year_catalogue, year_customer

_ADVICE = {"later": DeclineAdvice.RETRY_LATER, "dead": DeclineAdvice.NEW_METHOD}
BALANCE = PayWith("balance", "BALANCE")
# The id of what there is not.
NOTHING = "nothing"


class Bank(ScriptedGateway):
    """Declines a person's cards while their bad luck lasts, by the time in which they live."""

    def __init__(self) -> None:
        super().__init__()
        self.payers: dict[str, Member] = {}

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        """As their luck has it."""
        source = request.source
        assert isinstance(source, NewMethod | SavedMethod), "they all pay by card"
        payer = self.payers[source.token if isinstance(source, NewMethod) else source.reference]
        if luck := payer.person.luck((await TestClock.get(id=payer.clock.id)).now_at):
            self.script("create", decline(advice=_ADVICE[luck]))
        result = await super().create_payment(ctx, request)
        if result.saved_method is not None:
            self.payers[result.saved_method.reference] = payer
        return result


@dataclass
class Member:
    """A person as the product knows them."""

    person: Person
    row: Customer
    actor: Actor
    clock: TestClock

    @property
    def is_by_api(self) -> bool:
        """Every seventh does through the public API what the others do through the services."""
        return self.person.number % 7 == 0

    @property
    def token(self) -> str:
        """What the gateway's field made of their card."""
        return f"tok_{self.person.number}"

    @property
    def other_card(self) -> PayWith:
        """It is not kept."""
        return PayWith("scripted", "CARD", self.token)

    @property
    def new_card(self) -> PayWith:
        """It is kept."""
        return PayWith("scripted", "CARD", self.token, save=True)


@dataclass
class YearShop:
    """Whoever lives in it lives by one of its clocks."""

    services: Services
    staff: Context
    plans: dict[str, Plan]
    extras: dict[tuple[str, str], Addon]
    clocks: list[TestClock]
    members: list[Member]
    _keys: int = field(default=0)

    def key(self) -> str:
        """A fresh idempotency key."""
        self._keys += 1
        return f"year-{self._keys}"

    async def until(self, at: datetime) -> None:
        """All clocks go on to `at`."""
        for clock in self.clocks:
            done = await advance_test_clock(self.staff, test_clock_id=clock.id, to=at, idempotency_key=self.key())
            assert (done.clock.status, done.clock.now_at, done.clock.last_error) == ("READY", at, None)

    def selection(self, choice: Choice | None) -> Selection:
        """What is chosen, by id."""
        assert choice is not None, "they choose something"
        extras = tuple((self.extras[choice.plan, code].id, quantity) for code, quantity in choice.extras.items())
        return Selection(self.plans[choice.plan].id, choice.quantity, extras)

    async def pay_with(self, member: Member, act: Act) -> PayWith | None:
        """How they pay for what they choose; servers need nothing but a balance."""
        if act.choice is None or script.PLANS[act.choice.plan].metered or act.way == "nothing":
            return None
        if act.way == "kept card":
            return await self.kept_card(member)
        return {"balance": BALANCE, "by hand": member.other_card, "card": member.new_card}[act.way]

    async def kept_card(self, member: Member) -> PayWith:
        """The first that they kept."""
        kept = await PaymentMethod.filter(customer_id=member.row.id).order_by("id").first()
        return PayWith("scripted", "CARD", method_id=kept.id if kept else NOTHING)

    async def newest(self, member: Member) -> str:
        """Their newest subscription."""
        found = await Subscription.filter(customer_id=member.row.id).order_by("-id").first()
        return found.id if found else NOTHING

    async def unpaid(self, member: Member) -> str:
        """Their oldest open invoice."""
        found = await Invoice.filter(customer_id=member.row.id, status="OPEN").order_by("id").first()
        return found.id if found else NOTHING

    async def pay_change_with(self, member: Member, subscription_id: str) -> PayWith:
        """As its renewals are paid."""
        found = await Subscription.get(id=subscription_id)
        if found.collection == "METHOD":
            return await self.kept_card(member)
        return BALANCE if found.collection == "BALANCE" else member.other_card


async def open_year(services: Services, bank: Bank, people: Sequence[Person], first: datetime, each: int) -> YearShop:
    """The shop, with so many people on each clock."""
    row, system = await create_merchant(
        services, code="year", name="Year", timezone=script.ZONE, default_currency="USD"
    )
    await create_account(system, gateway="scripted", label="Cards", mode="TEST", settings={"secret": SECRET})
    user = await User.create(
        id=new_id("usr"), merchant_id=row.id, email="staff@example.com", password_hash="", role="STAFF",
        created_at=services.clock(),
    )  # fmt: skip
    staff = services.context(Actor(Role.STAFF, row.id, user_id=user.id))
    plans, extras = await year_catalogue(system)
    shop = YearShop(services, staff, plans, extras, [], [])
    for start in range(0, len(people), each):
        group = [(person, await year_customer(system, person)) for person in people[start : start + each]]
        clock = await create_test_clock(staff, name="Year", now=first, customer_ids=[row.id for _, (row, _) in group])
        shop.clocks.append(clock)
        for person, (customer, actor) in group:
            shop.members.append(Member(person, customer, actor, clock))
            bank.payers[f"tok_{person.number}"] = shop.members[-1]
    return shop

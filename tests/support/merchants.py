"""A merchant to test with: its services, customers who can sign in, and a small catalogue."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from backend.domain.catalog import AddonCharge, ProductKind
from backend.domain.periods import Interval, IntervalUnit
from backend.models import Addon, Customer, Merchant, Plan, Product, User
from backend.services.accounts.create_merchant import create_merchant
from backend.services.accounts.register_customer import register_customer
from backend.services.accounts.tokens import Tokens
from backend.services.catalog.create import Offered, create_addon, create_plan, create_product
from backend.services.context import Actor, Context, Role, Services
from tests.support.clock import MovableClock

PASSWORD = "correct horse battery"
MONTHLY = Interval(IntervalUnit.MONTH, 1)

_numbers = itertools.count(1)


@dataclass(frozen=True)
class SignedIn:
    """A customer with the tokens of their sign-in."""

    row: Customer
    user: User
    tokens: Tokens
    services: Services = field(repr=False)

    @property
    def actor(self) -> Actor:
        """The customer as operations see them."""
        return Actor(Role.CUSTOMER, self.row.merchant_id, user_id=self.user.id, customer_id=self.row.id)

    @property
    def context(self) -> Context:
        """A context for one operation of theirs, at the clock's present instant."""
        return self.services.context(self.actor)


@dataclass(frozen=True)
class Catalog:
    """One subscription product: two plans, and an add-on of each charge on the first."""

    product: Product
    basic: Plan
    plus: Plan
    seat: Addon
    setup: Addon


@dataclass(frozen=True)
class OpenMerchant:
    """A merchant and what a test does in its name."""

    row: Merchant
    services: Services = field(repr=False)
    clock: MovableClock

    @property
    def system(self) -> Context:
        """A job of ours, at the clock's present instant."""
        return self.services.system(self.row.id)

    @property
    def visitor(self) -> Context:
        """Somebody who has not signed in."""
        return self.services.context(Actor(Role.ANONYMOUS, self.row.id))

    async def customer(self, email: str | None = None, *, currency: str = "USD") -> SignedIn:
        """A new customer, registered the way a visitor registers."""
        address = email or f"customer-{next(_numbers)}@example.com"
        row, tokens = await register_customer(
            self.visitor, email=address, password=PASSWORD, name="Ana Torres", currency=currency
        )
        user = await User.get(merchant_id=self.row.id, customer_id=row.id)
        return SignedIn(row, user, tokens, self.services)

    async def catalog(self, code: str = "hosting", currencies: Sequence[str] = ("USD",)) -> Catalog:
        """A small catalogue; each price is in every one of `currencies`, with the same minor units."""

        def prices(minor: int) -> dict[str, int]:
            return dict.fromkeys(currencies, minor)

        ctx = self.system
        product = await create_product(
            ctx, code=code, name=code.title(), description="Sites that stay up.", kind=ProductKind.SUBSCRIPTION
        )
        basic, plus = [
            await create_plan(
                ctx, product=product, code=plan, name=plan.title(), description="A plan.", interval=MONTHLY,
                prices=prices(minor), offered=Offered([{"code": plan, "name": plan.title(), "value": None}]),
            )
            for plan, minor in (("basic", 1000), ("plus", 2900))
        ]  # fmt: skip
        seat = await create_addon(
            ctx, plan=basic, code="seat", name="Seat", charge=AddonCharge.RECURRING, prices=prices(400),
            offered=Offered(), max_quantity=10,
        )  # fmt: skip
        setup = await create_addon(
            ctx, plan=basic, code="setup", name="Set-up", charge=AddonCharge.ONE_TIME, prices=prices(4900),
            offered=Offered(), max_quantity=1,
        )  # fmt: skip
        return Catalog(product, basic, plus, seat, setup)


async def open_merchant(services: Services, clock: MovableClock, code: str = "acme") -> OpenMerchant:
    """A new merchant in UTC that sells in USD."""
    row, _ = await create_merchant(services, code=code, name=code.title(), timezone="UTC", default_currency="USD")
    return OpenMerchant(row, services, clock)

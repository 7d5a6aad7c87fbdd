"""Who sells and who buys in the shop of level 2: a merchant, its gateway account, a plan and a customer."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

from backend.conformance.bench import RETURN_URL, Bench
from backend.conformance.harness import Harness
from backend.domain.catalog import ProductKind
from backend.domain.periods import Interval, IntervalUnit
from backend.events.bell import SilentBell
from backend.gateways.registry import Registry
from backend.models import Customer, User
from backend.models.ids import new_id
from backend.services.accounts.create_merchant import create_merchant
from backend.services.catalog.create import Offered, create_plan, create_product
from backend.services.context import Actor, Context, Role, Services
from backend.services.gateways.accounts import create_account
from backend.services.secrets import SecretBox

_numbers = itertools.count(1)


def services_for(bench: Bench) -> Services:
    """A process's services: the gateway under test, its line, and the double's clock."""
    return Services(
        clock=bench.now,
        gateways=Registry([bench.gateway]),
        http=bench.http,
        secrets=SecretBox(bytes(range(32))),
        bell=SilentBell(),
        issuer="https://billing.example",
        return_origins=(RETURN_URL.removesuffix("/payments/back"),),
    )


@dataclass(frozen=True)
class Sale:
    """The merchant and the present customer."""

    services: Services = field(repr=False)
    merchant_id: str
    account_id: str
    plan_id: str
    currency: str
    customer_id: str
    user_id: str

    @property
    def customer(self) -> Context:
        """The customer, at the present instant."""
        who = Actor(Role.CUSTOMER, self.merchant_id, user_id=self.user_id, customer_id=self.customer_id)
        return self.services.context(who)

    @property
    def staff(self) -> Context:
        """Somebody of the merchant's."""
        return self.services.context(Actor(Role.STAFF, self.merchant_id))

    @property
    def system(self) -> Context:
        """A job of ours."""
        return self.services.system(self.merchant_id)

    def fresh_key(self) -> str:
        """An idempotency key of the client's."""
        return f"kit-{next(_numbers)}"

    async def with_another_customer(self) -> Sale:
        """The same merchant and somebody else."""
        customer_id, user_id = await _customer(self.system, self.currency)
        return replace(self, customer_id=customer_id, user_id=user_id)

    def restarted(self) -> Sale:
        """The same rows, seen by a new process."""
        old = self.services
        fresh = Services(
            clock=old.clock, gateways=old.gateways, http=old.http, secrets=old.secrets, bell=old.bell,
            issuer=old.issuer, return_origins=old.return_origins,
        )  # fmt: skip
        return replace(self, services=fresh)


async def open_sale(services: Services, bench: Bench, *, account: int = 1) -> Sale:
    """A new merchant that sells one plan by the month, for the harness's amount."""
    harness: Harness = bench.harness
    number, code = next(_numbers), harness.currency
    merchant, ctx = await create_merchant(
        services, code=f"kit-{number}", name="Kit", timezone="UTC", default_currency=code
    )
    product = await create_product(ctx, code="kit", name="Kit", description="A product.", kind=ProductKind.SUBSCRIPTION)
    plan = await create_plan(
        ctx, product=product, code="pro", name="Pro", description="A plan.",
        interval=Interval(IntervalUnit.MONTH, 1), prices={code: harness.amount_minor}, offered=Offered(),
    )  # fmt: skip
    row = await create_account(
        ctx, gateway=bench.gateway.slug, label="Kit", mode="TEST",
        settings=harness.settings(1 if account == 1 else 2),
    )  # fmt: skip
    customer_id, user_id = await _customer(ctx, code)
    return Sale(services, merchant.id, row.id, plan.id, code, customer_id, user_id)


async def _customer(ctx: Context, code: str) -> tuple[str, str]:
    """A customer who never needs a password: hashing one takes longer than most behaviours."""
    email = f"ana-{next(_numbers)}@example.com"
    customer = await Customer.create(
        id=new_id("cus"), merchant_id=ctx.merchant_id, name="Ana Núñez", email=email, locale="en", currency=code,
        created_at=ctx.now,
    )  # fmt: skip
    user = await User.create(
        id=new_id("usr"), merchant_id=ctx.merchant_id, email=email, role="CUSTOMER", customer_id=customer.id,
        password_hash="", created_at=ctx.now,
    )  # fmt: skip
    return customer.id, user.id

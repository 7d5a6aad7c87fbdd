"""A shop whose staff give money back, and what a test reads of it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

from backend.gateways.base import RefundResult
from backend.gateways.registry import Registry
from backend.models import Invoice, Payment, Refund
from backend.services.context import Actor, Context, Services
from backend.services.gateways.apply import apply_due_events
from backend.services.gateways.receive import receive_webhook
from backend.services.proof.examine import examine
from backend.services.refunds.create import create_refund
from backend.services.refunds.due import collect_due_refunds
from tests.support.balances import Treasury, open_treasury
from tests.support.invariants import assert_all_adds_up
from tests.support.scripted_gateway import ScriptedGateway, refund_webhook
from tests.support.storefront import Storefront

_numbers = itertools.count(1)


@dataclass(frozen=True)
class RefundDesk:
    """Where staff give money back. Ana paid 10.00 by card for a month of Basic."""

    treasury: Treasury
    payment: Payment
    invoice: Invoice

    @property
    def store(self) -> Storefront:
        """The shop."""
        return self.treasury.store

    @property
    def gateway(self) -> ScriptedGateway:
        """The provider."""
        return self.store.gateway

    @property
    def staff(self) -> Actor:
        """Who refunds."""
        return self.treasury.staff

    async def refund(
        self,
        amount: str | None = None,
        currency: str = "USD",
        *,
        payment: Payment | None = None,
        key: str | None = None,
        reason: str = "It did not fit",
        ctx: Context | None = None,
    ) -> Refund:
        """Refund a payment, the first one unless told otherwise."""
        return await create_refund(
            ctx or self.treasury.by_staff,
            payment_id=(payment or self.payment).id,
            amount=None if amount is None else (amount, currency),
            reason=reason,
            idempotency_key=key or f"refund-{next(_numbers)}",
        )

    def with_refunds(self, ability: str) -> Services:
        """The services, of a gateway that can do so much."""

        class Other(ScriptedGateway):
            capabilities = replace(ScriptedGateway.capabilities, refunds=ability)  # type: ignore[arg-type]

        return replace(self.store.services, gateways=Registry([Other()]))

    async def figures(self, payment: Payment | None = None) -> tuple[int, int, int]:
        """Captured, refunded, about to be."""
        row = await Payment.get(id=(payment or self.payment).id)
        return row.captured_minor, row.refunded_minor, row.refund_pending_minor

    async def collect(self, **later: float) -> int:
        """Time passes, and workers look."""
        self.store.clock.advance(**later)
        return await collect_due_refunds(self.store.services)

    async def told(self, refund: RefundResult, *, id: str, **changes: object) -> int:
        """The gateway tells us of a refund, signed; nothing is applied yet."""
        headers, body = refund_webhook(refund, id=id, **changes)  # type: ignore[arg-type]
        return await receive_webhook(self.store.services, account_id=self.store.account.id, headers=headers, body=body)

    async def hears(self, refund: RefundResult, *, id: str, **changes: object) -> None:
        """The same, and the inbox is worked off."""
        await self.told(refund, id=id, **changes)
        await apply_due_events(self.store.services)

    async def assert_true(self) -> None:
        """Rows, books and provider agree, and the proof finds nothing."""
        await assert_all_adds_up(self.gateway)
        proof = await examine(self.store.merchant.row.id, as_of=self.store.clock.now, since=None)
        assert [str(violation) for violation in proof.violations] == []


async def open_desk(store: Storefront) -> RefundDesk:
    """One paid invoice."""
    treasury = await open_treasury(store)
    made = await store.subscribe()
    assert made.payment is not None
    assert made.invoice is not None
    return RefundDesk(treasury, made.payment, made.invoice)


async def only_refund() -> Refund:
    """The one refund that there is."""
    (refund,) = await Refund.all()
    return refund

"""A customer whose balance tops itself up with a kept card, and the jobs that do it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backend.models import AutoTopUp, Payment, PaymentMethod
from backend.services.balances.auto_top_up import set_auto_top_up
from backend.services.balances.due_top_ups import run_due_top_ups
from backend.services.payments.due import collect_due_attempts
from tests.support.balances import Treasury, open_treasury
from tests.support.merchants import SignedIn
from tests.support.scripted_gateway import ScriptedGateway
from tests.support.storefront import CARD, Storefront


@dataclass(frozen=True)
class Refilling:
    """Ana keeps a card and has 20.00; nothing is ordered yet."""

    treasury: Treasury
    method: PaymentMethod

    @property
    def store(self) -> Storefront:
        """The shop."""
        return self.treasury.store

    @property
    def gateway(self) -> ScriptedGateway:
        """The provider."""
        return self.store.gateway

    async def order(
        self,
        threshold: str = "10.00",
        amount: str = "25.00",
        currency: str = "USD",
        *,
        enabled: bool = True,
        method_id: str | None = None,
        who: SignedIn | None = None,
    ) -> AutoTopUp:
        """Ana orders it."""
        return await set_auto_top_up(
            (who or self.store.ana).context, enabled=enabled, threshold=(threshold, currency),
            amount=(amount, currency), method_id=method_id or self.method.id,
        )  # fmt: skip

    async def spend(self, amount: str = "15.00") -> None:
        """Staff take money."""
        await self.treasury.give(f"-{amount}")

    async def jobs(self) -> tuple[int, int]:
        """What is due is done: top-ups started, attempts walked."""
        return await run_due_top_ups(self.store.services), await collect_due_attempts(self.store.services)

    async def charged(self) -> list[int]:
        """What was charged by itself so far, in order."""
        rows = await Payment.filter(auto_top_up_id__isnull=False).order_by("id")
        return [row.amount_minor for row in rows]

    async def balance(self) -> int:
        """What there is."""
        return (await self.treasury.account()).balance_minor or 0


async def open_refilling(store: Storefront) -> Refilling:
    """The card was kept while topping up."""
    treasury = await open_treasury(store)
    await treasury.top_up("20.00", pay_with=replace(CARD, save=True))
    return Refilling(treasury, await PaymentMethod.get())


async def the_order() -> AutoTopUp:
    """The one order that there is."""
    (order,) = await AutoTopUp.all()
    return order

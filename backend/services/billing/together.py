"""The look at many subscriptions at once: what most of them need is to be billed and renewed, which is done in sets.

A batch is one transaction of so many statements, however many rows it has. What needs more is left to `look_at`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tortoise.queryset import QuerySet

from backend.domain.agenda import Act, Due, next_due
from backend.domain.billing import Policy
from backend.domain.quotes import Quote
from backend.domain.subscription import SubscriptionEvent
from backend.models import Subscription
from backend.services.billing.bill import issue_renewals
from backend.services.billing.policy import OPEN_CHANGES, life_of, policy_of
from backend.services.billing.renew import RENEWED, period_after, what_is_told
from backend.services.billing.renewals import Renewals, read_renewals
from backend.services.billing.write import Before, write_lives
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.garbage import uncollected
from backend.services.sets import rows_among
from backend.services.subscriptions.move import moved, tell_moved
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction

# Acts of all subscriptions of a batch; those that it does not come to are left to the next.
MOST_IN_BATCH = 5_000
_ORDINARY = (Act.BILL, Act.RENEW)


@dataclass(slots=True)
class Batch:
    """Subscriptions that were claimed together: all, how many of them were done, and which need more than that."""

    ids: list[str] = field(default_factory=list)
    done: int = 0
    others: list[str] = field(default_factory=list)


@repeat_on_deadlock
async def look_together(ctx: Context, batch: Batch, due: QuerySet[Subscription], *, most_acts: int) -> None:
    """Claim those of `due` that nobody holds; bill and renew in one transaction what needs nothing else.

    Of one subscription at most so many acts are done; what is left is due at once.
    """
    with uncollected():
        await _claim_and_do(ctx, batch, due, most_acts)


async def _claim_and_do(ctx: Context, batch: Batch, due: QuerySet[Subscription], most_acts: int) -> None:
    async with transaction(ctx) as tx:
        claimed = await due.select_for_update(skip_locked=True)
        batch.ids, batch.done, batch.others = [one.id for one in claimed], 0, []
        if not claimed:
            return
        policy = await policy_of(ctx)
        free = await _without_change(ctx, claimed)
        dues = [(one, next_due(life_of(one, None, policy))) for one in free]
        ordinary = [(one, due) for one, due in dues if _is_ordinary(due)]
        batch.others = sorted(set(batch.ids) - {one.id for one, _ in ordinary})
        if ordinary:
            look = _Look(ctx, tx, policy, await read_renewals(ctx, [one for one, _ in ordinary]), most_acts)
            batch.done = await look.bill_and_renew(ordinary)
            failpoint("subscriptions.before_commit")


async def _without_change(ctx: Context, subscriptions: Sequence[Subscription]) -> list[Subscription]:
    rows = await rows_among(
        "SELECT subscription_id FROM subscription_changes WHERE merchant_id = $1 AND subscription_id = ANY($2)"
        " AND status = ANY($3)",
        ctx.merchant_id,
        [one.id for one in subscriptions],
        OPEN_CHANGES,
    )
    changing = {row["subscription_id"] for row in rows}
    return [one for one in subscriptions if one.id not in changing]


@dataclass(slots=True)
class _Look:
    """What is done to the subscriptions of one batch. They are changed here first, and then written."""

    ctx: Context
    tx: Transaction
    policy: Policy
    renewals: Renewals
    most_acts: int
    quotes: list[tuple[Subscription, Quote]] = field(default_factory=list)
    # What was written, and what is told of it, in order.
    renewed: list[tuple[Subscription, dict[str, object], dict[str, object]]] = field(default_factory=list)

    async def bill_and_renew(self, subscriptions: Sequence[tuple[Subscription, Due | None]]) -> int:
        """Answers how many it came to. The numbers of the invoices are taken last: others wait for them."""
        done: list[Before] = []
        acts = 0
        for subscription, due in subscriptions:
            if acts >= MOST_IN_BATCH:
                break
            done.append(Before(subscription, subscription.version))
            acts += self._act(subscription, due)
        await write_lives(self.ctx, done)
        await issue_renewals(self.ctx, self.tx, self.quotes)
        for subscription, values, told in self.renewed:
            tell_moved(self.tx, subscription, values, fact=RENEWED, payload=told)
        failpoint("subscriptions.after_act")
        return len(done)

    def _act(self, subscription: Subscription, due: Due | None) -> int:
        """Do what is due in order, as far as it is ordinary; answers how many acts that were."""
        acts = 0
        while due is not None and due.at <= self.ctx.now and _is_ordinary(due) and acts < self.most_acts:
            if due.act is Act.BILL:
                self._bill(subscription)
            else:
                self._renew(subscription)
            acts, due = acts + 1, self._next(subscription)
        subscription.due_at, subscription.stuck_reason = due.at if due else None, None
        return acts

    def _next(self, subscription: Subscription) -> Due | None:
        return next_due(life_of(subscription, None, self.policy))

    def _bill(self, subscription: Subscription) -> None:
        quote = self.renewals.next_quote(subscription)
        self.quotes.append((subscription, quote))
        subscription.billed_until = quote.next_charge_at

    def _renew(self, subscription: Subscription) -> None:
        told, changes = what_is_told(subscription), period_after(self.ctx, subscription)
        values = moved(self.ctx, subscription, SubscriptionEvent.RENEW, changes)
        for name, value in values.items():
            setattr(subscription, name, value)
        self.renewed.append((subscription, values, told))


def _is_ordinary(due: Due | None) -> bool:
    return due is not None and due.act in _ORDINARY

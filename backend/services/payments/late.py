"""Look for late money: what was set aside here can still be paid at its gateway, and a webhook may be lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog
from tortoise.expressions import Q

from backend.domain.payment import AttemptStatus, PaymentStatus
from backend.models import Payment, PaymentAttempt
from backend.services.context import Context, Services
from backend.services.payments.give_up import GIVES_UP_AFTER
from backend.services.payments.sync import fetch_final

BATCH = 100
# A look lasts this long: until then nobody looks again.
_EVERY = timedelta(days=1)

log = structlog.get_logger(__name__)


async def look_for_late_money(services: Services) -> int:
    """Ask for every payment that was set aside, over all merchants, daily until a month after it could be paid.

    Answers how many were asked for. Twice at once is harmless. An account whose gateway does not answer is left alone
    until the next time.
    """
    asked, silent, after = 0, set[str](), ""
    while True:
        now = services.clock()
        payable = Payment.filter(
            status=PaymentStatus.CANCELED.value, action_expires_at__gt=now - GIVES_UP_AFTER, id__gt=after
        )
        ids = [str(id) for id in await payable.order_by("id").limit(BATCH).values_list("id", flat=True)]
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        attempts = await PaymentAttempt.filter(
            free, payment_id__in=ids, status=AttemptStatus.CANCELED.value, gateway_reference__isnull=False
        ).order_by("id")
        asked += await _look_at(services, attempts, silent)
        if len(ids) < BATCH:
            return asked
        after = ids[-1]


async def _look_at(services: Services, attempts: Sequence[PaymentAttempt], silent: set[str]) -> int:
    """How many were asked for; `silent` gathers the accounts whose gateways do not answer."""
    asked = 0
    for attempt in attempts:
        if attempt.gateway_account_id in silent:
            continue
        try:
            answered = await _look(services.system(attempt.merchant_id), attempt)
        except Exception:
            log.exception("payments.late_look_failed", attempt=attempt.id)
            answered = False
        asked += 1
        if not answered:
            silent.add(attempt.gateway_account_id)
    return asked


async def _look(ctx: Context, attempt: PaymentAttempt) -> bool:
    """False when the gateway did not answer. Who was faster has asked already."""
    mine = PaymentAttempt.filter(merchant_id=ctx.merchant_id, id=attempt.id, status=AttemptStatus.CANCELED.value)
    free = Q(lease_until=None) | Q(lease_until__lte=ctx.wall)
    if not await mine.filter(free).update(lease_until=ctx.wall + _EVERY):
        return True
    assert attempt.gateway_reference is not None, "only such attempts are looked at"
    return await fetch_final(ctx, attempt, attempt.gateway_reference)

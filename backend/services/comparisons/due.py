"""Which accounts have a day to compare, over all merchants: yesterday, and days of the last week that were missed."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import structlog

from backend.domain.tasks import TaskKind
from backend.gateways.base import GatewayError, Unavailable
from backend.models import GatewayAccount, GatewayComparison, StaffTask
from backend.services.comparisons.compare import compare_day
from backend.services.context import Services
from backend.services.tasks.open import open_task
from backend.services.transaction import transaction

log = structlog.get_logger(__name__)

# A gateway that was away for longer has to be compared by hand.
DAYS_BACK = 7


async def compare_due_accounts(services: Services) -> int:
    """Compare every day that is over and was not compared; answers how many were. Twice at once is harmless."""
    lists = [slug for slug, gateway in services.gateways.gateways.items() if gateway.capabilities.lists_payments]
    if not lists:
        return 0
    accounts = await GatewayAccount.filter(gateway__in=lists, removed_at=None).order_by("id")
    return sum([await _compare(services, account) for account in accounts])


async def _compare(services: Services, account: GatewayAccount) -> int:
    compared = 0
    for day in await _missing(services, account):
        try:
            await compare_day(services.system(account.merchant_id), account=account, day=day)
        except (GatewayError, TimeoutError) as error:
            # It is tried again within the hour.
            log.warning("comparisons.no_list", account=account.id, day=day.isoformat(), error=str(error))
            await _tell_at_the_end(services, account, day)
            if isinstance(error, Unavailable):
                break
        except Exception:
            log.exception("comparisons.failed", account=account.id, day=day.isoformat())
            await _tell_at_the_end(services, account, day)
        else:
            compared += 1
    return compared


async def _tell_at_the_end(services: Services, account: GatewayAccount, day: date) -> None:
    """Tomorrow the day is not tried any more by itself: staff are told, once."""
    if _today(services) - day < timedelta(days=DAYS_BACK):
        return
    ctx = services.system(account.merchant_id)
    subject = f"{account.id}:{day:%Y%m%d}"
    if await StaffTask.exists(merchant_id=ctx.merchant_id, kind=TaskKind.COMPARISON.value, subject_id=subject):
        return
    async with transaction(ctx) as tx:
        await open_task(
            ctx, tx, kind=TaskKind.COMPARISON, subject_id=subject,
            message=f"The payments of {day.isoformat()} could not be compared with what {account.label} lists, for "
            f"{DAYS_BACK} days. It is not tried any more: compare that day by hand.",
            details={"account": account.id, "day": day.isoformat()},
        )  # fmt: skip


async def _missing(services: Services, account: GatewayAccount) -> list[date]:
    """The oldest first; none from before the account was there."""
    today = _today(services)
    first = max(today - timedelta(days=DAYS_BACK), account.created_at.astimezone(UTC).date())
    days = [first + timedelta(days=n) for n in range((today - first).days)]
    known = GatewayComparison.filter(merchant_id=account.merchant_id, gateway_account_id=account.id, day__in=days)
    there = set(await known.values_list("day", flat=True)) if days else set()
    return [day for day in days if day not in there]


def _today(services: Services) -> date:
    return services.clock().astimezone(UTC).date()

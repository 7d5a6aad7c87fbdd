"""Grant the units of a refill that is paid."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from backend.domain.periods import period
from backend.domain.units import GrantRule, MovementKind, Portion, format_quantity, read_rules
from backend.models import Invoice, Payment, RefillPurchase, UnitGrant
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.tariffs.meters import merchant_zone
from backend.services.transaction import Transaction
from backend.services.units.open import OpenUnits, open_units


async def grant_units(ctx: Context, tx: Transaction, *, invoice: Invoice, payment: Payment) -> None:
    """Grant what the refill behind `invoice` promised when it was bought, exactly once; nothing for another invoice.

    The invoice is locked by the caller and was just paid in full, lastly by `payment`. One grant for each rule of the
    plan, for all its bags together; a term is counted from now, in the merchant's calendar.
    """
    if invoice.subscription_id is not None:
        return
    own = RefillPurchase.filter(merchant_id=ctx.merchant_id, invoice_id=invoice.id, granted_at=None)
    purchase = await own.get_or_none()
    if purchase is None or await own.update(granted_at=ctx.now) != 1:
        return
    rules = list(enumerate(read_rules(purchase.grants), start=1))
    zone = await merchant_zone(ctx)
    # In one order for everybody: each unit has an account to lock.
    for position, rule in sorted(rules, key=lambda numbered: (numbered[1].unit, numbered[0])):
        units = await open_units(ctx, tx, customer_id=invoice.customer_id, unit=rule.unit)
        grant = _grant(ctx, units, rule, bags=purchase.quantity, zone=zone)
        grant.invoice_id, grant.payment_id, grant.position = invoice.id, payment.id, position
        # Nothing remains of it until its movement says so.
        await grant.save(force_create=True)
        await units.move(
            MovementKind.GRANT, [Portion(grant.id, grant.quantity)], description=f"Invoice {invoice.number}"
        )
        _tell(tx, grant)


def _grant(ctx: Context, units: OpenUnits, rule: GrantRule, *, bags: int, zone: ZoneInfo) -> UnitGrant:
    account, term = units.account, rule.expires_after
    return UnitGrant(
        id=new_id("grant"),
        merchant_id=ctx.merchant_id,
        customer_id=account.customer_id,
        account_id=account.id,
        unit=account.unit,
        quantity=rule.micro * bags,
        remaining=0,
        held=0,
        granted_at=ctx.now,
        expires_at=period(ctx.now, term, 0, zone).end if term else None,
    )


def _tell(tx: Transaction, grant: UnitGrant) -> None:
    """What external systems refill by."""
    tx.announce(
        "units.granted",
        grant.id,
        version=1,
        customer_id=grant.customer_id,
        payload={
            "customer": grant.customer_id,
            "unit": grant.unit,
            "quantity": format_quantity(grant.quantity),
            "expires_at": grant.expires_at and grant.expires_at.isoformat(),
            "invoice": grant.invoice_id,
            "payment": grant.payment_id,
        },
    )

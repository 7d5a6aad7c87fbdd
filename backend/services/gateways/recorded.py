"""The account under which staff record cash and transfers."""

from __future__ import annotations

from backend.domain.errors import InvalidInput
from backend.models import GatewayAccount
from backend.services.context import Context


async def recorded_account(ctx: Context, account_id: str | None, *, path: str) -> GatewayAccount:
    """The named account, or the merchant's first enabled one that staff record for. Raises InvalidInput at `path`."""
    slugs = [slug for slug, gateway in ctx.services.gateways.gateways.items() if gateway.capabilities.recorded_by_staff]
    own = GatewayAccount.filter(merchant_id=ctx.merchant_id, gateway__in=slugs)
    found = own.filter(id=account_id) if account_id is not None else own.filter(enabled=True)
    row = await found.order_by("position", "id").first()
    if row is None:
        raise InvalidInput.at(path, "NOT_RECORDED_BY_STAFF", "Connect the Manual gateway to register money by hand.")
    return row

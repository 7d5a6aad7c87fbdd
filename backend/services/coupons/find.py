"""Coupons of the merchant for staff; the caller pages through them."""

from __future__ import annotations

from tortoise.queryset import QuerySet

from backend.models import Coupon
from backend.services.context import Context


def find_coupons(ctx: Context, *, archived: bool = False) -> QuerySet[Coupon]:
    """Those that can be redeemed, or also those that were. Raises Forbidden."""
    ctx.actor.require_staff()
    rows = Coupon.filter(merchant_id=ctx.merchant_id)
    return rows if archived else rows.filter(archived_at=None)

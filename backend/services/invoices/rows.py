"""What an invoice's lines, discounts and taxes are as rows."""

from __future__ import annotations

from backend.domain.lines import ROUNDING
from backend.domain.quotes import Quote
from backend.domain.refills import Bill
from backend.domain.terms import PLAIN
from backend.models.ids import new_id
from backend.services.context import Context


def line_rows(ctx: Context, invoice_id: str, quote: Quote | Bill) -> list[dict[str, object]]:
    """The lines, in their order."""
    return [
        {
            "id": new_id("line"),
            "merchant_id": ctx.merchant_id,
            "invoice_id": invoice_id,
            "position": n,
            "description": line.description,
            "amount_minor": line.amount.minor,
            "discount_minor": line.discount.minor,
            "tax_minor": line.tax.minor,
            "tax_included_minor": line.tax_included.minor,
            "period_start": line.period.start if line.period else None,
            "period_end": line.period.end if line.period else None,
            "unit_price_minor": line.derivation.unit_price.minor,
            "quantity": line.derivation.quantity,
            "numerator": str(line.derivation.share.numerator),
            "denominator": str(line.derivation.share.denominator),
            "rounding": ROUNDING,
        }
        for n, line in enumerate(quote.lines, start=1)
    ]


def discount_rows(ctx: Context, invoice_id: str, quote: Quote | Bill) -> list[dict[str, object]]:
    """What each discount took off; those of the period that is billed also where that is nothing."""
    counted = [one.id for one in (quote.billed_under or PLAIN).discounts]
    off = {one.discount.id: one.amount.minor for one in quote.deductions}
    return [
        {
            "id": new_id("invd"), "merchant_id": ctx.merchant_id, "invoice_id": invoice_id, "coupon_id": id,
            "position": n, "amount_minor": off.get(id, 0), "counts": id in counted,
        }
        for n, id in enumerate(dict.fromkeys([*counted, *off]), start=1)
    ]  # fmt: skip


def tax_rows(ctx: Context, invoice_id: str, quote: Quote | Bill) -> list[dict[str, object]]:
    """What each rate made; those of the period that is billed also where that is nothing."""
    counted = [one.id for one in (quote.billed_under or PLAIN).taxes]
    made = {one.rate.id: one.amount.minor for one in quote.taxes}
    return [
        {
            "id": new_id("invt"), "merchant_id": ctx.merchant_id, "invoice_id": invoice_id, "tax_rate_id": id,
            "position": n, "amount_minor": made.get(id, 0), "counts": id in counted,
        }
        for n, id in enumerate(dict.fromkeys([*counted, *made]), start=1)
    ]  # fmt: skip

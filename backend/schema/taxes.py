"""Tax rates, and which of them count for a customer."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import strawberry

from backend import models
from backend.domain.taxes import PARTS
from backend.schema.amounts import percent_text
from backend.schema.context import Info
from backend.schema.enums import describe
from backend.schema.node import Node
from backend.schema.scalars import Decimal
from backend.services.taxes.rates import TaxTreatment

describe(
    TaxTreatment,
    "Which taxes are on what a customer buys.",
    {"MERCHANT": "Those of the merchant.", "OWN": "The customer's own.", "EXEMPT": "None."},
)


@strawberry.type(description="A tax by its rate. It never changes: another rate is another one.")
class TaxRate(Node):
    name: str = strawberry.field(description="What stands on invoices.")
    percent: Decimal = strawberry.field(description="The rate in percent.")
    inclusive: bool = strawberry.field(description="Whether prices contain it; otherwise it is added to them.")
    archived_at: datetime | None = strawberry.field(description="Since when it is not used any more.")
    created_at: datetime = strawberry.field(description="When it was written down.")

    @classmethod
    def of(cls, row: models.TaxRate) -> TaxRate:
        """From a row."""
        return cls(
            id=strawberry.ID(row.id), name=row.name, percent=percent_text(Fraction(row.rate_ppm, PARTS)),
            inclusive=row.inclusive, archived_at=row.archived_at, created_at=row.created_at,
        )  # fmt: skip


async def find_tax_rate(info: Info, id: str) -> TaxRate | None:
    """One of the merchant's, for everybody: quotes and invoices say as much."""
    row = await info.context.loaders.tax_rate.load(id)
    return TaxRate.of(row) if row else None


@strawberry.type
class CustomerTaxes:
    row: strawberry.Private[models.Customer]

    @strawberry.field(description="Which taxes are on what they buy.")
    def tax_treatment(self) -> TaxTreatment:
        return TaxTreatment(self.row.tax_treatment)

    @strawberry.field(description="The rates that count for them, in order: the merchant's, their own, or none.")
    async def tax_rates(self, info: Info) -> list[TaxRate]:
        return [TaxRate.of(row) for row in await info.context.loaders.tax_rates_of_customer.load(self.row.id)]

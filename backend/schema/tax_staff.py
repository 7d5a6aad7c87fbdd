"""Taxes in the hands of staff: rates, and whose sales they are on."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.domain.taxes import MOST_RATES
from backend.schema.context import Info
from backend.schema.entities import Customer
from backend.schema.errors import ForbiddenError, IllegalTransitionError, InvalidInputError, NotFoundError
from backend.schema.scalars import Decimal
from backend.schema.taxes import TaxRate
from backend.services.taxes.archive_rate import archive_tax_rate
from backend.services.taxes.create_rate import create_tax_rate
from backend.services.taxes.overview import all_rates, default_rates
from backend.services.taxes.rates import TaxTreatment
from backend.services.taxes.set_customer import set_customer_taxes
from backend.services.taxes.set_defaults import set_default_rates


@strawberry.input(description="The new rate.")
class TaxRateCreateInput:
    name: str = strawberry.field(description="What stands on invoices: one line of 1 to 100 characters.")
    percent: Decimal = strawberry.field(description="0 to 100, with at most four decimals.")
    inclusive: bool = strawberry.field(description="Whether prices contain it; otherwise it is added to them.")


@strawberry.type(description="Written down. It is on no sale yet.")
class TaxRateCreateSuccess:
    tax_rate: TaxRate = strawberry.field(description="It, as it is now.")


TaxRateCreateResult = Annotated[
    TaxRateCreateSuccess | InvalidInputError | ForbiddenError,
    strawberry.union("TaxRateCreateResult", description="Written down, or why not."),
]


@strawberry.input(description="Which rate to use no more.")
class TaxRateArchiveInput:
    tax_rate_id: strawberry.ID = strawberry.field(description="One of your rates that is on no sale.")


@strawberry.type(description="Not used any more; what was billed under it stays so. Archiving again answers the same.")
class TaxRateArchiveSuccess:
    tax_rate: TaxRate = strawberry.field(description="It, as it is now.")


TaxRateArchiveResult = Annotated[
    TaxRateArchiveSuccess | NotFoundError | IllegalTransitionError | ForbiddenError,
    strawberry.union("TaxRateArchiveResult", description="Archived, or why not."),
]


@strawberry.input(description="The merchant's rates.")
class DefaultTaxRatesSetInput:
    tax_rate_ids: list[strawberry.ID] = strawberry.field(
        description=f"All of them, in their order: at most {MOST_RATES}; none for no tax."
    )


@strawberry.type(description="Set, for what is quoted and invoiced from now on.")
class DefaultTaxRatesSetSuccess:
    default_tax_rates: list[TaxRate] = strawberry.field(description="The rates as they are now.")


DefaultTaxRatesSetResult = Annotated[
    DefaultTaxRatesSetSuccess | InvalidInputError | ForbiddenError,
    strawberry.union("DefaultTaxRatesSetResult", description="Set, or why not."),
]


@strawberry.input(description="Which taxes are on what a customer buys.")
class CustomerTaxSetInput:
    customer_id: strawberry.ID = strawberry.field(description="One of your customers.")
    treatment: TaxTreatment = strawberry.field(description="The merchant's taxes, their own, or none.")
    tax_rate_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description=f"With OWN: their rates in their order, 1 to {MOST_RATES}."
    )


@strawberry.type(description="Set, for what is quoted and invoiced from now on.")
class CustomerTaxSetSuccess:
    customer: Customer = strawberry.field(description="The customer as they are now.")


CustomerTaxSetResult = Annotated[
    CustomerTaxSetSuccess | InvalidInputError | NotFoundError | ForbiddenError,
    strawberry.union("CustomerTaxSetResult", description="Set, or why not."),
]

_Arg = strawberry.argument


@strawberry.type
class TaxQuery:
    @strawberry.field(description="Staff: the merchant's tax rates, oldest first.")
    async def tax_rates(
        self, info: Info, archived: Annotated[bool, _Arg(description="Also those that are not used any more.")] = False
    ) -> list[TaxRate]:
        return [TaxRate.of(row) for row in await all_rates(info.context.ctx, archived=archived)]

    @strawberry.field(description="Staff: the rates on what the merchant sells, in their order.")
    async def default_tax_rates(self, info: Info) -> list[TaxRate]:
        return [TaxRate.of(row) for row in await default_rates(info.context.ctx)]


@strawberry.type
class TaxMutation:
    @strawberry.mutation(description="Staff: write down a tax rate.")
    async def tax_rate_create(
        self, info: Info, input: Annotated[TaxRateCreateInput, _Arg(description="The rate.")]
    ) -> TaxRateCreateResult:
        row = await create_tax_rate(info.context.ctx, name=input.name, percent=input.percent, inclusive=input.inclusive)
        return TaxRateCreateSuccess(tax_rate=TaxRate.of(row))

    @strawberry.mutation(description="Staff: use a tax rate no more.")
    async def tax_rate_archive(
        self, info: Info, input: Annotated[TaxRateArchiveInput, _Arg(description="The rate.")]
    ) -> TaxRateArchiveResult:
        row = await archive_tax_rate(info.context.ctx, tax_rate_id=input.tax_rate_id)
        return TaxRateArchiveSuccess(tax_rate=TaxRate.of(row))

    @strawberry.mutation(description="Staff: say which taxes are on what the merchant sells.")
    async def default_tax_rates_set(
        self, info: Info, input: Annotated[DefaultTaxRatesSetInput, _Arg(description="The rates.")]
    ) -> DefaultTaxRatesSetResult:
        ctx = info.context.ctx
        await set_default_rates(ctx, tax_rate_ids=input.tax_rate_ids)
        return DefaultTaxRatesSetSuccess(default_tax_rates=[TaxRate.of(row) for row in await default_rates(ctx)])

    @strawberry.mutation(description="Staff: say which taxes are on what a customer buys.")
    async def customer_tax_set(
        self, info: Info, input: Annotated[CustomerTaxSetInput, _Arg(description="Whose, and which.")]
    ) -> CustomerTaxSetResult:
        row = await set_customer_taxes(
            info.context.ctx, customer_id=input.customer_id, treatment=input.treatment,
            tax_rate_ids=input.tax_rate_ids,
        )  # fmt: skip
        return CustomerTaxSetSuccess(customer=Customer.of(row))

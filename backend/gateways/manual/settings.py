"""What staff enter so that payers know how to hand over cash or transfer money. Nothing here is secret."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.gateways.settings import hints


class ManualSettings(BaseModel):
    """How a payer pays without a provider: the merchant's own words."""

    model_config = ConfigDict(title="Manual", frozen=True, extra="forbid")

    mode: Literal["test", "live"] = Field(
        "test",
        title="Mode",
        json_schema_extra=hints("connection", 1, "select", "Test money is no money: keep it apart."),
    )
    transfer_instructions: str | None = Field(
        None,
        title="How to transfer",
        max_length=2000,
        json_schema_extra=hints(
            "payers", 2, "textarea", "Bank, account and holder. The payer also sees a reference to quote."
        ),
    )
    cash_instructions: str | None = Field(
        None,
        title="How to pay cash",
        max_length=2000,
        json_schema_extra=hints("payers", 3, "textarea", "Where and when. The payer also sees a reference to quote."),
    )

    @model_validator(mode="after")
    def _some_way(self) -> ManualSettings:
        if not (self.transfer_instructions or self.cash_instructions):
            raise ValueError("Say how to transfer, how to pay cash, or both.")
        return self

"""What the gateways' settings models share: addresses, and the hints from which the admin's form is drawn."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field


def _address(value: str) -> str:
    return value.rstrip("/")


# An http(s) address, kept without its last slash, so that a path can be put behind it.
Address = Annotated[str, Field(pattern=r"^https?://[^\s/]+(/.*)?$", max_length=500), AfterValidator(_address)]


def hints(group: str, order: int, widget: str, help: str, **more: Any) -> dict[str, Any]:
    """The `json_schema_extra` of a field: where the form shows it, as what, and with which explanation."""
    return {"x-group": group, "x-order": order, "x-widget": widget, "x-help": help, **more}

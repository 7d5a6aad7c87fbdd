"""The three countries that Openpay serves: its hosts, their currencies and their time."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from backend.gateways.openpay.settings import OpenpaySettings


@dataclass(frozen=True, slots=True)
class Place:
    """One country. `local` is the currency of stores and banks; cards may take more. `zone` is Openpay's own time."""

    domain: str
    local: str
    currencies: frozenset[str]
    zone: ZoneInfo
    script: str
    transfers: bool


_PLACES = {
    "mx": Place(
        domain="openpay.mx",
        local="MXN",
        currencies=frozenset({"MXN", "USD"}),
        zone=ZoneInfo("America/Mexico_City"),
        script="https://js.openpay.mx/openpay.v1.min.js",
        transfers=True,
    ),
    "co": Place(
        domain="openpay.co",
        local="COP",
        currencies=frozenset({"COP"}),
        zone=ZoneInfo("America/Bogota"),
        script="https://resources.openpay.co/openpay.v1.min.js",
        transfers=False,
    ),
    "pe": Place(
        domain="openpay.pe",
        local="PEN",
        currencies=frozenset({"PEN"}),
        zone=ZoneInfo("America/Lima"),
        script="https://js.openpay.pe/openpay.v1.min.js",
        transfers=False,
    ),
}
CURRENCIES = frozenset[str]().union(*(place.currencies for place in _PLACES.values()))


def place_of(settings: OpenpaySettings) -> Place:
    """The account's country."""
    return _PLACES[settings.country]


def api_address(settings: OpenpaySettings) -> str:
    """Where the account's API is: everything below belongs to this merchant."""
    test = "sandbox-" if settings.mode == "test" else ""
    host = settings.base_url or f"https://{test}api.{place_of(settings).domain}"
    return f"{host}/v1/{settings.merchant_id}"


def slip_address(settings: OpenpaySettings, charge: str) -> str:
    """The slip that a payer prints and takes to the store."""
    test = "sandbox-" if settings.mode == "test" else ""
    host = settings.base_url or f"https://{test}dashboard.{place_of(settings).domain}"
    return f"{host}/paynet-pdf/{settings.merchant_id}/transaction/{charge}"


def script_address(settings: OpenpaySettings) -> str:
    """Openpay's script for browsers; `openpay-data.v1.min.js` lies beside it.

    The fragment tells our client, and nobody else, to switch the script to the sandbox.
    """
    script = f"{settings.base_url}/js/openpay.v1.min.js" if settings.base_url else place_of(settings).script
    return f"{script}#sandbox" if settings.mode == "test" else script

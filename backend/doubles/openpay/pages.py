"""What browsers see: the bank's page, the slip to print, the counter of the store, and the scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from backend.doubles.kit.double import Impossible
from backend.doubles.kit.pages import page

from .barcode import svg
from .records import Charge

if TYPE_CHECKING:
    from .double import OpenpayDouble

_SCRIPTS = Path(__file__).parent / "js"
_GONE = PlainTextResponse("There is no such thing here.", 404)


class Pages:
    """The provider's pages. They are no API: nothing is recorded, no fault strikes."""

    def __init__(self, double: OpenpayDouble) -> None:
        self._double = double

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/v1/{merchant}/charges/{charge}/redirect/", self.redirect, methods=["GET"]),
            Route("/pages/bank/{charge}", self.bank, methods=["GET"]),
            Route("/pages/bank/{charge}/{answer}", self.answer, methods=["POST"]),
            Route("/paynet-pdf/{merchant}/transaction/{charge}", self.slip, methods=["GET"]),
            Route("/pages/counter/{charge}", self.slip, methods=["GET"]),
            Route("/pages/counter/{charge}/pay", self.pay, methods=["POST"]),
            Route("/barcode/{digits}", self.barcode, methods=["GET"]),
            Route("/js/{name}", self.script, methods=["GET"]),
        ]

    async def redirect(self, request: Request) -> Response:
        """Where a charge with 3-D Secure sends the payer."""
        return RedirectResponse(f"/pages/bank/{request.path_params['charge']}", 303)

    async def bank(self, request: Request) -> Response:
        """The bank asks whether it is the payer."""
        charge = self._charge(request)
        if charge is None:
            return _GONE
        here = f"/pages/bank/{charge.id}"
        buttons = {"Approve": f"{here}/approve", "Fail": f"{here}/fail", "Close": f"{here}/close"}
        return page(
            "Openpay", "3-D Secure", _facts(charge), buttons if charge.status == "charge_pending" else None,
            note="Your bank wants to know whether this is you.",
        )  # fmt: skip

    async def answer(self, request: Request) -> Response:
        """The payer answers, or goes back without an answer."""
        charge, answer = self._charge(request), request.path_params["answer"]
        if charge is None or charge.redirect_url is None or answer not in ("approve", "fail", "close"):
            return _GONE
        if answer != "close" and charge.status == "charge_pending":
            self._double.ledger.authenticate(charge, ok=answer == "approve")
        glue = "&" if "?" in charge.redirect_url else "?"
        return RedirectResponse(f"{charge.redirect_url}{glue}id={charge.id}", 303)

    async def slip(self, request: Request) -> Response:
        """What the payer takes to the store or types in at the bank, with a counter to pay it at once."""
        charge = self._charge(request)
        if charge is None or charge.way is None or charge.method == "card":
            return _GONE
        way = {name: str(value) for name, value in charge.way.items() if name not in ("type", "url_store")}
        buttons = {"Pay at the counter": f"/pages/counter/{charge.id}/pay"}
        open_still = charge.status in ("in_progress", "cancelled")
        return page("Openpay", "Payment slip", _facts(charge) | way, buttons if open_still else None)

    async def pay(self, request: Request) -> Response:
        """Somebody pays."""
        charge = self._charge(request)
        if charge is None:
            return _GONE
        try:
            self._double.ledger.pay(charge, None)
        except Impossible as impossible:
            return PlainTextResponse(str(impossible), 409)
        return RedirectResponse(f"/pages/counter/{charge.id}", 303)

    async def barcode(self, request: Request) -> Response:
        """A reference as a picture."""
        digits = request.path_params["digits"]
        if not (digits.isascii() and digits.isdigit() and len(digits) == 16):
            return _GONE
        return Response(svg(digits), media_type="image/svg+xml")

    async def script(self, request: Request) -> Response:
        """The stand-ins of Openpay's scripts."""
        name = request.path_params["name"]
        if name not in ("openpay.v1.min.js", "openpay-data.v1.min.js"):
            return _GONE
        return Response((_SCRIPTS / name).read_bytes(), media_type="text/javascript")

    def _charge(self, request: Request) -> Charge | None:
        return self._double.ledger.charges.get(request.path_params["charge"])


def _facts(charge: Charge) -> dict[str, str]:
    return {
        "Amount": f"{charge.amount} {charge.currency}",
        "For": charge.description,
        "Status": charge.status,
        "Order": charge.order_id or "",
    }

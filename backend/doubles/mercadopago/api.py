"""Mercado Pago's HTTP API over the provider: access tokens, idempotency keys, bodies, errors."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .accounts import ACCOUNTS, SITE, Account
from .books import Payment, Preference
from .errors import ApiError, bad, body_of, malformed
from .exact import dumps, loads
from .forms import ChangeForm, PaymentForm, PreferenceForm, RefundForm, TokenForm
from .provider import Provider
from .shapes import chargeback_shape, found_preference_shape, payment_shape, preference_shape, refund_shape, stamp

KEYS = timedelta(hours=24)
LONGEST_KEY = 64
# Search shows no row beyond this one.
FURTHEST_ROW = 10_000
_CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}
Handler = Callable[[Account, Request], Awaitable[Response]]
F = TypeVar("F", bound=BaseModel)


class Api:
    """The endpoints; what they remember beside the provider's truth are idempotency keys."""

    def __init__(
        self,
        provider: Callable[[], Provider],
        now: Callable[[], datetime],
        longest_page: Callable[[], int | None] = lambda: None,
    ) -> None:
        self._provider = provider
        self._now = now
        self._longest_page = longest_page
        self._keys: dict[tuple[int, str, str], tuple[datetime, bytes, Callable[[], Any]]] = {}

    def forget(self) -> None:
        """Forget keys."""
        self._keys.clear()

    @property
    def _p(self) -> Provider:
        return self._provider()

    def routes(self) -> list[Route]:
        """Every endpoint."""
        payments, pages = "/v1/payments", "/checkout/preferences"
        return [
            Route("/v1/card_tokens", self._token, methods=["POST", "OPTIONS"]),
            self._route("GET", "/users/me", self._me),
            self._route("POST", payments, self._pay),
            self._route("GET", payments + "/search", self._search),
            self._route("GET", payments + "/{id}", self._payment),
            self._route("PUT", payments + "/{id}", self._change),
            self._route("POST", payments + "/{id}/refunds", self._refund),
            self._route("GET", payments + "/{id}/refunds", self._refunds),
            self._route("GET", payments + "/{id}/refunds/{refund}", self._one_refund),
            self._route("POST", pages, self._make_page),
            self._route("GET", pages + "/search", self._find_page),
            self._route("GET", pages + "/{id}", self._page),
            self._route("PUT", pages + "/{id}", self._change_page),
            self._route("GET", "/v1/chargebacks/{id}", self._chargeback),
        ]

    def _route(self, method: str, path: str, handler: Handler) -> Route:
        async def answer(request: Request) -> Response:
            try:
                scheme, _, token = request.headers.get("authorization", "").partition(" ")
                account = next((one for one in ACCOUNTS if scheme == "Bearer" and one.access_token == token), None)
                if account is None:
                    raise ApiError(401, "unauthorized", "invalid access token")
                return await handler(account, request)
            except ValidationError as error:
                return _error(malformed(error))
            except ApiError as error:
                return _error(error)

        return Route(path, answer, methods=[method])

    async def _token(self, request: Request) -> Response:
        """The only thing that a browser asks for, with the public key."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_CORS)
        key = request.query_params.get("public_key")
        account = next((one for one in ACCOUNTS if one.public_key == key), None)
        try:
            if account is None:
                raise ApiError(401, "unauthorized", "invalid public_key")
            token = self._p.make_token(account, await _body(request, TokenForm))
        except ValidationError as error:
            return _error(malformed(error), _CORS)
        except ApiError as error:
            return _error(error, _CORS)
        shape = {
            "id": token.id,
            "public_key": key,
            "first_six_digits": token.number[:6],
            "last_four_digits": token.number[-4:],
            "expiration_month": token.month,
            "expiration_year": token.year,
            "cardholder": {"name": token.holder},
            "status": token.status,
            "date_due": stamp(token.due),
            "luhn_validation": True,
            "live_mode": False,
        }
        return _json(shape, 201, _CORS)

    async def _me(self, account: Account, request: Request) -> Response:
        return _json({"id": account.user_id, "nickname": "DOUBLE", "site_id": SITE, "country_id": "MX"})

    async def _once(
        self, account: Account, request: Request, act: str, do: Callable[[], Callable[[], Any]], *, created: int = 201
    ) -> Response:
        """Do it, or, for a key that was used with the same body, answer with what has become of that."""
        key = request.headers.get("x-idempotency-key")
        if not key:
            raise bad(4292, "Header X-Idempotency-Key can't be null")
        if len(key) > LONGEST_KEY:
            raise bad(4292, "Header X-Idempotency-Key is too long")
        place = (account.user_id, act, key)
        content = hashlib.sha256(await request.body()).digest()
        used = self._keys.get(place)
        if used is not None and self._now() < used[0] + KEYS:
            if used[1] != content:
                raise ApiError(409, "idempotency_key_conflict", "The key was used with another body")
            return _json(used[2](), created)
        shape = do()
        self._keys[place] = (self._now(), content, shape)
        return _json(shape(), created)

    def _shape(self, payment: Payment) -> dict[str, Any]:
        return payment_shape(payment, self._p.url)

    async def _pay(self, account: Account, request: Request) -> Response:
        form = await _body(request, PaymentForm)

        def do() -> Callable[[], Any]:
            payment = self._p.make_payment(account, form)
            return lambda: self._shape(payment)

        return await self._once(account, request, "pay", do)

    async def _payment(self, account: Account, request: Request) -> Response:
        return _json(self._shape(self._p.payment(account, request.path_params["id"])))

    async def _change(self, account: Account, request: Request) -> Response:
        payment = self._p.payment(account, request.path_params["id"])
        form = await _body(request, ChangeForm)

        def do() -> Callable[[], Any]:
            if form.status is not None:
                self._p.cancel(payment)
            if form.capture is not None:
                self._p.capture(payment)
            return lambda: self._shape(payment)

        if "x-idempotency-key" not in request.headers:
            return _json(do()())
        return await self._once(account, request, f"change/{payment.id}", do, created=200)

    async def _search(self, account: Account, request: Request) -> Response:
        query = request.query_params
        found = [one for one in self._p.payments.values() if one.account is account]
        if "external_reference" in query:
            found = [one for one in found if one.external_reference == query["external_reference"]]
        if query.get("range") == "date_created":
            begin, end = (_instant(query.get(name)) for name in ("begin_date", "end_date"))
            found = [one for one in found if begin <= one.created <= end]
        found.sort(key=lambda one: one.number, reverse=query.get("criteria") == "desc")
        page = _page(request, found, self._longest_page())
        return _json({"results": [self._shape(one) for one in page[0]], "paging": page[1]})

    async def _refund(self, account: Account, request: Request) -> Response:
        payment = self._p.payment(account, request.path_params["id"])
        form = await _body(request, RefundForm)

        def do() -> Callable[[], Any]:
            refund = self._p.refund(payment, form.amount)
            return lambda: refund_shape(payment, refund)

        answer = await self._once(account, request, f"refund/{payment.id}", do)
        if payment.refunds[-1].status == "in_process" and not _renders_slow_ones(request):
            # As documented: made, and answered as if it were not.
            raise bad(2085, "Refund in process")
        return answer

    async def _refunds(self, account: Account, request: Request) -> Response:
        payment = self._p.payment(account, request.path_params["id"])
        return _json([refund_shape(payment, one) for one in payment.refunds])

    async def _one_refund(self, account: Account, request: Request) -> Response:
        payment = self._p.payment(account, request.path_params["id"])
        for one in payment.refunds:
            hidden = one.status == "in_process" and not _renders_slow_ones(request)
            if str(one.id) == request.path_params["refund"] and not hidden:
                return _json(refund_shape(payment, one))
        raise ApiError(404, 2032, "Refund not found")

    async def _make_page(self, account: Account, request: Request) -> Response:
        page = self._p.make_page(account, await _body(request, PreferenceForm))
        return _json(preference_shape(page, self._p.url), 201)

    async def _page(self, account: Account, request: Request) -> Response:
        return _json(preference_shape(self._p.page(account, request.path_params["id"]), self._p.url))

    async def _change_page(self, account: Account, request: Request) -> Response:
        page = self._p.page(account, request.path_params["id"])
        self._p.change_page(page, await _body(request, PreferenceForm))
        return _json(preference_shape(page, self._p.url))

    async def _find_page(self, account: Account, request: Request) -> Response:
        wanted = request.query_params.get("external_reference")
        found: list[Preference] = [
            one for one in self._p.pages.values() if one.account is account and wanted in (None, one.external_reference)
        ]
        elements, paging = _page(request, found, self._longest_page())
        shapes = [found_preference_shape(one) for one in elements]
        return _json({"elements": shapes, "total": paging["total"], "next_offset": len(shapes)})

    async def _chargeback(self, account: Account, request: Request) -> Response:
        found = self._p.chargebacks.get(request.path_params["id"])
        if found is None or found.payment.account is not account:
            raise ApiError(404, "not_found", "Chargeback not found")
        return _json(chargeback_shape(found))


T = TypeVar("T")


def _page(request: Request, found: Sequence[T], most: int | None) -> tuple[Sequence[T], dict[str, int]]:
    """The part of a list that is asked for, and where it stands in it."""
    try:
        limit, offset = (
            int(request.query_params.get(name, default)) for name, default in (("limit", 30), ("offset", 0))
        )
    except ValueError:
        raise bad(1, "Params Error") from None
    if not 0 < limit <= 100:
        raise bad(1000, "Number of rows exceeded the limits")
    if offset + limit > FURTHEST_ROW:
        raise bad(1000, "Number of rows exceeded the limits")
    limit = min(limit, most or limit)
    return found[offset : offset + limit], {"total": len(found), "limit": limit, "offset": offset}


def _renders_slow_ones(request: Request) -> bool:
    return request.headers.get("x-render-in-process-refunds") == "true"


def _instant(text: str | None) -> datetime:
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        raise bad(1001, "Date format must be yyyy-MM-dd'T'HH:mm:ss.SSSZ") from None
    if at.tzinfo is None:
        raise bad(1001, "Date format must be yyyy-MM-dd'T'HH:mm:ss.SSSZ")
    return at


async def _body(request: Request, form: type[F]) -> F:
    try:
        content = loads(await request.body() or b"{}")
    except ValueError:
        raise bad(1, "Invalid JSON") from None
    return form.model_validate(content)


def _json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(dumps(value), status, headers, "application/json")


def _error(error: ApiError, headers: dict[str, str] | None = None) -> Response:
    return _json(body_of(error.status, error.code, error.message), error.status, headers)

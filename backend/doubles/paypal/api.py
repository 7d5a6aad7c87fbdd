"""PayPal's HTTP API over the provider: tokens, idempotency keys, bodies, errors."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import parse_qs

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from .accounts import ACCOUNTS, Account
from .books import Capture, Hook, Order, Refund
from .errors import PayPalError, body_of, not_found, refused, syntax
from .forms import CaptureForm, EventTypeForm, OrderForm, PatchForm, RefundForm, WebhookForm
from .provider import Provider
from .shapes import authorization_shape, capture_shape, dispute_shape, minimal, order_shape, refund_shape
from .signing import CERTIFICATE_PATH, certificate_pem

TOKEN_SECONDS = 32_400
KEYS = timedelta(hours=6)
LONGEST_KEY = 108
Handler = Callable[[Account, Request], Awaitable[Response]]
Shape = dict[str, Any]
F = TypeVar("F", bound=BaseModel)


class Api:
    """The endpoints; what they remember beside the provider's truth are access tokens and idempotency keys."""

    def __init__(self, provider: Callable[[], Provider], now: Callable[[], datetime]) -> None:
        self._provider = provider
        self._now = now
        self._tokens: dict[str, tuple[Account, datetime]] = {}
        self._keys: dict[tuple[str, str, str], tuple[datetime, Callable[[], Shape]]] = {}

    def forget(self) -> None:
        """Forget keys. Access tokens stay good, as they would."""
        self._keys.clear()

    @property
    def _p(self) -> Provider:
        return self._provider()

    def routes(self) -> list[Route]:
        """Every endpoint."""
        orders, payments = "/v2/checkout/orders", "/v2/payments"
        hooks = "/v1/notifications/webhooks"
        return [
            Route("/v1/oauth2/token", self._token, methods=["POST"]),
            Route(CERTIFICATE_PATH, self._certificate, methods=["GET"]),
            self._route("POST", orders, self._create),
            self._route("GET", orders + "/{id}", self._order),
            self._route("PATCH", orders + "/{id}", self._patch),
            self._route("POST", orders + "/{id}/capture", self._capture),
            self._route("POST", orders + "/{id}/authorize", self._authorize),
            self._route("GET", payments + "/authorizations/{id}", self._held),
            self._route("POST", payments + "/authorizations/{id}/capture", self._capture_held),
            self._route("POST", payments + "/authorizations/{id}/void", self._void),
            self._route("GET", payments + "/captures/{id}", self._captured),
            self._route("POST", payments + "/captures/{id}/refund", self._refund),
            self._route("GET", payments + "/refunds/{id}", self._refunded),
            self._route("GET", "/v3/vault/payment-tokens/{id}", self._method),
            self._route("DELETE", "/v3/vault/payment-tokens/{id}", self._forget_method),
            self._route("POST", hooks, self._add_hook),
            self._route("GET", hooks, self._hooks),
            self._route("PATCH", hooks + "/{id}", self._patch_hook),
            self._route("DELETE", hooks + "/{id}", self._drop_hook),
            self._route("GET", "/v1/customer/disputes/{id}", self._dispute),
        ]

    def _route(self, method: str, path: str, handler: Handler) -> Route:
        async def answer(request: Request) -> Response:
            try:
                account = self._account(request)
                if account is None:
                    body = {"error": "invalid_token", "error_description": "Token signature verification failed"}
                    return JSONResponse(body, 401)
                mock = request.headers.get("paypal-mock-response")
                if mock is not None:
                    raise refused(str(json.loads(mock)["mock_application_codes"]))
                if request.method in ("POST", "PATCH") and not _is_json(request):
                    raise PayPalError(415, None)
                return await handler(account, request)
            except ValidationError as error:
                return self._error(syntax(error))
            except PayPalError as error:
                return self._error(error)

        return Route(path, answer, methods=[method])

    def _error(self, error: PayPalError) -> Response:
        body = body_of(error.status, error.issue, self._p.new_id(13).lower(), error.field, error.links)
        return JSONResponse(body, error.status)

    async def _token(self, request: Request) -> Response:
        account = _basic(request)
        grant = parse_qs((await request.body()).decode("utf-8", "replace")).get("grant_type")
        if account is None:
            body = {"error": "invalid_client", "error_description": "Client Authentication failed"}
            return JSONResponse(body, 401)
        if grant != ["client_credentials"]:
            return JSONResponse({"error": "unsupported_grant_type", "error_description": "unsupported grant_type"}, 400)
        token = f"A21AA{self._p.new_id(40)}"
        self._tokens[token] = (account, self._now() + timedelta(seconds=TOKEN_SECONDS))
        return JSONResponse(
            {"scope": "https://uri.paypal.com/services/payments", "access_token": token, "token_type": "Bearer",
             "app_id": "APP-80W284485P519543T", "expires_in": TOKEN_SECONDS}
        )  # fmt: skip

    async def _certificate(self, request: Request) -> Response:
        return PlainTextResponse(certificate_pem())

    def revoke(self) -> None:
        """Let every access token be refused from now on, as PayPal may at any time."""
        self._tokens.clear()

    def _account(self, request: Request) -> Account | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        known = self._tokens.get(token) if scheme == "Bearer" else None
        return known[0] if known is not None and self._now() < known[1] else None

    async def _once(
        self, account: Account, request: Request, act: str, do: Callable[[], Callable[[], Shape]]
    ) -> Response:
        """Do it, or, for a key that was used for this before, answer with what has become of that."""
        key = request.headers.get("paypal-request-id")
        if key is not None and not 0 < len(key) <= LONGEST_KEY:
            raise PayPalError(400, "INVALID_PARAMETER_VALUE", field="PayPal-Request-Id")
        place = (account.client_id, act, key or "")
        used = self._keys.get(place) if key else None
        if used is not None and self._now() < used[0] + KEYS:
            return JSONResponse(_preferred(request, used[1]()), 200)
        shape = do()
        if key:
            self._keys[place] = (self._now(), shape)
        return JSONResponse(_preferred(request, shape()), 201)

    async def _create(self, account: Account, request: Request) -> Response:
        form = await _body(request, OrderForm)
        vault_id = form.payment_source.paypal.vault_id if form.payment_source else None
        if vault_id and "paypal-request-id" not in request.headers:
            raise PayPalError(400, "PAYPAL_REQUEST_ID_REQUIRED")

        def do() -> Callable[[], Shape]:
            order = self._p.make_order(account, form)
            return lambda: order_shape(order, self._p.url)

        return await self._once(account, request, "create", do)

    async def _order(self, account: Account, request: Request) -> Response:
        return JSONResponse(order_shape(self._p.order(account, request.path_params["id"]), self._p.url))

    async def _patch(self, account: Account, request: Request) -> Response:
        order = self._p.order(account, request.path_params["id"])
        content = _json(await request.body())
        if not isinstance(content, list) or not content:
            raise PayPalError(400, "MALFORMED_REQUEST_JSON")
        patches = [PatchForm.model_validate(one) for one in content]
        if order.captures or order.authorization:
            raise refused("ORDER_ALREADY_COMPLETED")
        for patch in patches:
            if patch.path is None:
                raise refused("PATCH_PATH_REQUIRED")
            if patch.path != f"/purchase_units/@reference_id=='{order.reference_id}'/custom_id":
                raise refused("NOT_PATCHABLE")
            if patch.op == "remove":
                order.custom_id = None
                continue
            if not isinstance(patch.value, str):
                raise refused("PATCH_VALUE_REQUIRED")
            if not 0 < len(patch.value) <= 127:
                raise PayPalError(400, "INVALID_STRING_LENGTH", field=patch.path)
            order.custom_id = patch.value
        return Response(status_code=204)

    async def _capture(self, account: Account, request: Request) -> Response:
        return await self._execute(account, request, "CAPTURE")

    async def _authorize(self, account: Account, request: Request) -> Response:
        return await self._execute(account, request, "AUTHORIZE")

    async def _execute(self, account: Account, request: Request, intent: str) -> Response:
        order = self._p.order(account, request.path_params["id"])

        def do() -> Callable[[], Shape]:
            self._p.execute(order, intent)
            return lambda: order_shape(order, self._p.url)

        return await self._once(account, request, intent, do)

    def _held_order(self, account: Account, id: str) -> Order:
        for order in self._p.orders.values():
            if order.account is account and order.authorization is not None and order.authorization.id == id:
                return order
        raise not_found()

    async def _held(self, account: Account, request: Request) -> Response:
        order = self._held_order(account, request.path_params["id"])
        assert order.authorization is not None
        return JSONResponse(authorization_shape(order, order.authorization, self._p.url))

    async def _capture_held(self, account: Account, request: Request) -> Response:
        order = self._held_order(account, request.path_params["id"])
        form = await _body(request, CaptureForm)

        def do() -> Callable[[], Shape]:
            capture = self._p.capture_held(order, form.amount, form.invoice_id)
            return lambda: capture_shape(order, capture, self._p.url)

        return await self._once(account, request, "capture_held", do)

    async def _void(self, account: Account, request: Request) -> Response:
        self._p.void(self._held_order(account, request.path_params["id"]))
        return Response(status_code=204)

    def _captures(self, account: Account) -> list[tuple[Order, Capture]]:
        own = [order for order in self._p.orders.values() if order.account is account]
        return [(order, capture) for order in own for capture in order.captures]

    def _find_capture(self, account: Account, id: str) -> tuple[Order, Capture]:
        for order, capture in self._captures(account):
            if capture.id == id:
                return order, capture
        raise not_found()

    async def _captured(self, account: Account, request: Request) -> Response:
        order, capture = self._find_capture(account, request.path_params["id"])
        return JSONResponse(capture_shape(order, capture, self._p.url))

    async def _refund(self, account: Account, request: Request) -> Response:
        order, capture = self._find_capture(account, request.path_params["id"])
        form = await _body(request, RefundForm)

        def do() -> Callable[[], Shape]:
            refund = self._p.refund(order, capture, form.amount, form.model_dump(exclude={"amount"}))
            return lambda: refund_shape(capture, refund, self._p.url)

        return await self._once(account, request, "refund", do)

    async def _refunded(self, account: Account, request: Request) -> Response:
        found: list[tuple[Capture, Refund]] = [
            (capture, refund)
            for _, capture in self._captures(account)
            for refund in capture.refunds
            if refund.id == request.path_params["id"]
        ]
        if not found:
            raise not_found()
        return JSONResponse(refund_shape(*found[0], self._p.url))

    async def _method(self, account: Account, request: Request) -> Response:
        kept = self._p.kept.get(request.path_params["id"])
        if kept is None or kept.account is not account:
            raise not_found()
        return JSONResponse({"id": kept.id, "customer": {"id": kept.customer_id}, "payment_source": {"paypal": {}}})

    async def _forget_method(self, account: Account, request: Request) -> Response:
        kept = self._p.kept.get(request.path_params["id"])
        if kept is None or kept.account is not account:
            raise not_found()
        self._p.forget_method(kept)
        return Response(status_code=204)

    async def _add_hook(self, account: Account, request: Request) -> Response:
        form = await _body(request, WebhookForm)
        if any(hook.account is account and hook.url == form.url for hook in self._p.hooks):
            raise PayPalError(400, "WEBHOOK_URL_ALREADY_EXISTS")
        hook = Hook(self._p.new_id(), account, form.url, [one.name for one in form.event_types])
        dashboard = {one.webhook_id for one in ACCOUNTS if one is account}
        self._p.hooks = [one for one in self._p.hooks if one.id not in dashboard] + [hook]
        return JSONResponse(_hook_shape(hook), 201)

    async def _hooks(self, account: Account, request: Request) -> Response:
        return JSONResponse({"webhooks": [_hook_shape(hook) for hook in self._p.hooks if hook.account is account]})

    def _hook(self, account: Account, id: str) -> Hook:
        for hook in self._p.hooks:
            if hook.account is account and hook.id == id:
                return hook
        raise not_found()

    async def _patch_hook(self, account: Account, request: Request) -> Response:
        hook = self._hook(account, request.path_params["id"])
        content = _json(await request.body())
        if not isinstance(content, list):
            raise PayPalError(400, "MALFORMED_REQUEST_JSON")
        for patch in [PatchForm.model_validate(one) for one in content]:
            if patch.op != "replace" or patch.path != "/event_types" or not isinstance(patch.value, list):
                raise PayPalError(400, "INVALID_PATCH_OPERATION")
            hook.types = [EventTypeForm.model_validate(one).name for one in patch.value]
        return JSONResponse(_hook_shape(hook))

    async def _drop_hook(self, account: Account, request: Request) -> Response:
        self._p.hooks.remove(self._hook(account, request.path_params["id"]))
        return Response(status_code=204)

    async def _dispute(self, account: Account, request: Request) -> Response:
        dispute = self._p.disputes.get(request.path_params["id"])
        if dispute is None or dispute.order.account is not account:
            raise not_found()
        return JSONResponse(dispute_shape(dispute, self._p.url))


def _basic(request: Request) -> Account | None:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True).decode() if scheme == "Basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        return None
    return next((one for one in ACCOUNTS if given == f"{one.client_id}:{one.secret}"), None)


def _is_json(request: Request) -> bool:
    return request.headers.get("content-type", "").split(";")[0].strip() == "application/json"


def _json(body: bytes) -> Any:
    try:
        return json.loads(body or b"{}")
    except ValueError:
        raise PayPalError(400, "MALFORMED_REQUEST_JSON") from None


async def _body(request: Request, form: type[F]) -> F:
    return form.model_validate(_json(await request.body()))


def _preferred(request: Request, shape: Shape) -> Shape:
    return shape if request.headers.get("prefer") == "return=representation" else minimal(shape)


def _hook_shape(hook: Hook) -> Shape:
    return {"id": hook.id, "url": hook.url, "event_types": [{"name": name} for name in hook.types], "links": []}

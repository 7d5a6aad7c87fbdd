"""What can be downloaded as CSV (RFC 4180): the signed-in customer's balance log. Streamed: a log may be long."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import UTC, datetime

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from backend.domain.errors import Forbidden, InvalidInput, Refusal
from backend.services.balances.export import Record, export_transactions
from backend.services.context import Context, Role
from backend.web.graphql import Unauthenticated

PATH = "/exports/balance-transactions.csv"
COLUMNS = (
    "id", "occurred_at", "reason", "description", "actor", "amount", "balance_after", "currency", "payment", "invoice",
    "subscription",
)  # fmt: skip
# A spreadsheet runs a cell that begins with one of these, also in its full-width form.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_STATUS = {Forbidden.code: 403, InvalidInput.code: 400}

# The context of whoever the request's bearer token stands for. Raises Unauthenticated for a bad one.
MakeContext = Callable[[Request], Awaitable[Context]]


class Exports:
    """The routes. `caller` makes the context of whoever asks."""

    def __init__(self, caller: MakeContext) -> None:
        self._caller = caller

    def routes(self) -> list[Route]:
        """What to put into the application's routes."""
        return [Route(PATH, self._balance_transactions, methods=["GET"])]

    async def _balance_transactions(self, request: Request) -> Response:
        """`?currency=USD&from=2026-01-01T00:00:00Z&until=...`, each as you like; nothing is sent before all is well."""
        try:
            ctx = await self._caller(request)
            if ctx.actor.role is Role.ANONYMOUS:
                raise Unauthenticated("Sign in to download this.")
            pages = await export_transactions(
                ctx,
                currency=request.query_params.get("currency") or None,
                since=_instant(request, "from"),
                until=_instant(request, "until"),
            )
            # Read before the status is sent: what is broken is then a 500, and not half a file.
            first: list[Record] = await anext(pages, [])
        except Unauthenticated as error:
            return _refused(401, {"code": "UNAUTHENTICATED", "message": error.message})
        except Refusal as refusal:
            return _refused(_STATUS.get(refusal.code, 400), _shown(refusal))
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": 'attachment; filename="balance-transactions.csv"',
        }
        return StreamingResponse(_csv(first, pages), 200, headers, "text/csv; charset=utf-8; header=present")


def defused(text: str) -> str:
    """The same text, with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


async def _csv(first: list[Record], rest: AsyncIterator[list[Record]]) -> AsyncIterator[str]:
    yield _lines([COLUMNS])
    yield _lines(map(_values, first))
    async for page in rest:
        yield _lines(map(_values, page))


def _values(record: Record) -> tuple[str, ...]:
    """Texts are defused. Amounts are not: they are plain numbers, and a negative one begins with its sign."""
    return (
        record.id,
        record.occurred_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        record.reason,
        defused(record.description),
        record.actor.value,
        record.amount.major(),
        record.balance_after.major(),
        record.amount.currency.code,
        record.payment_id or "",
        record.invoice_id or "",
        record.subscription_id or "",
    )


def _lines(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _instant(request: Request, name: str) -> datetime | None:
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput.at(name, "INVALID_TIME", "Write a time such as 2026-01-31T12:00:00Z.") from None


def _shown(refusal: Refusal) -> dict[str, object]:
    body: dict[str, object] = {"code": refusal.code, "message": refusal.message}
    if isinstance(refusal, InvalidInput):
        body["fields"] = [{"path": f.path, "code": f.code, "message": f.message} for f in refusal.fields]
    return body


def _refused(status: int, body: dict[str, object]) -> Response:
    headers = {"Cache-Control": "no-store"} | ({"WWW-Authenticate": "Bearer"} if status == 401 else {})
    return Response(orjson.dumps(body), status, headers, "application/json")

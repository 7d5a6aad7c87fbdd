"""Card numbers become single-use tokens here. The number lives in this function's memory and nowhere else."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta

from .calls import Call, Reply
from .cards import brand_of, outcome_of, passes_luhn
from .problems import Problem, invalid
from .provider import EPOCH, Account, new_id, origin_of, timestamp


async def create_token(call: Call) -> Reply:
    """POST /v1/tokens, with a publishable key: checks the card and answers a token without the number."""
    _same_origin_only(call)
    params = call.params
    number = params.text("number", longest=40)
    exp_month = params.whole("exp_month", lowest=1, highest=12)
    exp_year = params.whole("exp_year", lowest=2000, highest=2099)
    cvc = params.text("cvc", longest=10)
    params.done()

    digits = re.sub(r"[ -]", "", number)
    if not re.fullmatch(r"[0-9]{12,19}", digits) or not passes_luhn(digits):
        raise invalid("incorrect_number", "The card number is not valid.", "number")
    now_ms = call.provider.account_now_ms(call.account)
    today = EPOCH + timedelta(milliseconds=now_ms)
    if (exp_year, exp_month) < (today.year, today.month):
        raise invalid("invalid_expiry", "The card's expiry date is in the past.", "exp_month")
    brand = brand_of(digits)
    if not re.fullmatch(r"[0-9]{4}" if brand == "amex" else r"[0-9]{3}", cvc):
        raise invalid("invalid_cvc", "The security code does not have the right length.", "cvc")
    outcome = outcome_of(digits)
    if outcome is None:
        raise invalid(
            "test_card_unknown", "This is a sandbox: only the published test cards work, never a real card.", "number"
        )

    await call.carry_out()
    token = new_id("tok")

    def work(db: sqlite3.Connection) -> None:
        db.execute(
            "INSERT INTO tokens (id, account_id, outcome, brand, last4, exp_month, exp_year, created_ms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (token, call.account.id, outcome, brand, digits[-4:], exp_month, exp_year, now_ms),
        )

    await call.provider.store.write(work)
    card = {"brand": brand, "last4": digits[-4:], "exp_month": exp_month, "exp_year": exp_year}
    return Reply(201, {"id": token, "object": "token", "card": card, "created": timestamp(now_ms)})


def use_token(db: sqlite3.Connection, account: Account, id: str) -> sqlite3.Row:
    """The token's row, used up from now on; a problem when there is none or it was used before."""
    token: sqlite3.Row | None = db.execute(
        "SELECT * FROM tokens WHERE id = ? AND account_id = ?", (id, account.id)
    ).fetchone()
    if token is None:
        raise invalid("token_unknown", "There is no such token.", "token")
    if token["used"]:
        raise invalid("token_already_used", "The token was used before; a token works once.", "token")
    db.execute("UPDATE tokens SET used = 1 WHERE id = ?", (id,))
    return token


def _same_origin_only(call: Call) -> None:
    # Browsers state where a request comes from; only our own card field may send card numbers here.
    origin = call.request.headers.get("origin")
    own = (origin_of(call.provider.public_url), f"{call.request.url.scheme}://{call.request.url.netloc}")
    if origin is not None and origin not in own:
        raise Problem(403, "permission_error", "foreign_origin", "Tokens are made only by the hosted card field.")

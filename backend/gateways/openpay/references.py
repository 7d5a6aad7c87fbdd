"""Our references in Openpay's words: the unique `order_id` of a charge, and marks at the end of descriptions.

Openpay has no field of ours on a refund, none that says why a card was kept, and forgets what was asked for when
another amount comes in. But it returns every description.
"""

from __future__ import annotations

import hashlib
import re

from backend.domain.money import Currency, MalformedAmount, Money, parse_amount

LONGEST_ORDER_ID = 100
LONGEST_DESCRIPTION = 250

# The order id of a charge with 3-D Secure, should the refused one without it ever keep its own.
_SECURED = "-3ds"
_ROOM = LONGEST_ORDER_ID - len(_SECURED)
_OPENING, _HARMLESS = "[perennial ", "(perennial "
_KEPT = "[perennial keeps the card]"
_CHARGE = re.compile(r"(?:\[perennial asks ([0-9.]{1,20})\])?\s?(\[perennial keeps the card\])?\s*\Z")
_MARK = re.compile(r"\[perennial ([^\[\]\s]+)\]\s*\Z")


def order_id(our_reference: str) -> str:
    """A reference as it is; one that is too long for Openpay with its hash at the end, always the same."""
    if len(our_reference) <= _ROOM:
        return our_reference
    digest = hashlib.sha256(our_reference.encode()).hexdigest()
    return f"{our_reference[: _ROOM - len(digest) - 1]}.{digest}"


def secured(order: str) -> str:
    """The order id of the same payment for a second charge, with 3-D Secure."""
    return order.removesuffix(_SECURED) + _SECURED


def our_reference_in(order: str | None) -> str | None:
    """The reference that an order id stands for."""
    return None if order is None else order.removesuffix(_SECURED)


def charge_description(text: str, *, asked: Money | None, keeps: bool) -> str:
    """What the charge is for, cut to what Openpay takes.

    Behind it, `asked` where another amount may come in, and whether it is to make Openpay keep its card. Nothing in
    `text` is taken for such a mark later.
    """
    text = text.replace(_OPENING, _HARMLESS)
    marks = ([f"[perennial asks {asked.major()}]"] if asked is not None else []) + ([_KEPT] if keeps else [])
    return _marked(text, " ".join(marks)) if marks else text[:LONGEST_DESCRIPTION]


def asked_in(description: str | None, currency: Currency) -> Money | None:
    """The amount that was asked for, where the charge's own may be another."""
    found = _CHARGE.search(description or "")
    if found is None or found.group(1) is None:
        return None
    try:
        return parse_amount(found.group(1), currency)
    except MalformedAmount:
        return None


def keeps_its_card(description: str | None) -> bool:
    """Whether the charge was to make Openpay keep its card."""
    found = _CHARGE.search(description or "")
    return found is not None and found.group(2) is not None


def refund_description(reason: str, our_reference: str) -> str:
    """Staff's reason, cut to what Openpay takes, and the mark by which the refund is found again."""
    return _marked(reason, f"[perennial {order_id(our_reference)}]")


def refund_mark_in(description: str | None) -> str | None:
    """Our reference of a refund; None for one that was made in Openpay's dashboard."""
    found = _MARK.search(description or "")
    return found.group(1) if found else None


def _marked(text: str, mark: str) -> str:
    return f"{text[: LONGEST_DESCRIPTION - len(mark) - 1]} {mark}".lstrip()

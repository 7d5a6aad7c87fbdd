"""Finding what carries our reference.

Stripe's search sees a new object only after a while (a minute, or longer when something is wrong there), so "not found"
by search alone proves nothing about the last minutes. Its lists see everything at once, but cannot be asked for a
reference. Whoever looks here reads the newest of the list first and searches for the rest.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from backend.gateways.base import ConfigurationError, InvalidRequest
from backend.gateways.stripe.classify import classify_answer
from backend.gateways.stripe.remote import ask
from backend.gateways.stripe.reply import Reply
from backend.gateways.stripe.texts import OUR_REFERENCE, reference_text

if TYPE_CHECKING:
    import stripe

PAGE = 100


async def first_by_reference(
    search: Callable[[str], Awaitable[stripe.StripeObject]], our_reference: str
) -> Mapping[str, Any] | None:
    """The first object that search knows by our reference. What it holds may be old: only the id is of use."""
    quoted = reference_text(our_reference).replace("\\", "\\\\").replace("'", "\\'")
    reply = await ask(search(f"metadata['{OUR_REFERENCE}']:'{quoted}'"))
    if reply.content is None:
        refusal = classify_answer(reply, reads=True)
        if isinstance(refusal, InvalidRequest | ConfigurationError) and reply.status in (400, 403):
            # Some countries' accounts, and restricted keys, have no search: the lists are all there is.
            return None
        raise refusal
    return next(rows(reply), None)


def rows(reply: Reply) -> Iterator[Mapping[str, Any]]:
    """The objects of a list. Raises the contract's error when the answer is none; lists are only ever read."""
    content = reply.content
    found = content.get("data") if content else None
    if not isinstance(found, list):
        raise classify_answer(reply if content is None else Reply(200), reads=True)
    return (row for row in found if isinstance(row, dict))


def carries(row: Mapping[str, Any], our_reference: str) -> bool:
    """Whether an object of a list is the one with our reference."""
    notes = row.get("metadata")
    return isinstance(notes, dict) and notes.get(OUR_REFERENCE) == reference_text(our_reference)

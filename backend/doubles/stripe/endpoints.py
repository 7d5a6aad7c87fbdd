"""Webhook endpoints and ephemeral keys."""

from __future__ import annotations

import re

from .book import Thing
from .desk import VERSION, Desk
from .params import Params
from .problems import Problem

_MOST_ENDPOINTS = 16
_VERSION_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(\.[a-z]+)?")
_EVENT_FAMILIES = (
    "account", "balance", "billing", "charge", "checkout.session", "customer", "invoice", "mandate",
    "payment_intent", "payment_method", "payout", "refund", "setup_intent",
)  # fmt: skip


def create(desk: Desk, params: Params) -> Thing:
    """POST /v1/webhook_endpoints; the only answer that shows the secret."""
    url = params.required("url")
    events = params.texts("enabled_events")
    version = params.text("api_version")
    connect = params.flag("connect")
    description, notes = params.text("description"), params.metadata()
    params.done()
    if not url.startswith(("https://", "http://")):
        raise Problem(400, "Invalid URL: An explicit scheme (such as https) must be provided.", param="url")
    if not events:
        raise params.missing("enabled_events")
    for index, event in enumerate(events):
        if event != "*" and not event.startswith(tuple(f"{family}." for family in _EVENT_FAMILIES)):
            text = f"Invalid enabled_events[{index}]: must be one of the known events"
            raise Problem(400, text, param=f"enabled_events[{index}]")
    if version is not None and _VERSION_FORM.fullmatch(version) is None:
        raise Problem(400, f"Invalid API version: {version}", param="api_version")
    if len(desk.book.of("webhook_endpoint")) >= _MOST_ENDPOINTS:
        raise Problem(400, f"You have reached the maximum of {_MOST_ENDPOINTS} test webhook endpoints.")
    desk.begin()
    secret = desk.id("whsec")
    endpoint = add(desk, url, events, secret, desk.book.account.old_webhook_secret, version=version, connect=connect)
    endpoint |= {"description": description, "metadata": notes}
    return {**endpoint, "secret": secret}


def add(
    desk: Desk,
    url: str,
    events: list[str],
    secret: str,
    old_secret: str,
    *,
    version: str | None = None,
    connect: bool = False,
) -> Thing:
    """An endpoint, by the API or in the dashboard. Without a version it speaks the account's."""
    endpoint = desk.add(
        "we",
        "webhook_endpoint",
        {
            "api_version": version,
            "application": None,
            "description": None,
            "enabled_events": events,
            "metadata": {},
            "status": "enabled",
            "url": url,
        },
    )
    desk.book.secret(endpoint["id"]).update({"secret": secret, "old_secret": old_secret, "connect": connect})
    return endpoint


def delete(desk: Desk, params: Params, id: str) -> Thing:
    """DELETE /v1/webhook_endpoints/{id}."""
    params.done()
    desk.book.get("webhook_endpoint", id)
    desk.begin()
    del desk.book.things[id]
    return {"id": id, "object": "webhook_endpoint", "deleted": True}


def create_ephemeral_key(desk: Desk, params: Params) -> Thing:
    """POST /v1/ephemeral_keys: for one customer, in the version that the app's SDK sends, for an hour."""
    customer = params.required("customer")
    params.done()
    desk.book.get("customer", customer, param="customer", status=400)
    if desk.version is None:
        raise Problem(400, "Missing required header: Stripe-Version. Set it to the version of your mobile SDK.")
    desk.begin()
    key = desk.add("ephkey", "ephemeral_key", {"expires": desk.now + 3600, "secret": desk.id("ek_test")})
    key["associated_objects"] = [{"id": customer, "type": "customer"}]
    return key


def delete_ephemeral_key(desk: Desk, params: Params, id: str) -> Thing:
    """DELETE /v1/ephemeral_keys/{id}."""
    params.done()
    key = desk.book.get("ephemeral_key", id)
    desk.begin()
    del desk.book.things[id]
    return {name: value for name, value in key.items() if name != "secret"}


__all__ = ["VERSION", "add", "create", "create_ephemeral_key", "delete", "delete_ephemeral_key"]

"""Nobody learns anything of what is not theirs. Generated from the schema: each place that takes an id has its case.

The answer for somebody else's id must be, byte for byte, the answer for an id that nobody has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLInputType, build_schema, get_named_type

from backend.models.ids import new_id, prefix_of
from tests.support.shop import (
    CANCEL,
    CHALLENGED_CARD,
    PAY,
    QUOTE,
    SUBSCRIBE,
    WATCH_PAYMENT,
    WATCH_SUBSCRIPTION,
    Person,
    Shop,
    merchant_id,
)

SCHEMA = build_schema((Path(__file__).parents[2] / "schema.graphql").read_text())
NODE = """
query ($id: ID!) { node(id: $id) {
  __typename id
  ... on Customer { email name } ... on Payment { amount { amount } payer: customer { email } }
  ... on Subscription { state: status holder: customer { email } }
  ... on Invoice { total { amount } debtor: customer { email } }
  ... on Plan { name prices { amount } } ... on Product { name } ... on Addon { name } ... on Merchant { name }
} }"""

Variables = Callable[[Shop, str], Mapping[str, Any]]
NO_TOKEN = {"gateway": "sandbox", "kind": "CARD", "token": "tok_none"}


@dataclass(frozen=True)
class Place:
    """A place that takes an id: the prefixes that belong there, and how to send one."""

    prefixes: tuple[str, ...]
    document: str
    variables: Variables


def plain(_shop: Shop, id: str) -> Mapping[str, Any]:
    return {"id": id}


def wrapped(**fields: Any) -> Variables:
    return lambda _shop, id: {"input": {**fields, "id": id}}


def of_plan(**fields: Any) -> Variables:
    return lambda _shop, id: {"input": {**fields, "planId": id}}


def with_addon(**fields: Any) -> Variables:
    def variables(shop: Shop, id: str) -> Mapping[str, Any]:
        plan = shop.plans["hosting/basic" if shop.merchant else "hosting/team"]
        return {"input": {**fields, "planId": plan, "addons": [{"addonId": id}]}}

    return variables


PLACES = {
    "Query.node.id": Place(("cus", "sub", "inv", "pay", "prod", "plan", "addon", "mer"), NODE, plain),
    "Query.product.id": Place(("prod",), "query ($id: ID) { product(id: $id) { id name } }", plain),
    "Query.plan.id": Place(("plan",), "query ($id: ID!) { plan(id: $id) { id name } }", plain),
    "Query.subscription.id": Place(("sub",), "query ($id: ID!) { subscription(id: $id) { id status } }", plain),
    "Query.invoice.id": Place(("inv",), "query ($id: ID) { invoice(id: $id) { id status } }", plain),
    "Query.payment.id": Place(("pay",), "query ($id: ID!) { payment(id: $id) { id status } }", plain),
    "Query.subscriptionQuote.input.planId": Place(("plan",), QUOTE, of_plan()),
    "Query.subscriptionQuote.input.addons.addonId": Place(("addon",), QUOTE, with_addon()),
    "Mutation.subscriptionCreate.input.planId": Place(
        ("plan",), SUBSCRIBE, of_plan(idempotencyKey="isolation", payWith=NO_TOKEN)
    ),
    "Mutation.subscriptionCreate.input.addons.addonId": Place(
        ("addon",), SUBSCRIBE, with_addon(idempotencyKey="isolation", payWith=NO_TOKEN)
    ),
    "Mutation.invoicePay.input.id": Place(("inv",), PAY, wrapped(idempotencyKey="isolation", payWith=NO_TOKEN)),
    "Mutation.paymentCancel.input.id": Place(("pay",), CANCEL, wrapped()),
    "LiveUpdates.paymentUpdated.id": Place(("pay",), WATCH_PAYMENT, plain),
    "LiveUpdates.subscriptionUpdated.id": Place(("sub",), WATCH_SUBSCRIPTION, plain),
}
# What every visitor of the same merchant may see; only another merchant's people are strangers to it.
PUBLIC = frozenset({"prod", "plan", "addon", "mer"})


def id_places() -> Iterator[str]:
    for root in (SCHEMA.query_type, SCHEMA.mutation_type, SCHEMA.subscription_type):
        assert root is not None
        for name, field in root.fields.items():
            for argument_name, argument in field.args.items():
                yield from _ids_in(f"{root.name}.{name}.{argument_name}", argument.type)
    for type in SCHEMA.type_map.values():
        if type in (SCHEMA.query_type, SCHEMA.mutation_type, SCHEMA.subscription_type) or type.name.startswith("__"):
            continue
        for name, field in getattr(type, "fields", {}).items():
            for argument_name, argument in getattr(field, "args", {}).items():
                yield from _ids_in(f"{type.name}.{name}.{argument_name}", argument.type)


def _ids_in(path: str, type: GraphQLInputType) -> Iterator[str]:
    named = get_named_type(type)
    if named.name == "ID":
        yield path
    elif isinstance(named, GraphQLInputObjectType):
        for name, field in named.fields.items():
            yield from _ids_in(f"{path}.{name}", field.type)


def test_each_place_that_takes_an_id_has_a_case() -> None:
    assert sorted(id_places()) == sorted(PLACES)


def test_a_node_of_each_kind_is_asked_for() -> None:
    node = SCHEMA.get_type("Node")
    kinds = {type.name for type in SCHEMA.type_map.values() if node in getattr(type, "interfaces", ())}
    # An attempt is reached through its payment, never by its id.
    assert kinds - {"PaymentAttempt"} == {
        "Customer", "Subscription", "Invoice", "Payment", "Product", "Plan", "Addon", "Merchant"
    }  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """Ana's things, and everybody else."""

    ids: dict[str, list[str]]
    ana: Person
    staff: Person
    strangers: dict[str, tuple[Shop, Person | None]]
    secrets: tuple[str, ...]


@pytest.fixture(scope="session")
def scene(shop: Shop, other: Shop, staff: Person, other_staff: Person) -> Scene:
    ana, beto = shop.register(), shop.register()
    done, waiting = shop.subscribe(ana), shop.subscribe(ana, CHALLENGED_CARD, plan="analytics/basic")
    shop.subscribe(beto)
    answers = (done, waiting)
    ids = {
        "cus": [ana.customer_id or ""],
        "sub": [answer["subscription"]["id"] for answer in answers],
        "inv": [answer["invoice"]["id"] for answer in answers],
        "pay": [answer["firstPayment"]["id"] for answer in answers],
        "plan": [shop.plans["hosting/team"]],
        "addon": [shop.plans["hosting/team/seat"]],
        "prod": [shop.ask('{ product(code: "hosting") { id } }')["product"]["id"]],
        "mer": [merchant_id(shop)],
    }
    strangers = {
        "another customer": (shop, beto),
        "a visitor": (shop, None),
        "staff of another merchant": (other, other_staff),
        "a customer of another merchant": (other, other.register()),
        "a visitor of another merchant": (other, None),
    }
    return Scene(ids, ana, staff, strangers, (ana.email, "Hosting", "Evergreen"))


def answer_to(shop: Shop, place: str, by: Person | None, id: str) -> bytes:
    """What comes back, with the id that was sent taken out."""
    case = PLACES[place]
    variables = case.variables(shop, id)
    if place.startswith("LiveUpdates."):
        with shop.watching(case.document, id, by=by) as watch:
            first = watch.receive()
            refused = first["type"] == "next" and "errors" in first["payload"]
            content = json.dumps([first, watch.receive()] if refused else [first]).encode()
    else:
        answer = shop.post(case.document, variables, by=by)
        assert answer.status_code == 200
        content = answer.content
    assert b"GRAPHQL_VALIDATION_FAILED" not in content
    assert b"BAD_USER_INPUT" not in content
    return content.replace(id.encode(), b"ID")


@pytest.mark.parametrize("place", PLACES)
def test_strangers_cannot_tell_what_is_there_from_what_is_not(shop: Shop, scene: Scene, place: str) -> None:
    for prefix in PLACES[place].prefixes:
        for name, (stranger_shop, stranger) in scene.strangers.items():
            if prefix in PUBLIC and not name.endswith("another merchant"):
                continue
            nothing = answer_to(stranger_shop, place, stranger, new_id(prefix))
            for id in scene.ids[prefix]:
                found = answer_to(stranger_shop, place, stranger, id)
                assert found == nothing, (name, id)
                assert not any(secret.encode() in found for secret in scene.secrets)


@pytest.mark.parametrize("place", [place for place in PLACES if not place.startswith("Mutation.")])
def test_the_owner_does_see_it(shop: Shop, scene: Scene, place: str) -> None:
    for prefix in PLACES[place].prefixes:
        nothing = answer_to(shop, place, scene.ana, new_id(prefix))
        for id in scene.ids[prefix]:
            assert answer_to(shop, place, scene.ana, id) != nothing


def test_a_mutation_of_a_stranger_changed_nothing(shop: Shop, scene: Scene) -> None:
    before = shop.me(scene.ana)
    for place in (place for place in PLACES if place.startswith("Mutation.")):
        for stranger_shop, stranger in scene.strangers.values():
            for prefix in PLACES[place].prefixes:
                for id in scene.ids[prefix]:
                    answer_to(stranger_shop, place, stranger, id)
    assert shop.me(scene.ana) == before


@pytest.mark.parametrize("prefix", PLACES["Query.node.id"].prefixes)
def test_node_finds_each_kind_for_its_owner_and_for_staff(shop: Shop, scene: Scene, prefix: str) -> None:
    for id in scene.ids[prefix]:
        assert prefix_of(id) == prefix
        mine = shop.ask(NODE, {"id": id}, by=scene.ana)["node"]
        assert mine["id"] == id
        assert shop.ask(NODE, {"id": id}, by=scene.staff)["node"] == mine
        if prefix in PUBLIC:
            assert shop.ask(NODE, {"id": id})["node"] == mine


@pytest.mark.parametrize(
    "id", ["", "_", "pay", "pay_", "nope_0", "evt_0", "usr_0", "pay_' OR 1=1", "\u00e9", "x" * 5000]
)
def test_node_knows_nothing_of_any_other_text(shop: Shop, scene: Scene, id: str) -> None:
    assert shop.ask(NODE, {"id": id}, by=scene.staff) == {"node": None}


def test_tokens_of_one_merchant_keep_it_whatever_the_header_says(shop: Shop, scene: Scene) -> None:
    headers = {"Authorization": f"Bearer {scene.ana.access}", "X-Merchant": "other"}
    query = {"query": "{ viewer { email merchant { code } } }"}
    answer = shop.http.post(f"{shop.url}/graphql", json=query, headers=headers)
    assert answer.json() == {"data": {"viewer": {"email": scene.ana.email, "merchant": {"code": "demo"}}}}


def test_lists_of_staff_and_visitors_show_no_customer(shop: Shop, scene: Scene) -> None:
    assert shop.ask("{ me { id } }") == {"me": None}
    assert shop.ask("{ me { id } }", by=scene.staff) == {"me": None}
    assert shop.ask("{ viewer { email } }") == {"viewer": None}


def test_the_catalogue_of_a_merchant_is_its_own(shop: Shop, other: Shop) -> None:
    assert sorted(replace(other).plans) == [
        "hosting/basic",
        "hosting/basic/seat",
        "hosting/basic/setup",
        "hosting/plus",
    ]
    assert not set(other.plans.values()) & set(shop.plans.values())

"""Payments with their refunds, and balances with what tops them up, are never read row by row."""

from __future__ import annotations

from tests.schema.test_query_counts import statements
from tests.support.api import Api
from tests.support.refunds import RefundDesk
from tests.support.storefront import Storefront
from tests.support.top_ups import open_refilling

MINE = """
{ me {
  paymentMethods { id brand isDefault }
  balances { autoTopUp { enabled paymentMethod { id } inFlight { id } } }
  payments(first: 50) { nodes { id refunds { id amount { amount } payment { id refundable { amount } } } } }
} }"""


async def test_twenty_payments_with_refunds_cost_as_much_as_one(store: Storefront) -> None:
    refilling = await open_refilling(store)
    await refilling.order()
    made = await store.subscribe()
    assert made.payment is not None
    assert made.invoice is not None
    desk = RefundDesk(refilling.treasury, made.payment, made.invoice)
    await desk.refund("1.00")
    api = Api(store.services, store.ana.actor)
    with statements() as few:
        found = await api.ask(MINE)
    assert [len(one["refunds"]) for one in found["payments"]["nodes"]] == [1, 0]
    assert found["balances"][0]["autoTopUp"] == {
        "enabled": True, "paymentMethod": {"id": refilling.method.id}, "inFlight": None
    }  # fmt: skip

    for _ in range(20):
        payment = await refilling.treasury.top_up("5.00")
        for _ in range(2):
            await desk.refund("1.00", payment=payment)
    with statements() as many:
        found = await api.ask(MINE)
    assert [len(one["refunds"]) for one in found["payments"]["nodes"]] == [2] * 20 + [1, 0]
    assert len(few) == len(many) <= 9

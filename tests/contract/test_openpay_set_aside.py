"""Openpay takes no voucher or transfer back: set aside, the card pays, and the old one is paid after all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backend.conformance.catalogue import Behaviour
from backend.conformance.shop import Shop
from backend.conformance.stand import Stand
from backend.gateways.base import MethodKind
from backend.models import Payment
from backend.services.payments.cancel import cancel_payment
from backend.services.payments.late import look_for_late_money
from tests.contract.openpay import OpenpayHarness
from tests.contract.stands import stand_over


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with stand_over(OpenpayHarness, "sqlite", tmp_path) as stand:
        yield stand


@pytest.mark.parametrize("kind", [MethodKind.STORE, MethodKind.BANK_TRANSFER])
def test_the_card_pays_and_the_old_money_is_balance(stand: Stand, kind: MethodKind) -> None:
    async def story(shop: Shop) -> None:
        """Set aside, paid by card, and paid at the store or by transfer three days later."""
        old, reference = await shop.subscribe(kind=kind), await shop.reference()
        canceled = await cancel_payment(shop.sale.customer, payment_id=old.id)
        assert (canceled.status, canceled.action_expires_at) == ("CANCELED", old.action_expires_at)
        assert old.action_expires_at is not None
        card = await shop.pay_invoice()
        assert (card.status, (await shop.invoice()).status, await shop.balance()) == ("SUCCEEDED", "PAID", 0)

        await shop.later(timedelta(days=1))
        await shop.bench.harness.settle(reference, kind)
        assert await look_for_late_money(shop.services) == 1
        after = await Payment.get(id=old.id)
        amount = shop.bench.amount.minor
        assert (after.status, after.captured_minor, await shop.balance()) == ("SUCCEEDED", amount, amount)
        assert (await shop.invoice()).paid_minor == amount

    stand.run(Behaviour((38,), 2, (), story))

"""A value that is longer than its column is found nowhere, and written nowhere."""

from __future__ import annotations

import pytest
from tortoise.exceptions import ValidationError

from backend.domain.errors import NotFound
from backend.models import Plan, Product
from backend.services.catalog.load_purchase import Selection
from backend.services.subscriptions.quote import quote_subscription
from tests.support.storefront import Storefront

LONG = "p" * 60


async def test_an_id_or_code_of_any_length_is_looked_up_and_not_found(store: Storefront) -> None:
    with pytest.raises(NotFound):
        await quote_subscription(store.ana.context, selection=Selection(LONG))
    assert await Plan.get_or_none(id=LONG) is None
    assert await Product.filter(code__in=[LONG, "hosting"]).count() == 1


async def test_what_is_written_is_still_checked(store: Storefront) -> None:
    with pytest.raises(ValidationError):
        await Product.filter(code="hosting").update(code=LONG)
    product = await Product.get(code="hosting")
    product.code = LONG
    with pytest.raises(ValidationError):
        await product.save()

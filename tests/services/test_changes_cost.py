"""What a quote of a change costs the database does not depend on how many add-ons are held or wanted."""

from __future__ import annotations

import pytest

from backend.domain.catalog import AddonCharge
from backend.models import Plan
from backend.services.catalog.create import Offered, create_addon
from tests.schema.test_query_counts import statements
from tests.support.life import Life
from tests.support.plan_changes import HALF, Changes, figures, open_changes

MANY = 12


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


async def offer_extras(life: Life, plan: Plan) -> list[str]:
    """Twelve add-ons of a plan; answers their codes."""
    codes = [f"extra-{n}" for n in range(MANY)]
    for code in codes:
        await create_addon(
            life.store.merchant.system, plan=plan, code=code, name=code.title(), charge=AddonCharge.RECURRING,
            prices={"USD": 100}, offered=Offered(), max_quantity=9,
        )  # fmt: skip
    return codes


async def test_a_quote_costs_as_many_statements_with_twelve_add_ons_as_with_one(changes: Changes) -> None:
    life = changes.life
    codes = await offer_extras(life, life.monthly)
    few = await life.subscribe(addons={codes[0]: 1})
    many = await life.subscribe(addons=dict.fromkeys(codes, 1), who=await life.customer())
    life.clock.now = HALF
    counts = []
    for sub, held in ((few, codes[:1]), (many, codes)):
        with statements() as seen:
            offer = await changes.quote(sub, life.monthly, addons=dict.fromkeys(held, 2), by=life.store.merchant.system)
        # A line that is credited and one that is charged for each.
        assert len(figures(offer.quote)) == 2 * len(held)
        counts.append(len(seen))
    # One of them is this test's own: it asks for the add-ons by their code.
    assert counts[0] == counts[1] <= 25

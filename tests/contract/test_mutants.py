"""A kit that passes a mutant is wrong: each mistake is noticed by the behaviour that is there for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.conformance.catalogue import behaviours
from backend.conformance.stand import Stand
from backend.gateways.base import GatewayError
from tests.contract.mutants import MUTANTS, Mutant
from tests.contract.stands import stand_for

KIT = {one.name: one for one in behaviours()}


@pytest.fixture(scope="module")
def stands() -> Iterator[dict[str, Stand]]:
    """The stands by harness; none of the behaviours here needs rows."""
    open_ones: dict[str, Stand] = {}
    yield open_ones
    for stand in open_ones.values():
        stand.__exit__()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.made.__name__)
def test_a_mutant_is_caught(stands: dict[str, Stand], mutant: Mutant) -> None:
    behaviour = KIT[mutant.caught_by]
    assert behaviour.level == 1
    if mutant.harness not in stands:
        stands[mutant.harness] = stand_for(mutant.harness, "sqlite", Path())
    # The mistake and nothing else is what fails; it must not be waved through as "not applicable" either.
    with pytest.raises((AssertionError, GatewayError, KeyError, TypeError, AttributeError)):
        stands[mutant.harness].run(behaviour, mutant.made())

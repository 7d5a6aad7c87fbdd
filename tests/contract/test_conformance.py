"""Every gateway of ours shows every behaviour of the conformance kit, on both databases where rows matter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend.conformance.catalogue import TOTAL, Behaviour, NotApplicable, behaviours
from backend.conformance.stand import Stand
from tests.contract.stands import HARNESSES, harness_of, stand_for

KIT = behaviours()


@pytest.fixture(scope="module")
def stands() -> Iterator[dict[tuple[str, str], Stand]]:
    """The stand that is open: one at a time, since a process knows one database."""
    open_ones: dict[tuple[str, str], Stand] = {}
    yield open_ones
    for stand in open_ones.values():
        stand.__exit__()


@pytest.fixture
def stand(
    request: pytest.FixtureRequest,
    stands: dict[tuple[str, str], Stand],
    tmp_path_factory: pytest.TempPathFactory,
) -> Stand:
    """The gateway's stand; the one before it is taken down."""
    named, dialect = request.param
    if (named, dialect) not in stands:
        while stands:
            stands.popitem()[1].__exit__()
        stands[named, dialect] = stand_for(named, dialect, tmp_path_factory.mktemp("stand"))
    return stands[named, dialect]


def _cases() -> Iterator[object]:
    for named in HARNESSES:
        can = harness_of(named).gateway.capabilities
        for dialect, marks in (("sqlite", ()), ("postgres", (pytest.mark.postgres,))):
            for one in KIT:
                if dialect == "postgres" and one.level == 1:
                    continue
                try:
                    one.check(can)
                except NotApplicable:
                    continue
                id = f"{named.partition(':')[0]}-{dialect}-{one.name}"
                yield pytest.param((named, dialect), one, id=id, marks=marks)


@pytest.mark.parametrize(("stand", "behaviour"), list(_cases()), indirect=["stand"])
def test_a_gateway_shows_the_behaviour(stand: Stand, behaviour: Behaviour) -> None:
    try:
        stand.run(behaviour)
    except NotApplicable as reason:
        pytest.skip(f"the gateway {reason}")


def test_every_number_of_the_catalogue_is_tried() -> None:
    assert {number for one in KIT for number in one.numbers} == set(range(1, TOTAL + 1))
    assert len({one.name for one in KIT}) == len(KIT)

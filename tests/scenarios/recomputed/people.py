"""Who lives through the year: people of a few kinds, who do what such people do, at instants by chance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from tests.scenarios.recomputed.dates import boundary
from tests.scenarios.recomputed.script import SERVERS, SITES, Act, Choice, Luck, Person, Plan, Spell, Way, What

FIRST = datetime(2026, 1, 31, 17, 30, 7, tzinfo=UTC)
_DAY = timedelta(days=1)
# What somebody does about a site, and how often compared with the others; then what they mostly do soon after it.
_HABITS: dict[What, int] = {
    "change": 10, "pause": 4, "cancel at the end": 3, "renew no more": 3, "cancel with credit": 2, "cancel now": 1,
    "top up": 3, "pay": 2, "keep": 1, "resume": 1, "renew": 1, "subscribe": 1,
}  # fmt: skip
_SOON: dict[What, list[What]] = {
    "pause": ["resume", "resume", "cancel with credit", "renew no more"],
    "cancel at the end": ["keep", "subscribe", "cancel with credit"],
    "renew no more": ["keep", "renew", "subscribe", "cancel at the end"],
    "cancel with credit": ["subscribe"],
    "cancel now": ["subscribe"],
    "change": ["change", "keep", "pause", "cancel with credit", "renew no more"],
}
_OF_SERVERS: dict[What, int] = {
    "top up": 8, "pause": 3, "resume": 2, "cancel now": 1, "cancel with credit": 1, "subscribe": 2, "change": 2,
}  # fmt: skip
_BY_DAYS = ["by-month", "by-day"]
# Sites that are billed often are rather seldom: each period takes its time.
_WANTED = ["month"] * 3 + ["plus"] * 2 + ["quarter"] * 3 + ["year"] * 2 + ["three-weeks", "ten-days"]


def some_instants(seed: int, count: int) -> list[datetime]:
    """`count` of a year, some of them exactly where periods end that began at the first."""
    chance, month = Random(f"instants-{seed}"), SITES["month"]  # noqa: S311 - a story, not a secret
    ends = [boundary(FIRST, month, number) for number in (1, 2, 5, 8, 9, 12)]
    within = int((ends[-1] - FIRST).total_seconds())
    others: set[datetime] = set()
    while len(others) < count - len(ends) - 1:
        others.add(FIRST + timedelta(seconds=chance.randrange(1, within)))
    return sorted({FIRST, *ends, *others})


def somebody(seed: int, number: int, instants: Sequence[datetime]) -> Person:
    """Person `number` of a story, the same every time; at the last instant nobody does anything.

    Of twenty, three have a server, one of them with a site beside it; three pay their site from the balance, two by
    hand.
    """
    chance = Random(f"person-{seed}-{number}")  # noqa: S311 - a story, not a secret
    kind, instants = number % 20, instants[:-1]
    way: Way = "balance" if kind in {1, 7, 13} else "by hand" if kind in {4, 16} else "card"
    acts = [] if kind in {0, 10} else _with_site(chance, instants, way)
    acts += _with_server(chance, instants, _BY_DAYS if acts else SERVERS) if kind in {0, 1, 10} else []
    spells = _spells(chance, instants)
    acts += _regrets(chance, instants, spells) if kind not in {0, 10} else []
    acts += [Act(at, "pay") for at in instants if way == "by hand" and chance.random() < 0.3]
    return Person(number, sorted(acts, key=lambda act: act.at), spells)


def _spells(chance: Random, instants: Sequence[datetime]) -> list[Spell]:
    """Times in which a card does not work, short ones and long ones; every third person has none."""
    found: list[Spell] = []
    for _ in range(chance.choice([0, 0, 1, 3, 6, 9])):
        start = chance.choice(instants) + timedelta(seconds=chance.randint(-86_400, 86_400))
        luck: Luck = chance.choice(["later", "later", "later", "dead"])
        found.append(Spell(start, start + chance.choice([0.5, 2, 5, 9, 12, 20]) * _DAY, luck))
    return found


def _regrets(chance: Random, instants: Sequence[datetime], spells: Sequence[Spell]) -> list[Act]:
    """Some pay by hand what was not collected, once their luck is better."""
    better = [[at for at in instants if at >= spell.end] for spell in spells if chance.random() < 0.4]
    return [Act(later[0], "pay") for later in better if later]


def _choice(chance: Random, plans: Sequence[Plan]) -> Choice:
    plan = chance.choice(plans)
    extras = {}
    if plan.extras and chance.random() < 0.4:
        extras["seat"] = chance.randint(1, 4)
    if plan.extras and chance.random() < 0.3:
        extras["setup"] = 1
    return Choice(plan.code, chance.choice([1, 1, 1, 2, 3]), extras)


def _site(chance: Random) -> Choice:
    return _choice(chance, [SITES[code] for code in _WANTED])


def _with_site(chance: Random, instants: Sequence[datetime], way: Way) -> list[Act]:
    """Most begin early. What they do later has its own consequences soon after."""
    n = int(chance.triangular(0, len(instants) * 0.7, 0))
    acts = [Act(instants[n], "top up", minor=chance.choice([5_000, 20_000, 60_000]))] if way == "balance" else []
    acts += _begins(chance, instants[n], way)
    for _ in range(chance.choice([0, 1, 1, 2, 3])):
        n += chance.randint(1, 12)
        what: What | None = chance.choices(list(_HABITS), list(_HABITS.values()))[0]
        while what is not None and n < len(instants):
            acts += _does(chance, instants[n], what, way)
            soon = _SOON.get(what, [])
            what = chance.choice(soon) if soon and chance.random() < 0.7 else None
            n += chance.randint(0, 2)
    return acts


def _begins(chance: Random, at: datetime, way: Way) -> list[Act]:
    """A trial needs a card that is kept: by a top-up. Who is declined may try again at once, mostly in vain."""
    choice = _site(chance)
    if way == "balance":
        return [Act(at, "subscribe", choice, "balance")]
    if way == "by hand":
        return [Act(at, "subscribe", choice, "nothing" if SITES[choice.plan].trial_days else way)]
    if SITES[choice.plan].trial_days:
        return [Act(at, "top up", minor=500), Act(at, "subscribe", choice, "kept card")]
    return [Act(at, "subscribe", choice, "card"), *([Act(at, "pay")] if chance.random() < 0.2 else [])]


def _does(chance: Random, at: datetime, what: What, way: Way) -> list[Act]:
    if what == "subscribe":
        return _begins(chance, at, way)
    if what == "change":
        return [Act(at, "change", _site(chance))]
    if what == "pause":
        until = at + timedelta(seconds=chance.randint(60, 60 * 86_400))
        return [Act(at, "pause", until=chance.choice([until, None]))]
    return [Act(at, what, minor=chance.randint(100, 20_000) if what == "top up" else 0)]


def _with_server(chance: Random, instants: Sequence[datetime], plans: Iterable[str]) -> list[Act]:
    """They begin together, so that many are charged at the same instants; by the hour with little money."""
    n, choice = chance.choice([0, 0, 0, 25]), _choice(chance, [SERVERS[code] for code in plans])
    most = 300 if choice.plan == "by-hour" else 6_000
    acts = [
        Act(instants[n], "top up", minor=chance.randint(most // 5, most)),
        Act(instants[n], "subscribe", choice),
    ]
    later = instants[n + 1 :]
    for at in sorted(chance.sample(later, chance.choice([2, 3, 5]))):
        what = chance.choices(list(_OF_SERVERS), list(_OF_SERVERS.values()))[0]
        if what == "subscribe":
            acts.append(Act(at, what, choice))
        elif what == "change":
            acts.append(Act(at, what, _choice(chance, [SERVERS[code] for code in _BY_DAYS])))
        elif what == "top up":
            acts.append(Act(at, what, minor=chance.randint(most // 20, most // 2)))
        else:
            acts += _does(chance, at, what, "balance")
    return acts

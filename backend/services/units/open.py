"""The one door to a customer's units: lock them, write off what has expired, let the caller move the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from backend.domain.errors import InsufficientUnits
from backend.domain.units import CHANGES, Lot, MovementKind, Portion, format_quantity, take
from backend.models import UnitAccount, UnitGrant, UnitMovement
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.sql import rows_of, value_rows
from backend.services.transaction import Transaction

# What the world is told of each kind. Grants are told one by one, where they are made.
_FACTS = {
    MovementKind.CONSUME: "units.consumed",
    MovementKind.HOLD: "units.held",
    MovementKind.SETTLE: "units.settled",
    MovementKind.RELEASE: "units.released",
    MovementKind.EXPIRE: "units.expired",
    MovementKind.TAKE_BACK: "units.taken_back",
    MovementKind.GIVE_BACK: "units.given_back",
}
_COLUMNS = ("TEXT", "BIGINT", "BIGINT")


class OpenUnits:
    """A locked account of one unit in which nothing is expired. Valid until the end of the transaction."""

    def __init__(self, ctx: Context, tx: Transaction, account: UnitAccount) -> None:
        self._ctx = ctx
        self._tx = tx
        self.account = account
        # How many grants were found expired when it was opened.
        self.expired = 0

    @property
    def available_micro(self) -> int:
        """What can be used now."""
        micro: int = self.account.remaining
        return micro

    async def choose(self, micro: int) -> list[Portion]:
        """`micro` of what can be used, soonest expiry first. Moves nothing. Raises InsufficientUnits."""
        portions = None
        if micro <= self.available_micro:
            portions = take(lots_of(await self._grants.filter(remaining__gt=0)), micro)
        if portions is None:
            raise insufficient(self.account.unit, micro, self.available_micro)
        return portions

    async def grants(self, ids: Sequence[str]) -> list[UnitGrant]:
        """Some grants of this account as they stand, by id."""
        return await self._grants.filter(id__in=list(ids)).order_by("id")

    async def move(
        self, kind: MovementKind, portions: Sequence[Portion], *, description: str = "", hold_id: str | None = None
    ) -> None:
        """Move the portions: grants, account and movements together, told as one fact with the new version."""
        if not portions:
            return
        remaining, held = CHANGES[kind]
        await _change_grants(self._ctx, {one.grant_id: (remaining * one.micro, held * one.micro) for one in portions})
        micro = sum(one.micro for one in portions)
        await self._change_account(remaining * micro, held * micro)
        await UnitMovement.bulk_create([self._row(kind, one, description, hold_id) for one in portions])
        if kind in _FACTS:
            self._tell(_FACTS[kind], micro, description, hold_id)

    async def expire(self, grant_ids: Sequence[str] | None = None) -> int:
        """Write off what remains of expired grants, of all or of the named ones; answers how many there were."""
        due = self._grants.filter(remaining__gt=0, expires_at__lte=self._ctx.now)
        if grant_ids is not None:
            due = due.filter(id__in=list(grant_ids))
        portions = [Portion(grant.id, grant.remaining) for grant in await due.order_by("expires_at", "id")]
        await self.move(MovementKind.EXPIRE, portions, description="Expired")
        return len(portions)

    @property
    def _grants(self) -> QuerySet[UnitGrant]:
        return UnitGrant.filter(merchant_id=self._ctx.merchant_id, account_id=self.account.id)

    async def _change_account(self, remaining: int, held: int) -> None:
        """One atomic statement; it also counts the change."""
        account = self.account
        changed = await UnitAccount.filter(
            merchant_id=self._ctx.merchant_id, id=account.id, remaining__gte=-remaining, held__gte=-held
        ).update(remaining=F("remaining") + remaining, held=F("held") + held, version=F("version") + 1)
        assert changed == 1, "it is locked, and an account is the sum of its grants"
        account.remaining += remaining
        account.held += held
        account.version += 1

    def _row(self, kind: MovementKind, portion: Portion, description: str, hold_id: str | None) -> UnitMovement:
        return UnitMovement(
            id=new_id("umov"),
            merchant_id=self._ctx.merchant_id,
            account_id=self.account.id,
            grant_id=portion.grant_id,
            hold_id=hold_id,
            kind=kind.value,
            quantity=portion.micro,
            description=description,
            user_id=self._ctx.actor.user_id,
            occurred_at=self._ctx.now,
        )

    def _tell(self, type: str, micro: int, description: str, hold_id: str | None) -> None:
        account = self.account
        payload = {
            "customer": account.customer_id,
            "unit": account.unit,
            "quantity": format_quantity(micro),
            "remaining": format_quantity(account.remaining),
            "held": format_quantity(account.held),
            "description": description,
        }
        if hold_id is not None:
            payload["hold"] = hold_id
        self._tx.announce(type, account.id, version=account.version, customer_id=account.customer_id, payload=payload)


async def open_units(ctx: Context, tx: Transaction, *, customer_id: str, unit: str) -> OpenUnits:
    """Lock what a customer has of a unit; an account is made at its first use."""
    own = UnitAccount.filter(merchant_id=ctx.merchant_id, customer_id=customer_id, unit=unit)
    account = await own.select_for_update().get_or_none()
    if account is None:
        # A twin may create it at the same moment: then both use the one that is there.
        fresh = UnitAccount(
            id=new_id("uacc"), merchant_id=ctx.merchant_id, customer_id=customer_id, unit=unit, remaining=0, held=0,
            version=1,
        )  # fmt: skip
        await UnitAccount.bulk_create([fresh], ignore_conflicts=True)
        account = await own.select_for_update().get()
    return await _opened(ctx, tx, account)


async def reopen_units(ctx: Context, tx: Transaction, *, account_id: str) -> OpenUnits:
    """The same for an account that is known to exist."""
    account = await UnitAccount.select_for_update().get(merchant_id=ctx.merchant_id, id=account_id)
    return await _opened(ctx, tx, account)


async def _opened(ctx: Context, tx: Transaction, account: UnitAccount) -> OpenUnits:
    opened = OpenUnits(ctx, tx, account)
    opened.expired = await opened.expire()
    return opened


def insufficient(unit: str, needed_micro: int, available_micro: int) -> InsufficientUnits:
    """The refusal."""
    needed, available = format_quantity(needed_micro), format_quantity(available_micro)
    return InsufficientUnits(
        f"This needs {needed} {unit}; there are {available} available.", unit, needed_micro, available_micro
    )


def lots_of(grants: Sequence[UnitGrant]) -> list[Lot]:
    """What the grants have left to use."""
    return [Lot(grant.id, grant.remaining, grant.granted_at, grant.expires_at) for grant in grants]


async def _change_grants(ctx: Context, changes: Mapping[str, tuple[int, int]]) -> None:
    """Add (remaining, held) to each grant by one atomic statement; never below zero."""
    values = [value for id, (remaining, held) in changes.items() for value in (id, remaining, held)]
    rows = await rows_of(
        f"""
        UPDATE unit_grants SET remaining = remaining + moved.column2, held = held + moved.column3
        FROM ({value_rows(len(changes), _COLUMNS)}) AS moved
        WHERE unit_grants.id = moved.column1 AND unit_grants.merchant_id = ${len(values) + 1}
          AND remaining + moved.column2 >= 0 AND held + moved.column3 >= 0
        RETURNING id
        """,  # noqa: S608 - built from placeholders only
        *values,
        ctx.merchant_id,
    )
    assert len(rows) == len(changes), "their account is locked"

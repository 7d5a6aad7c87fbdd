"""Units: grants against what was used, held, expired and taken back of them."""

from backend.services.proof.law import RowLaw

GRANT = RowLaw(
    name="unit.grant",
    says="What a grant brought is there, held, used, expired or taken back: its movements make what it says.",
    query="""
        SELECT x.*, NOT (
            quantity = granted AND held = put_aside - released - settled
            AND remaining = granted + released - put_aside - consumed - expired - taken_back
        ) AS broken FROM (
            SELECT g.id, g.quantity, g.remaining, g.held,
                COALESCE(SUM(CASE m.kind WHEN 'GRANT' THEN m.quantity END), 0) AS granted,
                COALESCE(SUM(CASE m.kind WHEN 'CONSUME' THEN m.quantity END), 0) AS consumed,
                COALESCE(SUM(CASE m.kind WHEN 'HOLD' THEN m.quantity END), 0) AS put_aside,
                COALESCE(SUM(CASE m.kind WHEN 'RELEASE' THEN m.quantity END), 0) AS released,
                COALESCE(SUM(CASE m.kind WHEN 'SETTLE' THEN m.quantity END), 0) AS settled,
                COALESCE(SUM(CASE m.kind WHEN 'EXPIRE' THEN m.quantity END), 0) AS expired,
                COALESCE(SUM(
                    CASE m.kind WHEN 'TAKE_BACK' THEN m.quantity WHEN 'GIVE_BACK' THEN -m.quantity END
                ), 0) AS taken_back
            FROM {unit_grants} g
            LEFT JOIN unit_movements m ON m.grant_id = g.id
            GROUP BY g.id, g.quantity, g.remaining, g.held
        ) x""",
    message="of {quantity} there are {remaining} and {held} held; granted {granted}, used {consumed} and {settled},"
    " put aside {put_aside}, released {released}, expired {expired}, taken back {taken_back}",
)

ACCOUNT = RowLaw(
    name="unit.account",
    says="What a customer has of a unit is the sum of their grants of it.",
    query="""
        SELECT x.*, NOT (remaining = grants_remaining AND held = grants_held) AS broken FROM (
            SELECT a.id, a.remaining, a.held, COALESCE(SUM(g.remaining), 0) AS grants_remaining,
                COALESCE(SUM(g.held), 0) AS grants_held
            FROM {unit_accounts} a
            LEFT JOIN unit_grants g ON g.account_id = a.id AND g.unit = a.unit
            GROUP BY a.id, a.remaining, a.held
        ) x""",
    message="{remaining} and {held} held; the grants make {grants_remaining} and {grants_held} held",
)

HOLD = RowLaw(
    name="unit.hold",
    says="While a hold is open all of it is held; a closed one was settled as it says, and the rest released.",
    query="""
        SELECT x.*, NOT (
            put_aside = quantity AND used = settled
            AND released = CASE status WHEN 'HELD' THEN 0 ELSE quantity - settled END
        ) AS broken FROM (
            SELECT h.id, h.status, h.quantity, COALESCE(h.settled, 0) AS settled,
                COALESCE(SUM(CASE m.kind WHEN 'HOLD' THEN m.quantity END), 0) AS put_aside,
                COALESCE(SUM(CASE m.kind WHEN 'SETTLE' THEN m.quantity END), 0) AS used,
                COALESCE(SUM(CASE m.kind WHEN 'RELEASE' THEN m.quantity END), 0) AS released
            FROM {unit_holds} h
            LEFT JOIN unit_movements m ON m.hold_id = h.id
            GROUP BY h.id, h.status, h.quantity, h.settled
        ) x""",
    message="{status}: of {quantity}, {put_aside} put aside, {used} settled, {released} released",
)

LAWS = (GRANT, ACCOUNT, HOLD)

"""The stream of facts: every change was told once, and the relay numbered the facts without a gap."""

from backend.services.proof.law import RowLaw

VERSIONS = RowLaw(
    name="event.versions",
    says="Of every subscription, invoice and payment each version was told exactly once.",
    query="""
        SELECT x.*, NOT (told = version AND different = version AND lowest = 1 AND highest = version) AS broken FROM (
            SELECT s.id, s.version, count(e.id) AS told, count(DISTINCT e.version) AS different,
                min(e.version) AS lowest, max(e.version) AS highest
            FROM (
                SELECT id, merchant_id, version FROM {subscriptions} s1
                UNION ALL SELECT id, merchant_id, version FROM {invoices} s2
                UNION ALL SELECT id, merchant_id, version FROM {payments} s3
            ) s
            LEFT JOIN events e ON e.merchant_id = s.merchant_id AND e.subject_id = s.id
            GROUP BY s.id, s.version
        ) x""",
    message="version {version}, but {told} facts tell of {different} versions",
)

SEQUENCE = RowLaw(
    name="event.sequence",
    says="Each numbered fact of a merchant follows the one before it.",
    query="""
        SELECT e.id, e.sequence, CASE WHEN e.sequence = 1 THEN FALSE ELSE NOT EXISTS (
            SELECT 1 FROM events p WHERE p.merchant_id = e.merchant_id AND p.sequence = e.sequence - 1
        ) END AS broken
        FROM {facts} e WHERE e.sequence IS NOT NULL""",
    message="there is no fact before number {sequence}",
)

STREAM = RowLaw(
    name="event.stream",
    says="The stream's last number is that of its last fact, and no more was published.",
    query="""
        SELECT x.*, NOT (last_sequence = highest AND published_sequence <= last_sequence) AS broken FROM (
            SELECT s.merchant_id AS id, s.last_sequence, s.published_sequence, COALESCE((
                SELECT max(e.sequence) FROM events e WHERE e.merchant_id = s.merchant_id
            ), 0) AS highest
            FROM event_streams s WHERE s.merchant_id = $1
        ) x""",
    message="the last number is {last_sequence}, {published_sequence} are published, the last fact has {highest}",
)

LAWS = (VERSIONS, SEQUENCE, STREAM)

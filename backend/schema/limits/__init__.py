"""What a GraphQL document may ask for: size, shape and cost, all decided before anything runs.

`schema_extensions()` goes into `strawberry.Schema(extensions=...)`; nothing else of this package needs wiring.
"""

from __future__ import annotations

from collections.abc import Callable

from strawberry.extensions import SchemaExtension

from backend.schema.limits.cost import COST_LIMIT, CostModel
from backend.schema.limits.documents import Documents
from backend.schema.limits.guard import INTROSPECTION, Guard
from backend.schema.limits.shape import ShapeLimits

__all__ = ["COST_LIMIT", "INTROSPECTION", "CostModel", "Documents", "ShapeLimits", "schema_extensions"]


def schema_extensions(
    documents: Documents | None = None, costs: CostModel | None = None
) -> list[Callable[[], SchemaExtension]]:
    """The extensions of one schema; they share one cache of documents, so make them once for each schema."""
    shared_documents, shared_costs = documents or Documents(), costs or CostModel()
    return [lambda: Guard(shared_documents, shared_costs)]

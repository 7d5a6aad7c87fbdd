"""The gate in front of execution: hands Strawberry a validated document from the cache, or the reasons to refuse.

It works the same for HTTP, websockets and direct calls of the schema, because it is part of the schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_variable_values,
)
from strawberry.extensions import SchemaExtension

from backend.schema.limits.cost import CostModel
from backend.schema.limits.documents import Document, Documents
from backend.schema.limits.refusals import BAD_INPUT, TOO_COSTLY, coded, refusal

# The key of `operation_extensions` by which the web layer says that this caller may introspect.
INTROSPECTION = "introspection"
VARIABLE_ERRORS = 10


class Guard(SchemaExtension):
    """One for each operation; what it learns about a document is kept in `documents`."""

    def __init__(self, documents: Documents, costs: CostModel) -> None:
        super().__init__()
        self.documents, self.costs = documents, costs
        self.errors: list[GraphQLError] = []

    def on_parse(self) -> Iterator[None]:
        """Parse and validate, or find the document in the cache."""
        execution = self.execution_context
        # Before this runs nobody has read the name, so it is the caller's and not the first operation's.
        name = execution.operation_name
        found = self.documents.get(execution.schema._schema, execution.query or "")
        if isinstance(found, Document):
            try:
                self.errors = self._check(found, found.operation(name), name)
                execution.graphql_document = found.node
            except GraphQLError as error:
                found = [error]
        if not isinstance(found, Document):
            # Raising here would escape from `Schema.stream`; a stand-in carries the errors to `on_validate`.
            self.errors = found
            execution.graphql_document = _stand_in(name)
        yield

    def on_validate(self) -> Iterator[None]:
        """Report what `on_parse` found; an empty list tells Strawberry that validation is done."""
        self.execution_context.pre_execution_errors = self.errors
        yield

    def _check(self, document: Document, operation: OperationDefinitionNode, name: str | None) -> list[GraphQLError]:
        execution = self.execution_context
        if document.closed and not (execution.operation_extensions or {}).get(INTROSPECTION):
            return list(document.closed)
        variables: dict[str, Any] = {}
        if operation.variable_definitions:
            coerced = get_variable_values(
                execution.schema._schema,
                operation.variable_definitions,
                execution.variables or {},
                max_errors=VARIABLE_ERRORS,
                hide_suggestions=True,
            )
            if isinstance(coerced, list):
                return [coded(error, BAD_INPUT) for error in coerced]
            variables = coerced.coerced
        cost, limit = document.cost(self.costs, execution.schema._schema, name, variables), self.costs.limit
        if cost > limit:
            message = f"This query costs {cost}; the limit is {limit}."
            return [refusal(TOO_COSTLY, message, cost=cost, limit=limit)]
        return []


def _stand_in(name: str | None) -> DocumentNode:
    node = OperationDefinitionNode(
        operation=OperationType.QUERY,
        name=NameNode(value=name) if name is not None else None,
        selection_set=SelectionSetNode(selections=()),
    )
    return DocumentNode(definitions=(node,))

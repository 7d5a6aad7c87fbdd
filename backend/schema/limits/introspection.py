"""Who may read the schema through the API: nobody but those whom the web layer allows.

`__typename` and `__type(name:) { name }` stay open: clients and conformance audits use them, and they tell nothing new.
"""

from __future__ import annotations

from graphql import FieldNode, InlineFragmentNode, ValidationRule

from backend.schema.limits.refusals import VALIDATION_FAILED, refusal

_OPEN = frozenset({"name", "kind", "__typename"})


class ClosedIntrospection(ValidationRule):
    """Refuses `__schema`, and of `__type` everything but its name and kind."""

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Look at one field."""
        if node.name.value == "__schema" or (node.name.value == "__type" and not _harmless(node)):
            self.report_error(refusal(VALIDATION_FAILED, "Introspection is not open to you.", [node]))


def _harmless(node: FieldNode | InlineFragmentNode) -> bool:
    selections = node.selection_set.selections if node.selection_set else ()
    return all(isinstance(inner, FieldNode) and inner.name.value in _OPEN for inner in selections)

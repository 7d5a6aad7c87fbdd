"""What an operation may cost: the number of objects that it can make, estimated before it runs.

An object costs 1, a list costs its objects: `first` or `last` of them (25 when absent, 100 at most), and for lists
without pages an expected size. Scalars are free: the other limits bound their number. `@skip` and `@include` count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    value_from_ast_untyped,
)

COST_LIMIT = 5_000
# Fragments that spread fragments can reach numbers that no JSON reader takes; above this all are equally too much.
CEILING = 10**9

# Lists without pages that are known to be short; a list that is not named here counts as `list_size`.
LIST_SIZES: Mapping[str, int] = {
    "Product.plans": 4,
    "Plan.prices": 2,
    "Plan.features": 4,
    "Plan.grants": 2,
    "Plan.addons": 3,
    "Addon.prices": 2,
    "Addon.features": 4,
    "Addon.grants": 2,
    "Subscription.addons": 3,
    "Subscription.collections": 2,
    "Subscription.discounts": 2,
    "Coupon.amounts": 2,
    "Coupon.plans": 4,
    "Customer.taxRates": 2,
    "Invoice.lines": 6,
    "Invoice.payments": 3,
    "Payment.attempts": 3,
    "PaymentOption.limits": 2,
    "Customer.balances": 2,
    "Customer.paymentMethods": 3,
    "Payment.refunds": 3,
    "Customer.units": 3,
    "UnitBalance.grants": 25,
}

# Objects that read far more than they show: as if they were so many. The proof of the books fits once; a next invoice
# is priced with a dozen statements of its own.
EXTRA_COSTS: Mapping[str, int] = {"Query.ledgerProof": 2_500, "Subscription.nextInvoice": 40}


@dataclass(frozen=True, slots=True)
class CostModel:
    """The numbers; `list_sizes` and `extra_costs` are keyed by `Type.field`."""

    limit: int = COST_LIMIT
    page_size: int = 25
    page_limit: int = 100
    list_size: int = 10
    list_sizes: Mapping[str, int] = field(default_factory=lambda: LIST_SIZES)
    extra_costs: Mapping[str, int] = field(default_factory=lambda: EXTRA_COSTS)

    def cost(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ) -> int:
        """The cost of a valid operation with its coerced variables."""
        root = schema.get_root_type(operation.operation)
        return _Costing(self, schema, document, variables).selections(operation.selection_set, root, None)

    def page(self, node: FieldNode, definition: GraphQLField, variables: Mapping[str, Any]) -> int | None:
        """How many rows the field asks for, or None when it has no pages."""
        if not ("first" in definition.args or "last" in definition.args):
            return None
        asked = [
            value_from_ast_untyped(argument.value, dict(variables))
            for argument in node.arguments or ()
            if argument.name.value in ("first", "last")
        ]
        sizes = [max(0, min(size, self.page_limit)) for size in asked if isinstance(size, int)]
        return max(sizes, default=self.page_size)


class _Costing:
    """One walk. Fragments are costed once for each page size that they are spread under."""

    def __init__(
        self, model: CostModel, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]
    ) -> None:
        self.model, self.schema, self.variables = model, schema, variables
        self.fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self.known: dict[tuple[str, int | None], int] = {}

    def selections(self, selections: SelectionSetNode, parent: GraphQLNamedType | None, page: int | None) -> int:
        total = 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                total += self.one_field(node, parent, page)
            elif isinstance(node, FragmentSpreadNode):
                total += self.fragment(node.name.value, page)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                inside = self.schema.get_type(condition.name.value) if condition else parent
                total += self.selections(node.selection_set, inside, page)
        return min(total, CEILING)

    def fragment(self, name: str, page: int | None) -> int:
        key = (name, page)
        if key not in self.known:
            definition = self.fragments[name]
            on = self.schema.get_type(definition.type_condition.name.value)
            self.known[key] = self.selections(definition.selection_set, on, page)
        return self.known[key]

    def one_field(self, node: FieldNode, parent: GraphQLNamedType | None, page: int | None) -> int:
        name = node.name.value
        if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) or name not in parent.fields:
            return 0  # __typename and introspection, which have limits of their own
        definition = parent.fields[name]
        named = get_named_type(definition.type)
        if is_leaf_type(named) or node.selection_set is None:
            return 0
        asked = self.model.page(node, definition, self.variables)
        if not is_list_type(get_nullable_type(definition.type)):
            # A connection: its page size is how often the lists directly inside it repeat.
            extra = self.model.extra_costs.get(f"{parent.name}.{name}", 0)
            return 1 + extra + self.selections(node.selection_set, named, asked)
        size = asked if asked is not None else page
        if size is None:
            size = self.model.list_sizes.get(f"{parent.name}.{name}", self.model.list_size)
        return min(size * (1 + self.selections(node.selection_set, named, None)), CEILING)

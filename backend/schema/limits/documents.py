"""Documents parsed and validated once: an operation that a client repeats costs a dictionary look-up.

Only documents that passed are kept: a flood of different bad ones must not push the good ones out.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    StringValueNode,
    VariableNode,
    Visitor,
    parse,
    specified_rules,
    validate,
    visit,
)
from graphql.validation.rules import overlapping_fields_can_be_merged
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from backend.schema.limits.cost import CostModel
from backend.schema.limits.introspection import ClosedIntrospection
from backend.schema.limits.refusals import BAD_INPUT, PARSE_FAILED, VALIDATION_FAILED, coded, refusal
from backend.schema.limits.shape import ShapeLimits

TOKENS = 2_000
COMMENTS = 200
ERRORS_SHOWN = 10
COSTS_KEPT = 64

# The library compares fields for up to a fifth of a second; ordinary documents need a few units.
overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = 10_000

# Built once: a rule class made for each request would defeat every cache.
RULES: tuple[type[ASTValidationRule], ...] = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)


@dataclass(slots=True)
class Document:
    """A valid document, with what later requests for it need."""

    node: DocumentNode
    operations: dict[str | None, OperationDefinitionNode]
    # What is wrong with it for callers who may not introspect.
    closed: list[GraphQLError]
    page_variables: tuple[str, ...]
    _costs: dict[tuple[object, ...], int] = field(default_factory=dict)

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation to run; a GraphQLError when the name does not say which."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None:
            raise refusal(BAD_INPUT, "Name one of the document's operations in operationName.")
        if name not in self.operations:
            raise refusal(BAD_INPUT, "The document has no operation of that name.")
        return self.operations[name]

    def cost(self, model: CostModel, schema: GraphQLSchema, name: str | None, variables: Mapping[str, Any]) -> int:
        """The operation's cost; kept for each combination of page sizes."""
        key = (name, *(_hashable(variables.get(variable)) for variable in self.page_variables))
        cost = self._costs.get(key)
        if cost is None:
            if len(self._costs) >= COSTS_KEPT:
                self._costs.clear()
            cost = self._costs[key] = model.cost(schema, self.node, self.operation(name), variables)
        return cost


class Documents:
    """A least-recently-used cache of valid documents, bounded by number and by total length of text."""

    def __init__(self, limits: ShapeLimits | None = None, entries: int = 500, characters: int = 512_000) -> None:
        self.limits = limits or ShapeLimits()
        self.entries, self.characters = entries, characters
        self.validations = 0
        self._kept: OrderedDict[tuple[GraphQLSchema, str], Document] = OrderedDict()
        self._size = 0

    def get(self, schema: GraphQLSchema, text: str) -> Document | list[GraphQLError]:
        """The document of `text`, or everything that is wrong with it."""
        key = (schema, text)
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return known
        document = self._read(schema, text)
        # One padded document must not push out hundreds of ordinary ones.
        if isinstance(document, Document) and len(text) <= self.characters // 8:
            self._kept[key] = document
            self._size += len(text)
            while len(self._kept) > self.entries or self._size > self.characters:
                (_, oldest), _ = self._kept.popitem(last=False)
                self._size -= len(oldest)
        return document

    def _read(self, schema: GraphQLSchema, text: str) -> Document | list[GraphQLError]:
        try:
            node = parse(text, max_lexical_tokens=TOKENS, max_comments=COMMENTS)
        except GraphQLSyntaxError as error:
            too_long = "Document contains more than" in error.message
            return [coded(error, VALIDATION_FAILED if too_long else PARSE_FAILED)]
        # Cheap limits first: the standard rules are not linear in everything.
        if errors := self.limits.check(node) or self._validate(schema, node, RULES):
            return errors
        operations = {
            definition.name.value if definition.name else None: definition
            for definition in node.definitions
            if isinstance(definition, OperationDefinitionNode)
        }
        pages = _PageVariables()
        visit(node, pages)
        if pages.holds_nul:
            return [refusal(BAD_INPUT, "A text may not contain the character NUL.")]
        return Document(node, operations, self._validate(schema, node, (ClosedIntrospection,)), tuple(pages.names))

    def _validate(
        self, schema: GraphQLSchema, node: DocumentNode, rules: Collection[type[ASTValidationRule]]
    ) -> list[GraphQLError]:
        self.validations += 1
        errors = validate(schema, node, rules, max_errors=ERRORS_SHOWN, hide_suggestions=True)
        return [coded(error, VALIDATION_FAILED) for error in errors]


class _PageVariables(Visitor):
    """Names of the variables that decide page sizes, and with them the cost; and whether a text holds a NUL.

    Variables come as JSON, which is checked when it is read; in a document a NUL can be written as an escape.
    """

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, None] = {}
        self.holds_nul = False

    def enter_string_value(self, node: StringValueNode, *_: object) -> None:
        self.holds_nul = self.holds_nul or "\x00" in node.value

    def enter_field(self, node: FieldNode, *_: object) -> None:
        for argument in node.arguments or ():
            if argument.name.value in ("first", "last") and isinstance(argument.value, VariableNode):
                self.names[argument.value.name.value] = None


def _hashable(value: object) -> object:
    return value if isinstance(value, int | None) else None

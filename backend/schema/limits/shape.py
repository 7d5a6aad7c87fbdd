"""Limits that hold for a document whatever its variables are: depth, aliases, root fields, directives, repetitions.

Every measure is linear in the size of the document: a fragment is measured once, however often it is spread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)

from backend.schema.limits.refusals import VALIDATION_FAILED, refusal


@dataclass(frozen=True, slots=True)
class ShapeLimits:
    """The numbers. `once` names mutations that a document may hold one time only: each try has to be a request."""

    depth: int = 10
    aliases: int = 30
    root_fields: int = 20
    directives: int = 8
    # Validation compares equal response keys of one selection set pairwise.
    repeats: int = 30
    fragments: int = 60
    once: frozenset[str] = frozenset(
        {
            "tokenObtain",
            "tokenRefresh",
            "customerRegister",
            "subscriptionCreate",
            "invoicePay",
            "refillPurchase",
            "balanceTopUp",
            "refundCreate",
            "subscriptionCouponAdd",
        }
    )

    def check(self, document: DocumentNode) -> list[GraphQLError]:
        """What the document exceeds; empty when it is within all limits."""
        try:
            return list(_Shape(document).exceeded(self))
        except RecursionError:
            return [refusal(VALIDATION_FAILED, "The document is nested too deeply.")]


class _Shape:
    def __init__(self, document: DocumentNode) -> None:
        self.operations: list[OperationDefinitionNode] = []
        self.fragments: dict[str, FragmentDefinitionNode] = {}
        self.fragment_count = 0
        self.aliases = self.directives = self.repeats = 0
        self.mutation_names: Counter[str] = Counter()
        self._depths: dict[str, int] = {}
        self._roots: dict[str, int] = {}
        for definition in document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                self.operations.append(definition)
                self.directives += sum(
                    len(variable.directives or ()) for variable in definition.variable_definitions or ()
                )
            elif isinstance(definition, FragmentDefinitionNode):
                self.fragments[definition.name.value] = definition
                self.fragment_count += 1
            else:
                continue  # schema definitions: the standard rules refuse them
            self.directives += len(definition.directives or ())
            self._count(definition.selection_set)
        self.mutates = any(operation.operation is OperationType.MUTATION for operation in self.operations)

    def exceeded(self, limits: ShapeLimits) -> Iterator[GraphQLError]:
        measures = [
            ("uses {} fragments", self.fragment_count, limits.fragments),
            ("uses {} aliases", self.aliases, limits.aliases),
            ("uses {} directives", self.directives, limits.directives),
            ("selects one field {} times in one place", self.repeats, limits.repeats),
            ("has {} root fields", self._most_root_fields(), limits.root_fields),
            ("is {} levels deep", self._greatest_depth(), limits.depth),
        ]
        for text, found, limit in measures:
            if found > limit:
                message = f"The document {text.format(min(found, 10**6))}; the limit is {limit}."
                yield refusal(VALIDATION_FAILED, message, limit=limit)
        for name in sorted(limits.once):
            if self.mutates and self.mutation_names[name] > 1:
                yield refusal(VALIDATION_FAILED, f"{name} may appear once in a document.", limit=1)

    def _count(self, selections: SelectionSetNode) -> None:
        pending = [(selections, Counter[str]())]
        while pending:
            selection_set, keys = pending.pop()
            for node in selection_set.selections:
                self.directives += len(node.directives or ())
                if isinstance(node, FieldNode):
                    keys[(node.alias or node.name).value] += 1
                    self.aliases += node.alias is not None
                    self.mutation_names[node.name.value] += 1
                    if node.selection_set:
                        pending.append((node.selection_set, Counter()))
                elif isinstance(node, InlineFragmentNode):  # it adds to the keys around it
                    pending.append((node.selection_set, keys))
            self.repeats = max(self.repeats, *keys.values(), 0)

    def _most_root_fields(self) -> int:
        return max((self._root_fields(operation.selection_set) for operation in self.operations), default=0)

    def _root_fields(self, selections: SelectionSetNode) -> int:
        total = 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                total += 1
            elif isinstance(node, FragmentSpreadNode):
                name = node.name.value
                if name not in self._roots:
                    self._roots[name] = 0  # a cycle, which the standard rules refuse, counts nothing
                    fragment = self.fragments.get(name)
                    self._roots[name] = self._root_fields(fragment.selection_set) if fragment else 0
                total += self._roots[name]
            elif isinstance(node, InlineFragmentNode):
                total += self._root_fields(node.selection_set)
        return total

    def _greatest_depth(self) -> int:
        return max((self._depth(operation.selection_set) for operation in self.operations), default=0)

    def _depth(self, selections: SelectionSetNode) -> int:
        deepest = 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                # Introspection has a depth rule of its own among the standard ones, and GraphiQL goes deep there.
                inside = node.selection_set if not node.name.value.startswith("__") else None
                deepest = max(deepest, 1 + (self._depth(inside) if inside else 0))
            elif isinstance(node, FragmentSpreadNode):
                name = node.name.value
                if name not in self._depths:
                    self._depths[name] = 0
                    fragment = self.fragments.get(name)
                    self._depths[name] = self._depth(fragment.selection_set) if fragment else 0
                deepest = max(deepest, self._depths[name])
            elif isinstance(node, InlineFragmentNode):
                deepest = max(deepest, self._depth(node.selection_set))
        return deepest

"""The GraphQL schema: its snapshot, its descriptions, and a place in it for every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import ExecutableDefinitionsRule
from typing_extensions import get_original_bases

from backend.domain import errors
from backend.schema.errors import HANDLERS, ErrorCode
from backend.schema.root import schema
from tests.tidy.files import ROOT, blocks, documents, name_of

SNAPSHOT = ROOT / "schema.graphql"


@pytest.fixture(scope="module")
def built() -> GraphQLSchema:
    return build_schema(schema.as_str())


def test_the_snapshot_is_the_schema() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8").strip() == schema.as_str().strip(), "run `make schema`"


def test_everything_in_the_schema_is_described(built: GraphQLSchema) -> None:
    assert [name for name, description in _described(built) if not (description or "").strip()] == []


def _described(built: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    for type in built.type_map.values():
        if type.name.startswith("__") or type.name in ("String", "Int", "Float", "Boolean", "ID"):
            continue
        yield type.name, type.description
        if isinstance(type, GraphQLEnumType):
            for name, value in type.values.items():
                yield f"{type.name}.{name}", value.description
        elif isinstance(type, GraphQLInputObjectType):
            for name, input_field in type.fields.items():
                yield f"{type.name}.{name}", input_field.description
        elif isinstance(type, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in type.fields.items():
                yield f"{type.name}.{name}", field.description
                for argument, declared in field.args.items():
                    yield f"{type.name}.{name}({argument})", declared.description


def _refusals(of: type[errors.Refusal] = errors.Refusal) -> list[type[errors.Refusal]]:
    return [kind for child in of.__subclasses__() for kind in (child, *_refusals(child))]


@pytest.mark.parametrize("refusal", _refusals(), ids=lambda refusal: refusal.__name__)
def test_a_refusal_has_a_handler_a_code_a_type_and_a_line_in_the_documents(
    refusal: type[errors.Refusal], built: GraphQLSchema
) -> None:
    handled = {get_args(base)[0] for handler in HANDLERS for base in get_original_bases(type(handler))}
    assert refusal in handled
    assert refusal.code in {code.value for code in ErrorCode}
    assert f"{refusal.__name__}Error" in built.type_map
    assert f"`{refusal.code}`" in (ROOT / "docs/graphql.md").read_text(encoding="utf-8")


def test_every_error_code_belongs_to_a_refusal() -> None:
    assert {code.value for code in ErrorCode} == {refusal.code for refusal in _refusals()}


def test_every_mutation_answers_with_a_union_of_its_success_and_refusals(built: GraphQLSchema) -> None:
    assert built.mutation_type is not None
    for name, field in built.mutation_type.fields.items():
        members = {member.name for member in getattr(getattr(field.type, "of_type", field.type), "types", ())}
        success = f"{name[0].upper()}{name[1:]}Success"
        assert success in members, name
        assert all(member == success or member.endswith("Error") for member in members), name


SNIPPETS = [(path, line, text) for path in documents() for line, text in blocks(path, "graphql")]


@pytest.mark.parametrize(("path", "line", "text"), SNIPPETS, ids=[f"{name_of(p)}:{n}" for p, n, _ in SNIPPETS])
def test_the_documents_show_operations_that_are_valid(path: object, line: int, text: str, built: GraphQLSchema) -> None:
    problems = validate(built, parse(text), [*specified_rules, ExecutableDefinitionsRule])
    assert [problem.message for problem in problems] == []

"""Documents made to exhaust a server, each with the code of its refusal."""

from __future__ import annotations


def nested(levels: int) -> str:
    return "{ products { nodes { " + "related(first: 1) { " * levels + "name" + " }" * levels + " } } }"


def fragment_bomb(levels: int) -> str:
    chain = "".join(f" fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels))
    return "{ ...F0 }" + chain + f" fragment F{levels} on Query {{ products {{ totalCount }} }}"


def costly_fragments(levels: int) -> str:
    spread = "{{ related(first: 1) {{ name }} ...F{0} ...F{0} }}"
    chain = "".join(f" fragment F{n} on Product " + spread.format(n + 1) for n in range(levels))
    return "{ products { nodes { ...F0 } } }" + chain + f" fragment F{levels} on Product {{ name }}"


BOMBS: dict[str, tuple[str, str]] = {
    "aliases": ("{ " + " ".join(f"a{n}: whoami" for n in range(31)) + " }", "GRAPHQL_VALIDATION_FAILED"),
    "aliased mutations": (
        "mutation { " + " ".join(f'a{n}: rename(name: "x")' for n in range(500)) + " }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "two sign-ins": (
        'mutation { a: tokenObtain(password: "1") b: tokenObtain(password: "2") }',
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "two sign-ins by fragments": (
        "mutation { ...A ...B } fragment A on Mutation { a: tokenObtain(password: 1) }"
        " fragment B on Mutation { b: tokenObtain(password: 2) }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "depth": (nested(8), "GRAPHQL_VALIDATION_FAILED"),
    "depth by fragments": (
        "{ products { nodes { ...A } } } fragment A on Product { related { related { related { related { ...B } } } } }"
        " fragment B on Product { related { related { related { related { name } } } } }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "extreme depth": ("{ a " * 900 + "}" * 900, "GRAPHQL_PARSE_FAILED"),
    "depth of lists": ("{ sized(filter: " + "[" * 900 + "]" * 900 + ") }", "GRAPHQL_PARSE_FAILED"),
    "tokens": ("{ " + "whoami " * 2100 + "}", "GRAPHQL_VALIDATION_FAILED"),
    "comments": ("#\n" * 50_000 + "{ whoami }", "GRAPHQL_VALIDATION_FAILED"),
    "repeated field": ("{ products { " + "totalCount " * 1900 + "} }", "GRAPHQL_VALIDATION_FAILED"),
    "repeated inline fragments": ("{ products { " + "... { totalCount } " * 400 + "} }", "GRAPHQL_VALIDATION_FAILED"),
    "many fragments": (
        "{ products { "
        + " ".join(f"...F{n}" for n in range(200))
        + " } }"
        + "".join(f" fragment F{n} on Connection {{ totalCount }}" for n in range(200)),
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "root fields": ("{ " + "__typename " * 21 + "}", "GRAPHQL_VALIDATION_FAILED"),
    "root fields by fragments": (
        "{ ...A ...A ...A } fragment A on Query { " + "whoami " * 7 + "}",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "directives on a field": ("{ whoami" + " @skip(if: false)" * 600 + " }", "GRAPHQL_VALIDATION_FAILED"),
    "unknown directives": ("{ whoami" + " @a" * 1900 + " }", "GRAPHQL_VALIDATION_FAILED"),
    "directives on variables": ("query(" + "$a: Int @a " * 9 + ") { whoami }", "GRAPHQL_VALIDATION_FAILED"),
    "fragment bomb": (fragment_bomb(50), "GRAPHQL_VALIDATION_FAILED"),
    "fragment chain": (fragment_bomb(150), "GRAPHQL_VALIDATION_FAILED"),
    "costly fragments": (costly_fragments(25), "QUERY_TOO_COSTLY"),
    "pages in pages": ("{ products(first: 100) { nodes { related(first: 100) { name } } } }", "QUERY_TOO_COSTLY"),
    "huge page": (
        "{ products(first: 2000000000) { nodes { related(first: 99) { name } } } }",
        "QUERY_TOO_COSTLY",
    ),
    "lists in lists": (
        "{ products(first: 100) { nodes { plans { product { plans { product { plans { name } } } } } } } }",
        "QUERY_TOO_COSTLY",
    ),
    "introspection in circles": (
        "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "many operations": (
        " ".join(f"query Q{n} {{ products {{ totalCount }} {'whoami ' * 25}}}" for n in range(50)),
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "wrong fields": ("{ products { " + " ".join(f"x{n}" for n in range(1900)) + " } }", "GRAPHQL_VALIDATION_FAILED"),
}

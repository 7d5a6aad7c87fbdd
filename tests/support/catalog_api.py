"""The catalogue through the API: the documents of staff, and who asks."""

from __future__ import annotations

from typing import Any

from backend.services.context import Actor, Context, Role
from tests.support.api import Api
from tests.support.merchants import OpenMerchant

MONEY = "{ amount currency }"
PRODUCT = "product { id code name description kind archivedAt plans { code } }"
PLAN = f"""plan {{
  id code name description billing trialDays archivedAt product {{ code }} interval {{ unit count }} prices {MONEY}
  anchor {{ day month }} features {{ code name value }} grants {{ unit quantity expiresAfter {{ unit count }} }}
}}"""
ADDON = f"""addon {{
  id code name charge maxQuantity archivedAt plan {{ code }} prices {MONEY} features {{ code name value }}
  grants {{ unit }}
}}"""
MIGRATION = f"""
query ($plan: ID!, $currency: CurrencyCode!, $first: Int, $after: String) {{
  planPriceMigration(planId: $plan, currency: $currency) {{
    newPrice {MONEY} touched
    preview(first: $first, after: $after) {{
      nodes {{ subscription {{ id status }} oldPrice {MONEY} newPrice {MONEY} from }}
      pageInfo {{ hasNextPage endCursor }} totalCount
    }}
  }}
}}"""
# What the success of each mutation is asked for.
MUTATIONS = {
    "productCreate": PRODUCT,
    "productUpdate": PRODUCT,
    "productArchive": PRODUCT,
    "planCreate": PLAN,
    "planUpdate": PLAN,
    "planArchive": PLAN,
    "addonCreate": ADDON,
    "addonUpdate": ADDON,
    "addonArchive": ADDON,
    "planPriceSet": PLAN,
    "addonPriceSet": ADDON,
    "planPriceMigrate": f"touched {PLAN}",
}


def staff_of(merchant: OpenMerchant) -> Actor:
    """One of the merchant's staff."""
    return Actor(Role.STAFF, merchant.row.id)


def staff_context(merchant: OpenMerchant) -> Context:
    """A context for one operation of theirs, at the clock's present instant."""
    return merchant.services.context(staff_of(merchant))


async def do(api: Api, mutation: str, **input: object) -> Any:
    """The answer of a mutation, whatever it is, with the wrong fields where it names some."""
    name = mutation[0].upper() + mutation[1:]
    fields = "" if mutation.endswith("Archive") else "... on InvalidInputError { fields { path code message } }"
    return await api.ask(
        f"mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{ __typename "
        f"... on {name}Success {{ {MUTATIONS[mutation]} }} ... on Error {{ code message }} {fields} }} }}",
        input=input,
    )


def wrong(answer: Any) -> list[tuple[str, str]]:
    """Each wrong field of a refused input, with its code."""
    assert answer["__typename"] == "InvalidInputError", answer
    return [(".".join(field["path"]), field["code"]) for field in answer["fields"]]


def usd(amount: str) -> dict[str, str]:
    """An amount of dollars."""
    return {"amount": amount, "currency": "USD"}

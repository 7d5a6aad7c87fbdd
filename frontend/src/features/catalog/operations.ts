// What the catalogue's screens read. Prices are asked for in one currency: the viewer's.
import { graphql, MoneyFields, type ResultOf } from "~/lib/graphql";

export const FeatureFields = graphql(`
  fragment FeatureFields on Feature @_unmask {
    code
    name
    value
  }
`);

export const PlanFields = graphql(
  `
    fragment PlanFields on Plan @_unmask {
      id
      name
      description
      billing
      trialDays
      interval { unit count }
      anchor { day month }
      price(currency: $currency) { ...MoneyFields }
      features { ...FeatureFields }
      grants { unit quantity expiresAfter { unit count } }
      addons {
        id
        code
        name
        charge
        maxQuantity
        price(currency: $currency) { ...MoneyFields }
      }
    }
  `,
  [MoneyFields, FeatureFields],
);

export const ProductsQuery = graphql(
  `
    query Products($currency: CurrencyCode!) {
      products(first: 50) {
        nodes {
          id
          name
          description
          kind
          plans { ...PlanFields }
        }
      }
    }
  `,
  [PlanFields],
);

export const PlanQuery = graphql(
  `
    query Plan($id: ID!, $currency: CurrencyCode!) {
      plan(id: $id) {
        ...PlanFields
        product { id name }
      }
    }
  `,
  [PlanFields],
);

export type Feature = ResultOf<typeof FeatureFields>;
export type Plan = ResultOf<typeof PlanFields>;
export type Addon = Plan["addons"][number];
export type Product = ResultOf<typeof ProductsQuery>["products"]["nodes"][number];

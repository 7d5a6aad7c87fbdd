// Which product refills a unit.
import type { RefillProduct } from "./operations";

/** Products on sale that add to this unit, in the merchant's order. */
export function refillsOf(unit: string, products: RefillProduct[]): RefillProduct[] {
  return products.filter(({ plans }) =>
    plans.some(({ grants }) => grants.some((grant) => grant.unit === unit)),
  );
}

// What goes along when a subscription moves to another plan: the quantity, and the add-ons that both plans have. Add-ons
// belong to their plan; the same thing has the same code in each.
import type { Plan } from "~/features/catalog/operations";
import type { ChoicesValue } from "../subscribe/Choices";

type Addons = Pick<Plan["addons"][number], "id" | "code" | "maxQuantity">[];

export function carry(value: ChoicesValue, from: Addons, to: Addons): ChoicesValue {
  const addons: Record<string, number> = {};
  for (const { id, code, maxQuantity } of to) {
    const held = from.find((each) => each.code === code);
    const quantity = held ? (value.addons[held.id] ?? 0) : 0;
    if (quantity > 0) addons[id] = Math.min(quantity, maxQuantity ?? quantity);
  }
  return { quantity: value.quantity, addons };
}

/** Whether two choices of one plan order the same. */
export function isSame(one: ChoicesValue, other: ChoicesValue): boolean {
  const ids = new Set([...Object.keys(one.addons), ...Object.keys(other.addons)]);
  return (
    one.quantity === other.quantity &&
    [...ids].every((id) => (one.addons[id] ?? 0) === (other.addons[id] ?? 0))
  );
}

// Which things a saved method pays for.
import { expect, it } from "vitest";
import { type Holder, usesOf } from "./saved";

type Node = Holder["subscriptions"]["nodes"][number];

const sub = (id: string, changes: Partial<Node> = {}): Node => ({
  id,
  status: "ACTIVE",
  collection: "METHOD",
  product: { id: "prod_1", name: "Hosting" },
  plan: { id: "plan_1", name: "Team" },
  paymentMethod: { id: "pm_1" },
  ...changes,
});
const holder = (nodes: Node[], enabled = true) => ({
  subscriptions: { nodes },
  balances: [
    { currency: "USD", autoTopUp: { enabled, paymentMethod: { id: "pm_1" } } },
    { currency: "MXN", autoTopUp: null },
  ],
});
const ids = (id: string, isDefault: boolean, nodes: Node[]) =>
  usesOf({ id, isDefault }, holder(nodes)).subscriptions.map((one) => one.id);

it("pays what chose it, and as the default what chose none", () => {
  const nodes = [sub("a"), sub("b", { paymentMethod: null }), sub("c", { paymentMethod: { id: "pm_2" } })];
  expect(ids("pm_1", false, nodes)).toEqual(["a"]);
  expect(ids("pm_1", true, nodes)).toEqual(["a", "b"]);
  expect(ids("pm_2", false, nodes)).toEqual(["c"]);
});

it("pays nothing that is over, or paid in another way", () => {
  expect(ids("pm_1", true, [sub("a", { status: "CANCELED" }), sub("b", { collection: "BALANCE" })])).toEqual(
    [],
  );
});

it("pays automatic top-ups only while they are on", () => {
  const method = { id: "pm_1", isDefault: false };
  expect(usesOf(method, holder([])).topUps).toBe(true);
  expect(usesOf(method, holder([], false)).topUps).toBe(false);
  expect(usesOf({ id: "pm_2", isDefault: true }, holder([])).topUps).toBe(false);
});

// Numbers as the reader's region writes them.
import { use } from "react";
import { formatAmount } from "~/lib/money";
import { TagContext } from "./tag";

/** For a text field: the region's decimal mark, and no grouping to edit around. */
export function useNumberText(): (amount: string) => string {
  const tag = use(TagContext);
  return (amount) => numberText(amount, tag);
}

export function numberText(amount: string, tag: string): string {
  const decimal = new Intl.NumberFormat(tag).formatToParts(0.5).find(({ type }) => type === "decimal");
  return amount.replace(".", decimal?.value ?? ".");
}

/** "16%", "9.975 %": a rate that the server wrote in percent, with as many decimals as it has. */
export function usePercent(): (percent: string) => string {
  const tag = use(TagContext);
  return (percent) => percentText(percent, tag);
}

export function percentText(percent: string, tag: string): string {
  const format = new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 4 });
  return format.format(`${percent}e-2` as `${number}`);
}

/** A count of units: no more decimals than it needs. */
export function useQuantity(): (quantity: string) => string {
  const tag = use(TagContext);
  return (quantity) => formatAmount(trimmed(quantity), tag);
}

/** "2.500000" is 2.5, "100" is 100. */
export function trimmed(quantity: string): string {
  return quantity.includes(".") ? quantity.replace(/\.?0+$/, "") : quantity;
}

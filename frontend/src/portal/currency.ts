// The currency a visitor looks at prices in: from the address, else as last chosen, else the shop's own.
import type { Config } from "~/lib/config";
import { recall, remember } from "~/lib/storage";

export function visitorCurrency({ currencies, defaultCurrency }: Config, asked?: string): string {
  for (const candidate of [asked, recall("currency")])
    if (candidate && currencies.includes(candidate)) return candidate;
  return defaultCurrency;
}

export function rememberCurrency(currency: string): void {
  remember("currency", currency);
}

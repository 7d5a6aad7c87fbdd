// What this page uses of Openpay's two scripts. Here, by the provider's design, the card is typed into our page: its number
// goes from the field straight to Openpay's script, and is kept nowhere.
import { CardRefused } from "~/lib/card-fields";
import { loadScript } from "./script";

export interface TypedCard {
  holder_name: string;
  card_number: string;
  expiration_month: string;
  expiration_year: string;
  cvv2: string;
}

interface Openpay {
  setId: (merchant: string) => void;
  setApiKey: (key: string) => void;
  setSandboxMode: (on: boolean) => void;
  token: {
    create: (card: TypedCard, done: (answer: { data: { id: string } }) => void, failed: () => void) => void;
  };
  deviceData: { setup: () => string };
  card: {
    validateCardNumber: (number: string) => boolean;
    validateCVC: (code: string, number?: string) => boolean;
    validateExpiry: (month: string, year: string) => boolean;
  };
}

declare global {
  var OpenPay: Openpay | undefined;
}

export interface OpenedOpenpay {
  api: Openpay;
  /** What the provider knows this browser by. */
  deviceId: string;
}

/** Rejects when a script does not come. The address ends in `#sandbox` for an account in test mode. */
export async function openOpenpay(url: string, merchant: string, key: string): Promise<OpenedOpenpay> {
  const address = new URL(url, location.href);
  const sandbox = address.hash === "#sandbox";
  address.hash = "";
  await loadScript(address.href);
  await loadScript(new URL("openpay-data.v1.min.js", address).href);
  const api = globalThis.OpenPay;
  if (!api) throw new Error("Openpay's script is not itself");
  api.setSandboxMode(sandbox);
  api.setId(merchant);
  api.setApiKey(key);
  return { api, deviceId: api.deviceData.setup() };
}

export type Wrong = "number" | "holder" | "expiry" | "code";

/** What of a card cannot be right; empty when nothing is. */
export function wrongIn({ api }: OpenedOpenpay, card: TypedCard): Wrong[] {
  const wrong: Wrong[] = [];
  if (!api.card.validateCardNumber(card.card_number)) wrong.push("number");
  if (card.holder_name.trim().length < 2) wrong.push("holder");
  if (
    !/^\d{1,2}$/.test(card.expiration_month) ||
    !/^\d{2}$/.test(card.expiration_year) ||
    !api.card.validateExpiry(card.expiration_month, card.expiration_year)
  )
    wrong.push("expiry");
  if (!api.card.validateCVC(card.cvv2, card.card_number)) wrong.push("code");
  return wrong;
}

/** The card's token. Raises CardRefused without words: Openpay's are for developers. */
export function tokenOf({ api }: OpenedOpenpay, card: TypedCard): Promise<string> {
  return new Promise((resolve, reject) => {
    api.token.create(
      card,
      ({ data }) => resolve(data.id),
      () => reject(new CardRefused()),
    );
  });
}

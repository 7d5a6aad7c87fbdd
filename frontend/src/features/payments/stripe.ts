// What this page uses of Stripe's script. Card numbers stay in a frame of Stripe's: only a payment method's id comes out.
import { CardRefused } from "~/lib/card-fields";
import { loadScript } from "./script";

interface Failure {
  type: string;
  message?: string;
}

export interface StripeElement {
  mount: (where: HTMLElement) => void;
  on: (event: "ready" | "change", listener: () => void) => void;
  update: (options: object) => void;
  destroy: () => void;
}

export interface Stripe {
  elements: (options: object) => { create: (type: "card", options: object) => StripeElement };
  createPaymentMethod: (given: {
    type: "card";
    card: StripeElement;
  }) => Promise<{ paymentMethod?: { id: string }; error?: Failure }>;
  retrievePaymentIntent: (
    clientSecret: string,
  ) => Promise<{ paymentIntent?: { status: string }; error?: Failure }>;
  handleNextAction: (given: { clientSecret: string }) => Promise<{ error?: Failure }>;
}

declare global {
  var Stripe: ((key: string, options?: { stripeAccount: string }) => Stripe) | undefined;
}

/** Rejects when the script does not come. */
export async function openStripe(url: string, key: string, account: string | null): Promise<Stripe> {
  await loadScript(url);
  if (!globalThis.Stripe) throw new Error("Stripe's script is not itself");
  return globalThis.Stripe(key, account ? { stripeAccount: account } : undefined);
}

/** The id of the card as a payment method. Raises CardRefused with Stripe's words, which are for the payer. */
export async function tokenOf(stripe: Stripe, card: StripeElement): Promise<string> {
  const { paymentMethod, error } = await stripe.createPaymentMethod({ type: "card", card });
  if (paymentMethod) return paymentMethod.id;
  throw new CardRefused(error?.message ?? "");
}

/** "no question": a card has still to be entered where the payment began. Stripe's words are for the payer. */
export type Asked = "answered" | "no question" | { refusal: string };

// Of Stripe's states those that wait for a card.
const WITHOUT_CARD = ["requires_payment_method", "requires_confirmation"];

/** Lets the cardholder's bank ask in this page, if it has a question. Rejects when the script fails. */
export async function askTheBank(stripe: Stripe, clientSecret: string): Promise<Asked> {
  const { paymentIntent, error } = await stripe.retrievePaymentIntent(clientSecret);
  if (error || !paymentIntent) return { refusal: error?.message ?? "" };
  if (WITHOUT_CARD.includes(paymentIntent.status)) return "no question";
  // Answered meanwhile, in another tab or in the app: the script would not go on with it.
  if (paymentIntent.status !== "requires_action") return "answered";
  const { error: failure } = await stripe.handleNextAction({ clientSecret });
  return failure ? { refusal: failure.message ?? "" } : "answered";
}

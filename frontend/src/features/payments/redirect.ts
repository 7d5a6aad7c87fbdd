// Leaves for the bank's page, and comes back. Only web addresses: a gateway's answer must not be able to run a script here.
export function isSafeRedirect(url: string): boolean {
  try {
    const { protocol } = new URL(url, location.href);
    return protocol === "https:" || protocol === "http:";
  } catch {
    return false;
  }
}

interface Redirecting {
  status: string;
  /** Only a redirect has an address. */
  action: { __typename?: string; url?: string } | null;
}

/** After the payment's own page is in the history, so that "back" from the bank finds it. */
export function leaveForBank({ status, action }: Redirecting): void {
  if (status === "REQUIRES_ACTION" && action?.url && isSafeRedirect(action.url)) location.assign(action.url);
}

/** The payment's own page, for the bank to lead back to. It knows that somebody comes back, and where they go on. */
export function returnUrl(next?: string): string {
  const page = `${location.origin}/payments/{PAYMENT_ID}?back=1`;
  return next ? `${page}&next=${encodeURIComponent(next)}` : page;
}

/** The page of saved methods, for a bank that is asked before a method is saved. */
export function setupReturnUrl(): string {
  return `${location.origin}/payment-methods?setup={SETUP_ID}`;
}

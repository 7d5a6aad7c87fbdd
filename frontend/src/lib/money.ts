// Money as text. Amounts are decimal strings and stay strings: nothing here goes through a float.

export interface Money {
  amount: string;
  currency: string;
}

const formats = new Map<string, Intl.NumberFormat>();

/** How many decimals an amount is written with; the server writes exactly those of its currency. */
export function decimalsOf(amount: string): number {
  return amount.split(".")[1]?.length ?? 0;
}

/** "1,234.50": the amount's own number of decimals, grouped as the locale does, with a real minus sign. `signed` also
 * writes a plus. */
export function formatAmount(amount: string, locale: string, signed = false): string {
  const decimals = decimalsOf(amount);
  const key = `${locale}/${decimals}/${signed}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: signed ? "exceptZero" : "auto",
    });
    formats.set(key, format);
  }
  return format.format(amount as `${number}`).replace("-", "\u2212");
}

export function isZero(amount: string): boolean {
  return /^-?0*\.?0*$/.test(amount);
}

export function isPositive(amount: string): boolean {
  return !amount.startsWith("-") && !isZero(amount);
}

/** Whole minor units of the number of decimals that the amount is written with. */
export function toMinor(amount: string): bigint {
  return BigInt(amount.replace(".", ""));
}

export function fromMinor(minor: bigint, decimals: number): string {
  const digits = String(minor < 0n ? -minor : minor).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals > 0 ? `${whole}.${digits.slice(-decimals)}` : whole;
  return minor < 0n ? `-${text}` : text;
}

/** An amount written with so many decimals; it must have no more than those. */
export function widen(amount: string, decimals: number): string {
  return fromMinor(toMinor(amount) * 10n ** BigInt(decimals - decimalsOf(amount)), decimals);
}

function both(left: string, right: string): [bigint, bigint, number] {
  const decimals = Math.max(decimalsOf(left), decimalsOf(right));
  return [toMinor(widen(left, decimals)), toMinor(widen(right, decimals)), decimals];
}

export function add(left: string, right: string): string {
  const [a, b, decimals] = both(left, right);
  return fromMinor(a + b, decimals);
}

export function subtract(left: string, right: string): string {
  const [a, b, decimals] = both(left, right);
  return fromMinor(a - b, decimals);
}

export function negated(amount: string): string {
  return fromMinor(-toMinor(amount), decimalsOf(amount));
}

export function isLess(left: string, right: string): boolean {
  const [a, b] = both(left, right);
  return a < b;
}

export function times(amount: string, quantity: number): string {
  return fromMinor(toMinor(amount) * BigInt(quantity), decimalsOf(amount));
}

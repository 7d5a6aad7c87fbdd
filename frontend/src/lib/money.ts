// Money as text. Amounts are decimal strings and stay strings: nothing here goes through a float.

export interface Money {
  amount: string;
  currency: string;
}

const formats = new Map<string, Intl.NumberFormat>();

/** "1,234.50": the amount's own number of decimals, grouped as the locale does, with a real minus sign. */
export function formatAmount(amount: string, locale: string): string {
  const decimals = amount.split(".")[1]?.length ?? 0;
  const key = `${locale}/${decimals}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(key, format);
  }
  return format.format(amount as `${number}`).replace("-", "\u2212");
}

export function isZero(amount: string): boolean {
  return /^-?0*\.?0*$/.test(amount);
}

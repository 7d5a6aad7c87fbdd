// How many decimals a currency is written with, by ISO 4217 as the browser knows it: for a field that has no amount of the
// server's to go by. The server has the last word.
export function currencyDecimals(currency: string): number {
  const options = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

// Amounts that are offered with one press: round ones, of a size that fits the currency.
const ROUND = [10, 25, 50, 100];

/** How much a round amount is in currencies of small units; what is not named counts like dollars and euros. */
const SCALE: Record<string, number> = {
  ARS: 1_000,
  CLP: 1_000,
  COP: 4_000,
  INR: 50,
  JPY: 100,
  KRW: 1_000,
  MXN: 20,
  TWD: 20,
  UYU: 40,
};

export function presetsOf(currency: string): string[] {
  return ROUND.map((each) => String(each * (SCALE[currency] ?? 1)));
}

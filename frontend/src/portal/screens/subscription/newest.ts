// The newest of some payments.
export function newest<T extends { createdAt: string }>(payments: T[]): T | undefined {
  return payments.reduce<T | undefined>(
    (latest, each) => (latest && Date.parse(latest.createdAt) > Date.parse(each.createdAt) ? latest : each),
    undefined,
  );
}

// A hint for demo shops: card numbers of the sandbox and what each of them does.
import { useTranslations } from "use-intl";

const CARDS = [
  ["4242 4242 4242 4242", "testOk"],
  ["4000 0000 0000 0002", "testDeclined"],
  ["4000 0000 0000 9995", "testFunds"],
  ["4000 0027 6000 3184", "testSecure"],
] as const;

export function TestCards() {
  const t = useTranslations("card");
  return (
    <details className="rounded-m bg-subtle px-3 py-1.5 text-14">
      <summary className="py-1 font-medium">{t("testTitle")}</summary>
      <dl className="grid gap-1 py-1 sm:grid-cols-[max-content_1fr] sm:gap-x-4">
        {CARDS.map(([number, effect]) => (
          <div key={number} className="contents">
            <dt className="font-medium tabular-nums">{number}</dt>
            <dd className="text-ink-muted">{t(effect)}</dd>
          </div>
        ))}
      </dl>
      <p className="pb-1 text-ink-muted">{t("testNote")}</p>
    </details>
  );
}

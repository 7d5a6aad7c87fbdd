// What a cancellation gave to the balance, as the balance says it.
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import { add } from "~/lib/money";
import { CreditsQuery, type Detail } from "./operations";

export function GivenBack({ subscription }: { subscription: Detail }) {
  const t = useTranslations("life");
  const [{ data }] = useQuery({ query: CreditsQuery, requestPolicy: "network-only" });
  const { id, endedAt } = subscription;
  const credits = data?.me?.transactions.nodes.filter(
    (one) =>
      one.subscription?.id === id && endedAt !== null && Date.parse(one.occurredAt) >= Date.parse(endedAt),
  );
  const [first, ...others] = credits ?? [];
  if (!first) return null;
  // A period that was paid ahead is credited apart from the one that ran.
  const amount = others.reduce((sum, one) => add(sum, one.amount.amount), first.amount.amount);
  return t.rich("givenBack", {
    amount: () => (
      <strong>
        <Money value={{ ...first.amount, amount }} />
      </strong>
    ),
    link: (words) => (
      <Link to="/balance" className="underline underline-offset-2">
        {words}
      </Link>
    ),
  });
}

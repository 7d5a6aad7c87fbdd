// What a cancellation gave to the balance, as the balance says it.
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import { CreditsQuery, type Detail } from "./operations";

export function GivenBack({ subscription }: { subscription: Detail }) {
  const t = useTranslations("life");
  const [{ data }] = useQuery({ query: CreditsQuery, requestPolicy: "network-only" });
  const { id, endedAt } = subscription;
  const given = data?.me?.transactions.nodes.find(
    (one) =>
      one.subscription?.id === id &&
      one.invoice === null &&
      endedAt !== null &&
      Date.parse(one.occurredAt) >= Date.parse(endedAt),
  );
  if (!given) return null;
  return t.rich("givenBack", {
    amount: () => (
      <strong>
        <Money value={given.amount} />
      </strong>
    ),
    link: (words) => (
      <Link to="/balance" className="underline underline-offset-2">
        {words}
      </Link>
    ),
  });
}

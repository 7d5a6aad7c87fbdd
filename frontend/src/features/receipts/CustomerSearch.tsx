// Finds a customer by a part of the name or the address, by id, or by the reference that a payer quotes.
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Field } from "~/components/Field";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { CustomersQuery } from "./operations";

interface Props {
  searched: string;
  onSearch: (text: string) => void;
  link: (customerId: string, children: ReactNode) => ReactNode;
}

export function CustomerSearch({ searched, onSearch, link }: Props) {
  const t = useTranslations("register");
  const hintId = useId();
  const [text, setText] = useState(searched);
  const [result, run] = useQuery({
    query: CustomersQuery,
    variables: { search: searched },
    requestPolicy: "cache-and-network",
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    onSearch(text.trim());
  }

  return (
    <div className="grid gap-5">
      <search>
        <form className="flex flex-wrap items-end gap-3" onSubmit={submit}>
          <div className="min-w-0 flex-1 basis-60">
            <Field
              label={t("customer")}
              aria-describedby={hintId}
              type="search"
              autoComplete="off"
              maxLength={100}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          </div>
          <Button type="submit" kind="plain">
            {t("search")}
          </Button>
        </form>
        <p id={hintId} className="mt-1.5 text-13 text-ink-muted">
          {t("customerHint")}
        </p>
      </search>
      <Loaded
        result={result}
        onRetry={() => run({ requestPolicy: "network-only" })}
        skeleton={<SkeletonRows rows={4} height="h-12" />}
      >
        {({ customers: { nodes, pageInfo } }) =>
          nodes.length === 0 ? (
            <p className="text-ink-muted">{t("nobody")}</p>
          ) : (
            <div className="grid gap-3">
              <ul className="divide-y divide-line border-y border-line">
                {nodes.map(({ id, name, email }) => (
                  <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3">
                    {link(id, name)}
                    <span className="text-14 break-all text-ink-muted">{email}</span>
                  </li>
                ))}
              </ul>
              {pageInfo.hasNextPage ? <p className="text-13 text-ink-muted">{t("more")}</p> : null}
            </div>
          )
        }
      </Loaded>
    </div>
  );
}

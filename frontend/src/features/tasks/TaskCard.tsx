// One task: what happened, to whom, the facts beside it, and what was done in the end.
import type { ReactNode } from "react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { useDates } from "~/i18n/dates";
import type { StaffTask } from "./operations";

interface Props {
  task: StaffTask;
  /** What can be done; nothing once it is resolved. */
  action: ReactNode;
}

export function TaskCard({ task, action }: Props) {
  const t = useTranslations("tasks");
  const dates = useDates();
  const id = useId();
  const { resolvedAt, resolvedBy } = task;
  return (
    <li>
      <article aria-labelledby={id} className="grid gap-3 rounded-l border border-line p-4 sm:p-5">
        <header className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
          <h2 id={id} className="text-16">
            {t(task.kind)}
          </h2>
          <p className="text-13 text-ink-muted">{t("opened", { time: dates.moment(task.createdAt) })}</p>
        </header>
        <p>{task.message}</p>
        <dl className="grid gap-1 text-14">
          <Line name={t("subject")}>
            <code className="font-mono text-13 break-all select-all">{task.subjectId}</code>
          </Line>
          {task.customer ? (
            <Line name={t("customer")}>
              {task.customer.name} · {task.customer.email}
            </Line>
          ) : null}
          {Object.entries(task.details ?? {}).map(([name, value]) => (
            <Line key={name} name={name}>
              <span className="break-words">{typeof value === "string" ? value : JSON.stringify(value)}</span>
            </Line>
          ))}
        </dl>
        {resolvedAt ? (
          <div className="text-14 text-ink-muted">
            <p>
              {resolvedBy
                ? t("resolvedBy", { time: dates.moment(resolvedAt), who: resolvedBy })
                : t("resolvedAt", { time: dates.moment(resolvedAt) })}
            </p>
            {task.note ? <p className="text-ink">{task.note}</p> : null}
          </div>
        ) : (
          action
        )}
      </article>
    </li>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap gap-x-2">
      <dt className="text-ink-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

// An inline message: a title, plain words, and what can be done. Never a pop-up.
import type { ReactNode, Ref } from "react";
import type { Tone } from "~/lib/status";
import { TONES } from "./StatusBadge";

interface Props {
  tone: Tone;
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** Spoken at once when it appears. */
  urgent?: boolean;
  ref?: Ref<HTMLDivElement>;
}

export function Notice({ tone, title, children, actions, urgent, ref }: Props) {
  return (
    <div
      ref={ref}
      tabIndex={ref ? -1 : undefined}
      role={urgent ? "alert" : undefined}
      className={`grid gap-2 rounded-l p-4 ${TONES[tone]}`}
    >
      {title ? <p className="font-semibold">{title}</p> : null}
      {children ? <div className="text-14">{children}</div> : null}
      {actions ? <div className="mt-1 flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}

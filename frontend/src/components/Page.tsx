// The head of every page: the document's title, and the h1 that takes focus after a navigation.
import { type ReactNode, useEffect, useRef } from "react";
import { useConfig } from "~/lib/config";

interface Props {
  title: string;
  heading?: ReactNode;
  note?: ReactNode;
  aside?: ReactNode;
  width?: "narrow" | "text" | "wide";
  children?: ReactNode;
}

const WIDTHS = { narrow: "max-w-md", text: "max-w-3xl", wide: "max-w-6xl" };

let navigations = 0;

export function Page({ title, heading, note, aside, width = "wide", children }: Props) {
  const { merchant } = useConfig();
  const h1 = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The browser places focus on the first page; after that it is ours to move.
    if (navigations++ > 0) h1.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={`mx-auto grid w-full gap-8 ${WIDTHS[width]}`}>
      <title>{`${title} · ${merchant.name}`}</title>
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="grid gap-2">
          <h1 ref={h1} tabIndex={-1} className="text-32">
            {heading ?? title}
          </h1>
          {note ? <div className="text-ink-muted">{note}</div> : null}
        </div>
        {aside}
      </header>
      {children}
    </div>
  );
}

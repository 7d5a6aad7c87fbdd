// Buttons, and links that look like them. 44 px targets; the primary one is the page's one act.
import { createLink } from "@tanstack/react-router";
import type { ComponentPropsWithRef } from "react";

export type Kind = "primary" | "plain" | "quiet" | "danger";

const KINDS: Record<Kind, string> = {
  primary: "bg-accent text-on-accent border-accent hover:opacity-90",
  plain: "bg-bg text-ink border-line-strong hover:bg-subtle",
  danger: "bg-danger-text text-bg border-danger-text hover:opacity-90",
  quiet: "bg-transparent text-ink border-transparent hover:bg-muted",
};

function look(kind: Kind, extra: string): string {
  return `inline-flex min-h-11 items-center justify-center gap-2 rounded-m border px-4 py-2 text-center font-medium no-underline transition-[opacity,background-color] duration-(--t-fast) disabled:cursor-not-allowed disabled:opacity-60 ${KINDS[kind]} ${extra}`;
}

interface Props {
  kind?: Kind;
}

export function Button({
  kind = "primary",
  className = "",
  type = "button",
  ...rest
}: ComponentPropsWithRef<"button"> & Props) {
  return <button type={type} className={look(kind, className)} {...rest} />;
}

function Anchor({ kind = "primary", className = "", ...rest }: ComponentPropsWithRef<"a"> & Props) {
  return <a className={look(kind, className)} {...rest} />;
}

export const ButtonLink = createLink(Anchor);

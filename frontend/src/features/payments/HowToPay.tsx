// How to pay what is paid by hand: the slip for the store, the details of a transfer, or the merchant's own words. It can be
// printed alone.
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { CopyButton } from "~/components/CopyButton";
import { Money } from "~/components/Money";
import { Section } from "~/components/Section";
import { useDates } from "~/i18n/dates";
import { useConfig } from "~/lib/config";
import type { Money as MoneyValue } from "~/lib/money";
import { pictureOf, readable } from "./groups";
import type { PaymentAction } from "./operations";
import { isSafeRedirect } from "./redirect";

type Of<Name> = Extract<PaymentAction, { __typename: Name }>;
export type ByHandAction = Of<"VoucherAction"> | Of<"BankTransferAction"> | Of<"InstructionsAction">;

export function isByHandAction(action: PaymentAction | null): action is ByHandAction {
  return (
    action !== null &&
    ["VoucherAction", "BankTransferAction", "InstructionsAction"].includes(action.__typename)
  );
}

export function HowToPay({ action, amount }: { action: ByHandAction; amount: MoneyValue }) {
  const t = useTranslations("ways");
  switch (action.__typename) {
    case "VoucherAction":
      return (
        <Slip title={t("voucherTitle")}>
          <Voucher action={action} amount={amount} />
        </Slip>
      );
    case "BankTransferAction":
      return (
        <Slip title={t("transferTitle")}>
          <Transfer action={action} />
        </Slip>
      );
    case "InstructionsAction":
      return (
        <Slip title={t("instructionsTitle")}>
          <Instructions action={action} amount={amount} />
        </Slip>
      );
  }
}

function Slip({ title, children }: { title: string; children: ReactNode }) {
  const t = useTranslations("ways");
  const { merchant } = useConfig();
  return (
    <div className="slip">
      <p className="mb-4 hidden font-semibold print:block">{merchant.name}</p>
      <Section title={title}>
        <div className="grid gap-5 rounded-l border border-line p-5 sm:p-6">{children}</div>
        <p className="text-14 text-ink-muted print:hidden">{t("live")}</p>
      </Section>
    </div>
  );
}

function Voucher({ action, amount }: { action: Of<"VoucherAction">; amount: MoneyValue }) {
  const t = useTranslations("ways");
  const { reference, barcodeSvg, documentUrl, expiresAt } = action;
  return (
    <>
      <div className="flex flex-wrap justify-between gap-x-8 gap-y-3">
        <Told name={t("amount")}>
          <Money value={amount} />
        </Told>
        <Until at={expiresAt} />
      </div>
      {barcodeSvg ? (
        // On white in every theme, with room around it: scanners need both.
        <div className="justify-self-stretch rounded-m bg-[#fff] p-4">
          <img
            src={pictureOf(barcodeSvg)}
            alt={t("barcode", { reference })}
            className="mx-auto h-24 w-full max-w-md object-contain"
          />
        </div>
      ) : null}
      <Told name={t("reference")} copy={reference}>
        {readable(reference)}
      </Told>
      <ol className="grid list-decimal gap-1 pl-5 text-14 marker:text-ink-muted">
        <li>{t("voucherStep1")}</li>
        <li>{t("voucherStep2")}</li>
        <li>{t("voucherStep3")}</li>
      </ol>
      <div className="flex flex-wrap gap-3 print:hidden">
        <Button kind="plain" onClick={() => print()}>
          {t("print")}
        </Button>
        {documentUrl && isSafeRedirect(documentUrl) ? (
          <a
            href={documentUrl}
            target="_blank"
            rel="noopener noreferrer"
            className="link inline-flex min-h-11 items-center"
          >
            {t("slip")}
          </a>
        ) : null}
      </div>
    </>
  );
}

function Transfer({ action }: { action: Of<"BankTransferAction"> }) {
  const t = useTranslations("ways");
  const { reference, clabe, bank, agreement, amount, expiresAt } = action;
  return (
    <>
      <div className="flex flex-wrap justify-between gap-x-8 gap-y-3">
        <Told name={t("amount")} copy={amount.amount}>
          <Money value={amount} />
        </Told>
        <Until at={expiresAt} />
      </div>
      {clabe ? (
        <Told name={t("clabe")} copy={clabe}>
          {readable(clabe, "clabe")}
        </Told>
      ) : null}
      {bank ? <Told name={t("bank")}>{bank}</Told> : null}
      {agreement ? (
        <Told name={t("agreement")} copy={agreement}>
          {readable(agreement)}
        </Told>
      ) : null}
      <Told name={t("transferReference")} copy={reference}>
        {readable(reference)}
      </Told>
      <p className="text-14 text-ink-muted">{t("transferNote")}</p>
    </>
  );
}

function Instructions({ action, amount }: { action: Of<"InstructionsAction">; amount: MoneyValue }) {
  const t = useTranslations("ways");
  const { text, reference, expiresAt } = action;
  return (
    <>
      <div className="flex flex-wrap justify-between gap-x-8 gap-y-3">
        <Told name={t("amount")}>
          <Money value={amount} />
        </Told>
        <Until at={expiresAt} />
      </div>
      <p className="whitespace-pre-line">{text}</p>
      <Told name={t("transferReference")} copy={reference}>
        {readable(reference)}
      </Told>
    </>
  );
}

function Until({ at }: { at: string | null }) {
  const t = useTranslations("ways");
  const dates = useDates();
  return at ? <Told name={t("until")}>{dates.moment(at)}</Told> : null;
}

/** One thing to read out or type in; with `copy`, to copy as well. */
function Told({ name, copy, children }: { name: string; copy?: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap items-end justify-between gap-x-4 gap-y-1">
      <dl className="min-w-0">
        <dt className="text-14 text-ink-muted">{name}</dt>
        <dd className="text-20 font-semibold break-words tabular-nums">{children}</dd>
      </dl>
      {copy ? <CopyButton text={copy} name={name} /> : null}
    </div>
  );
}

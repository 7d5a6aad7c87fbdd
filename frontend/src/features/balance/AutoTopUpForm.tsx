// The rule by which a balance tops itself up: on or off, below what, by how much, with which saved card.
import { useState } from "react";
import { useMutation } from "urql";
import { useTranslations } from "use-intl";
import { AmountField, useAmountReader } from "~/components/AmountField";
import { Button, ButtonLink } from "~/components/Button";
import { SelectField } from "~/components/Field";
import { useMethodName } from "~/features/payments/MethodName";
import type { PaymentMethod } from "~/features/payments/operations";
import { Refused } from "~/features/payments/Refused";
import { type Refusal, refusalOf } from "~/features/payments/refusal";
import { useNumberText } from "~/i18n/numbers";
import { decimalsOf } from "~/lib/money";
import { AutoTopUpSetMutation, type Balance } from "./operations";

interface Props {
  balance: Balance;
  methods: PaymentMethod[];
  onDone: () => void;
}

export function AutoTopUpForm({ balance, methods, onDone }: Props) {
  const t = useTranslations("autoTopUp");
  const words = useTranslations("subscribe");
  const methodName = useMethodName();
  const write = useNumberText();
  const rule = balance.autoTopUp;
  const { currency } = balance;
  const unit = { currency, decimals: decimalsOf(balance.available.amount) };
  const [{ fetching }, send] = useMutation(AutoTopUpSetMutation);
  const [enabled, setEnabled] = useState(rule?.enabled ?? true);
  const [threshold, setThreshold] = useState(rule ? write(rule.threshold.amount) : "");
  const [amount, setAmount] = useState(rule ? write(rule.amount.amount) : "");
  const [methodId, setMethodId] = useState(
    rule?.paymentMethod?.id ?? methods.find(({ isDefault }) => isDefault)?.id ?? methods[0]?.id ?? "",
  );
  const [tried, setTried] = useState(false);
  const [failed, setFailed] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const below = useAmountReader(unit, true)(threshold);
  const by = useAmountReader(unit)(amount);

  async function save() {
    setTried(true);
    setRefusal(null);
    setFailed(false);
    if (below.reading.amount === null || by.reading.amount === null) return;
    const input = {
      enabled,
      threshold: { amount: below.reading.amount, currency },
      amount: { amount: by.reading.amount, currency },
      methodId,
    };
    const { data, error } = await send({ input });
    if (error) setFailed(true);
    else if (data?.autoTopUpSet.__typename === "AutoTopUpSetSuccess") onDone();
    else if (data) setRefusal(refusalOf(data.autoTopUpSet, ["threshold", "amount", "methodId"]));
  }

  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          className="size-5 accent-(--accent)"
          checked={enabled}
          disabled={fetching}
          onChange={({ target }) => setEnabled(target.checked)}
        />
        <span className="font-medium">{t("enabled")}</span>
      </label>
      <AmountField
        label={t("below")}
        name="threshold"
        unit={unit}
        value={below}
        hint={t("belowHint")}
        error={refusal?.fields.threshold}
        tried={tried}
        disabled={fetching}
        onChange={(text) => {
          setRefusal(null);
          setThreshold(text);
        }}
      />
      <AmountField
        label={t("by")}
        name="amount"
        unit={unit}
        value={by}
        error={refusal?.fields.amount}
        tried={tried}
        disabled={fetching}
        onChange={(text) => {
          setRefusal(null);
          setAmount(text);
        }}
      />
      <SelectField
        label={t("with")}
        name="methodId"
        value={methodId}
        disabled={fetching}
        error={refusal?.fields.methodId}
        hint={t("withHint")}
        onChange={({ target }) => setMethodId(target.value)}
      >
        {methods.map((method) => (
          <option key={method.id} value={method.id}>
            {methodName(method)}
          </option>
        ))}
      </SelectField>
      <Refused refusal={refusal} failed={failed} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" disabled={fetching}>
          {fetching ? words("paying") : t("save")}
        </Button>
        <ButtonLink kind="plain" to="/balance">
          {t("cancel")}
        </ButtonLink>
      </div>
    </form>
  );
}

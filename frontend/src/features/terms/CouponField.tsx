// Codes of coupons: out of the way until somebody has one, then a field and the codes that count, each to be taken off again.
import { useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { type CouponProblem, useCouponWords } from "./coupon-problems";
import type { Coupons } from "./useCoupons";

interface Props {
  coupons: Coupons;
  /** What is wrong now with codes that counted before, by their place. */
  problems: Record<string, CouponProblem>;
  locked: boolean;
  /** The order is about to become another. */
  onChange: () => void;
}

export function CouponField({ coupons, problems, locked, onChange }: Props) {
  const t = useTranslations("terms");
  const words = useCouponWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState("");
  const wrong = coupons.problem ? words(coupons.problem) : undefined;

  function show() {
    flushSync(() => setOpen(true));
    field.current?.focus();
  }

  async function apply() {
    const code = typed.trim().toUpperCase();
    setSaid("");
    if (!(await coupons.apply(typed))) return field.current?.focus();
    setTyped("");
    setSaid(t("added", { code }));
    onChange();
    field.current?.focus();
  }

  function remove(code: string) {
    coupons.remove(code);
    setSaid(t("removed", { code }));
    onChange();
    field.current?.focus();
  }

  return (
    <div className="grid justify-items-start gap-3">
      {open ? (
        <div className="grid w-full max-w-sm gap-1.5">
          <label htmlFor={id} className="text-14 font-medium">
            {t("code")}
          </label>
          <div className="flex gap-2">
            <input
              ref={field}
              id={id}
              name="coupon"
              className="control min-w-0 flex-1 uppercase"
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={50}
              readOnly={locked || coupons.busy}
              value={typed}
              aria-invalid={wrong ? true : undefined}
              aria-describedby={`${id}-error`}
              onChange={({ target }) => {
                coupons.forget();
                setTyped(target.value);
              }}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                // Here it applies the code: it does not buy.
                event.preventDefault();
                if (!locked) void apply();
              }}
            />
            <Button kind="plain" disabled={locked || coupons.busy} onClick={() => void apply()}>
              {t(coupons.busy ? "checking" : "apply")}
            </Button>
          </div>
          <p id={`${id}-error`} role="alert" className="text-13 font-medium text-danger-text empty:hidden">
            {wrong}
          </p>
        </div>
      ) : (
        <button type="button" className="link min-h-11" disabled={locked} onClick={show}>
          {t("haveCode")}
        </button>
      )}
      {coupons.codes.length > 0 ? (
        <ul aria-label={t("applied")} className="flex flex-wrap gap-2">
          {coupons.codes.map((code, place) => {
            const problem = problems[place];
            return (
              <li key={code} className="grid gap-1">
                <Chip
                  code={code}
                  wrong={problem !== undefined}
                  locked={locked}
                  onRemove={() => remove(code)}
                />
                {problem ? (
                  <p role="alert" className="text-13 font-medium text-danger-text">
                    {words(problem)}
                  </p>
                ) : null}
              </li>
            );
          })}
        </ul>
      ) : null}
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}

interface ChipProps {
  code: string;
  wrong: boolean;
  locked: boolean;
  onRemove: () => void;
}

function Chip({ code, wrong, locked, onRemove }: ChipProps) {
  const t = useTranslations("terms");
  const look = wrong ? "bg-danger-soft text-danger-text" : "bg-accent-soft text-accent-text";
  return (
    <span className={`inline-flex min-h-9 items-center rounded-pill pl-4 text-14 font-medium ${look}`}>
      <span className="break-all">{code}</span>
      <button
        type="button"
        className="grid size-9 shrink-0 place-items-center rounded-pill hover:opacity-70 disabled:opacity-60"
        aria-label={t("remove", { code })}
        disabled={locked}
        onClick={onRemove}
      >
        <svg viewBox="0 0 16 16" className="size-3" aria-hidden="true">
          <path
            d="m3 3 10 10M13 3 3 13"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinecap="round"
          />
        </svg>
      </button>
    </span>
  );
}

// The gateway's hosted card fields in an iframe of the right theme, language and height. It is 4 px wider on either side:
// the room that fields leave for their focus ring.
import { useEffect, useImperativeHandle, useRef, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { type CardFields, connectFields, FieldsSilent, fieldsSource } from "~/lib/card-fields";
import { useStore } from "~/lib/store";
import { shownTheme } from "~/lib/theme";
import type { FieldsProps } from "./CardEntry";

export function CardFrame({ url: fieldsUrl, publishableKey, error, onChange, ref }: FieldsProps) {
  const t = useTranslations("card");
  const locale = useLocale();
  const theme = useStore(shownTheme);
  const frame = useRef<HTMLIFrameElement>(null);
  const fields = useRef<CardFields>(null);
  const [ready, setReady] = useState(false);
  const [height, setHeight] = useState(132);
  const changed = useRef(onChange);
  changed.current = onChange;

  useEffect(() => {
    if (!frame.current) return;
    const connected = connectFields(frame.current, fieldsUrl, {
      ready: () => setReady(true),
      resize: (pixels) => setHeight(Math.min(Math.max(pixels, 44), 800)),
      change: () => changed.current(),
    });
    fields.current = connected;
    return connected.close;
  }, [fieldsUrl]);

  useImperativeHandle(ref, () => ({
    tokenize: () => fields.current?.tokenize() ?? Promise.reject(new FieldsSilent()),
  }));

  return (
    <div className="grid gap-2" aria-busy={!ready}>
      {ready ? null : <p className="text-14 text-ink-muted">{t("loading")}</p>}
      <iframe
        ref={frame}
        title={t("frame")}
        src={fieldsSource(fieldsUrl, publishableKey, theme, locale)}
        className="-mx-1 w-[calc(100%+0.5rem)] max-w-none"
        style={{ height, colorScheme: theme }}
      />
      <p role="alert" className="text-14 font-medium text-danger-text empty:hidden">
        {error}
      </p>
    </div>
  );
}

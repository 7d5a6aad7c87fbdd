// A feature as a person reads it: its name, and its value when that is more than "on".
import { use } from "react";
import { useTranslations } from "use-intl";
import { TagContext } from "~/i18n/tag";
import type { Feature } from "./operations";

export function isOn(feature: Feature): boolean {
  return feature.value !== false;
}

export function FeatureName({ feature: { name, value } }: { feature: Feature }) {
  const t = useTranslations("plans");
  const tag = use(TagContext);
  if (typeof value === "number") return t("featureValue", { name, value: value.toLocaleString(tag) });
  if (typeof value === "string" && value !== "") return t("featureValue", { name, value });
  return name;
}

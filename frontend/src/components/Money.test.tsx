// Money on screen: amount and code as one text.
import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { TagContext } from "~/i18n/tag";
import { Money } from "./Money";

it("prints the amount, then the code, as one text", () => {
  const { container } = render(
    <TagContext value="en-US">
      <Money value={{ amount: "-1234.50", currency: "MXN" }} />
    </TagContext>,
  );
  expect(container.textContent).toBe("\u22121,234.50 MXN");
});

it("marks a former amount as struck through", () => {
  const { container } = render(<Money value={{ amount: "39.00", currency: "USD" }} struck />);
  expect(container.querySelector("s")?.textContent).toBe("39.00 USD");
});

// The ways between the pages of a list, and what a page says that has become empty.
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "~/testing/harness";
import { Paged } from "./Paged";

interface Given {
  rows: string[];
  older?: string;
  after?: string;
}

function showPage({ rows, older, after }: Given) {
  show(
    <Paged
      to="/tasks"
      search={{ resolved: true, after } as { after?: string }}
      page={{ nodes: rows, pageInfo: { hasNextPage: older !== undefined, endCursor: older ?? null } }}
      empty={<p>Nothing to do</p>}
    >
      {(shown) => <p>{shown.join(" and ")}</p>}
    </Paged>,
  );
  const links = screen.queryAllByRole("link").map((link) => [link.textContent, link.getAttribute("href")]);
  return { links, said: document.body.textContent };
}

it("says of a list without rows that it is empty, and leads nowhere", () => {
  expect(showPage({ rows: [] })).toEqual({ links: [], said: "Nothing to do" });
});

it("leads from the first page to older rows, with what was asked for", () => {
  const { links, said } = showPage({ rows: ["one", "two"], older: "c2" });
  expect(links).toEqual([["Older", "/tasks?resolved=true&after=c2"]]);
  expect(said).toBe("one and two2 shownOlder");
});

it("leads from a later page to the first and to older rows", () => {
  expect(showPage({ rows: ["three"], older: "c3", after: "c2" }).links).toEqual([
    ["First page", "/tasks?resolved=true"],
    ["Older", "/tasks?resolved=true&after=c3"],
  ]);
});

it("leads back from a later page whose rows have gone, and does not say that there are none at all", () => {
  const { links, said } = showPage({ rows: [], after: "c2" });
  expect(links).toEqual([["First page", "/tasks?resolved=true"]]);
  expect(said).toBe("NothingFirst page");
});

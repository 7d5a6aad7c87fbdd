// The log as it grows at both ends.
import { describe, expect, it } from "vitest";
import { type Page, withFirst, withNext } from "./log";
import type { Transaction } from "./operations";

const row = (number: number) => ({ id: `btx_${number}`, number }) as Transaction;
const page = (numbers: number[], endCursor: string | null = null): Page => ({
  nodes: numbers.map(row),
  pageInfo: { hasNextPage: endCursor !== null, endCursor },
});
const numbers = (log: { rows: Transaction[] } | null) => log?.rows.map(({ number }) => number);

const first = withFirst(null, page([9, 8, 7], "c7"));

describe("the log", () => {
  it("begins with the first page", () => {
    expect(numbers(first)).toEqual([9, 8, 7]);
    expect(first.next).toBe("c7");
  });

  it("adds older pages at the end, until there are no more", () => {
    const second = withNext(first, page([6, 5, 4], "c4"), "c7");
    expect(numbers(second)).toEqual([9, 8, 7, 6, 5, 4]);
    const third = withNext(second, page([3]), "c4");
    expect(numbers(third)).toEqual([9, 8, 7, 6, 5, 4, 3]);
    expect(third?.next).toBeNull();
  });

  it("takes in what is new at the top, each row once, and still knows where it ends", () => {
    const grown = withFirst(withNext(first, page([6, 5], "c5"), "c7"), page([10, 9, 8], "c8"));
    expect(numbers(grown)).toEqual([10, 9, 8, 7, 6, 5]);
    expect(grown.next).toBe("c5");
  });

  it("begins anew when so much happened that there is a gap", () => {
    const anew = withFirst(first, page([20, 19, 18], "c18"));
    expect(numbers(anew)).toEqual([20, 19, 18]);
    expect(anew.next).toBe("c18");
  });

  it("shows the first movements of a log that was empty", () => {
    expect(numbers(withFirst(withFirst(null, page([])), page([1])))).toEqual([1]);
  });

  it("ignores a page of an end that is no more", () => {
    const anew = withFirst(first, page([20, 19], "c19"));
    expect(withNext(anew, page([6, 5]), "c7")).toBe(anew);
    expect(withNext(null, page([6, 5]), "c7")).toBeNull();
  });
});

import type { Inngest, InngestFunction } from "inngest";
import { describe, test } from "vitest";
import type { Subject } from "./subject.ts";

/** What a case may note while its functions run, by case. */
export type Notes = { list: string[]; note: (text: string) => number };

/** What a row of the matrix says. */
type Row = {
  row: string;
  /** Other rows that the same functions show. */
  also?: string[];
  name: string;
  /** X in the matrix: what another server does instead, or why it cannot be compared. */
  embedded?: string;
};

/** One row of the semantic matrix: its functions and what must be seen from outside. */
export type Case = Row & {
  functions: (client: Inngest, event: string, notes: Notes) => InngestFunction.Any[];
  check: (server: Subject, event: string, notes: Notes) => Promise<void>;
};

/** Serves functions as an application of their own for as long as `use` lasts. */
export type Stage = (
  functions: (client: Inngest) => InngestFunction.Any[],
  use: (server: Subject) => Promise<void>,
) => Promise<void>;

/** A row that changes or stops its application, so it has one of its own. */
export type AloneCase = Row & {
  /** Takes minutes on a real clock; the engine's own tests turn the clock instead. */
  slow?: boolean;
  run: (stage: Stage, event: string) => Promise<void>;
};

export const notesOf = (): Notes => {
  const list: string[] = [];
  return {
    list,
    note: (text) => {
      list.push(text);
      return list.filter((one) => one === text).length;
    },
  };
};

/** All rows of a case, as its title begins. */
export const rowsOf = ({ row, also = [] }: Row): string[] => [row, ...also];

/** The event name of a row. */
export const eventOf = ({ row }: Row, salt = ""): string => `row${row}${salt}/go`;

/** Functions of all rows for one application, and a function that declares their tests. */
export const matrix = (cases: Case[]) => {
  const notes = new Map(cases.map((one) => [one, notesOf()]));
  const of = (one: Case): Notes => notes.get(one) ?? notesOf();
  return {
    functions: (client: Inngest) =>
      cases.flatMap((one) => one.functions(client, eventOf(one), of(one))),
    declare: (title: string, server: () => Subject) => {
      describe(title, () => {
        for (const one of cases) {
          test.concurrent(`${rowsOf(one).join(", ")}: ${one.name}`, { timeout: 90_000 }, () =>
            one.check(server(), eventOf(one), of(one)),
          );
        }
      });
    },
  };
};

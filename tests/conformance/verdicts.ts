import { randomBytes } from "node:crypto";
import {
  type AloneCase,
  type Case,
  eventOf,
  type Notes,
  notesOf,
  rowsOf,
} from "../engine/support/cases.ts";
import type { Functions } from "../engine/support/harness.ts";
import { AGAIN, ALONE, CASES, ELSEWHERE } from "../engine/support/matrix.ts";
import { type Place, type Seat, serveOn } from "./serve.ts";
import type { Target } from "./target.ts";

/**
 * pass: as the matrix says. fail: not. differs: not, and the row is marked X because another server is expected to
 * do something else. not supported: the server lacks an API, or the row needs more than a server's address.
 */
export type Verdict = {
  row: string;
  result: "pass" | "fail" | "differs" | "not supported";
  name: string;
  x: boolean;
  ms: number;
  why: string;
};

const AT_A_TIME = 12;
const CASE_MS = 150_000;

const plain = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours of assertion messages
    .replace(/\u001b\[\d+m/g, "")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .join(" | ")
    .slice(0, 300);

const inTime = async (work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${CASE_MS / 1000} s`)), CASE_MS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
};

const judge = async (
  one: Case | AloneCase,
  own: boolean,
  run: (seats: Seat[]) => Promise<void>,
): Promise<Verdict> => {
  const began = performance.now();
  const seats: Seat[] = [];
  const verdict = (result: Verdict["result"], why: string): Verdict => ({
    row: rowsOf(one).join(" "),
    result,
    name: one.name,
    x: one.embedded !== undefined,
    ms: Math.round(performance.now() - began),
    why,
  });
  try {
    await inTime(run(seats));
    return verdict("pass", "");
  } catch (error) {
    const missing = seats.flatMap((seat) => seat.missing);
    if (missing.length > 0) return verdict("not supported", missing.join(", "));
    if (one.embedded !== undefined && !own)
      return verdict("differs", `${one.embedded}: ${plain(error)}`);
    return verdict("fail", plain(error));
  }
};

const wanted = (only: string) => (one: Case | AloneCase) =>
  only === "" || rowsOf(one).some((row) => row === only) || one.name.startsWith(only);

type How = Parameters<typeof serveOn>[3];

/** Rows side by side in one application. */
const together = async (
  target: Target,
  place: Place,
  cases: Case[],
  tell: (verdict: Verdict) => void,
  how: How = {},
) => {
  if (cases.length === 0) return;
  const salt = `-${randomBytes(3).toString("hex")}`;
  const notes = new Map<Case, Notes>(cases.map((one) => [one, notesOf()]));
  const of = (one: Case) => notes.get(one) ?? notesOf();
  const functions: Functions = (client) =>
    cases.flatMap((one) => one.functions(client, eventOf(one, salt), of(one)));
  const app = await serveOn(target, place, functions, how);
  const check = (one: Case) =>
    judge(one, target.own, async (seats) => {
      const seat = app.seat();
      seats.push(seat);
      await one.check(seat.subject, eventOf(one, salt), of(one));
    });
  const left = [...cases];
  const worker = async () => {
    for (let one = left.shift(); one; one = left.shift()) tell(await check(one));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  await app.stop();
};

/** Many rows once more, answered in another way; one verdict for all. */
const again = async (
  target: Target,
  place: Place,
  { row, name, how, cases }: (typeof AGAIN)[number],
): Promise<Verdict> => {
  const began = performance.now();
  const bad: Verdict[] = [];
  await together(target, place, cases, (one) => one.result === "pass" || bad.push(one), how);
  const failed = bad.filter(({ result }) => result === "fail");
  return {
    row,
    name,
    x: false,
    result: failed.length > 0 ? "fail" : "pass",
    ms: Math.round(performance.now() - began),
    why: bad.map((one) => `${one.row} ${one.result}: ${one.why}`).join("; "),
  };
};

/** Rows that disturb their application, one after the other on the same port. */
const alone = async (target: Target, place: Place, one: AloneCase): Promise<Verdict> =>
  judge(one, target.own, (seats) =>
    one.run(
      async (functions, use) => {
        const app = await serveOn(target, place, functions);
        const seat = app.seat();
        seats.push(seat);
        try {
          await use(seat.subject);
        } finally {
          await app.stop();
        }
      },
      eventOf(one, `-${randomBytes(3).toString("hex")}`),
    ),
  );

/** Runs the matrix, or the rows that `only` names (a row's number, or how its name begins). */
export const verdictsOf = async (
  target: Target,
  place: Place,
  only: string,
  tell: (verdict: Verdict) => void,
): Promise<Verdict[]> => {
  const verdicts: Verdict[] = [];
  const keep = (verdict: Verdict) => {
    verdicts.push(verdict);
    tell(verdict);
  };
  await together(target, place, CASES.filter(wanted(only)), keep);
  for (const one of AGAIN) {
    if (only === "" || only === one.row) keep(await again(target, place, one));
  }
  for (const one of ALONE.filter(wanted(only))) keep(await alone(target, place, one));
  for (const [row, { name, test }] of Object.entries(ELSEWHERE)) {
    if (only !== "" && only !== row) continue;
    keep({
      row,
      result: "not supported",
      name,
      x: true,
      ms: 0,
      why: `by address alone; see ${test}`,
    });
  }
  return verdicts;
};

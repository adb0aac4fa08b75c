import { ALONE_CASES } from "./alone-cases.ts";
import { EVENT_CASES } from "./event-cases.ts";
import { FLOW_CASES } from "./flow-cases.ts";
import { SERVE_CASES } from "./serve-cases.ts";
import { STEP_CASES } from "./step-cases.ts";
import { WAIT_CASES } from "./wait-cases.ts";

/** The semantic matrix: its cases side by side in one application, and those that have one of their own. */
export const CASES = [...SERVE_CASES, ...STEP_CASES, ...EVENT_CASES, ...WAIT_CASES, ...FLOW_CASES];
export const ALONE = ALONE_CASES;

/** Rows that say of the steps' rows that they hold in another way of answering, too. */
export const AGAIN = [
  {
    row: "81",
    name: "the rows of steps hold with streamed answers",
    how: { streaming: true },
    cases: STEP_CASES.filter(({ row }) =>
      ["2", "3", "10", "13", "19", "22", "25", "29", "30"].includes(row),
    ),
  },
  {
    row: "82",
    name: "the rows of steps hold with one request per step",
    how: { checkpointing: false },
    cases: STEP_CASES,
  },
];

/** Rows that need more than a server's address, and where our engine is held to them. */
export const ELSEWHERE: Record<string, { name: string; test: string }> = {
  "84": { name: "a stale worker is fenced", test: "tests/engine/faults.test.ts" },
  "85": { name: "kill -9 under load", test: "tests/engine/faults-dose.test.ts" },
  "86": { name: "kill -9 while runs wait", test: "tests/engine/kill.test.ts" },
  "87": { name: "Postgres restarted under load", test: "tests/engine/faults.test.ts" },
  "88": { name: "a second engine", test: "tests/engine/faults.test.ts" },
  "89": { name: "bulk cancellation by tenant", test: "tests/engine/api.test.ts" },
  "90": { name: "replay and rerun from a step", test: "tests/engine/api.test.ts" },
  "93": { name: "parked runs and a restart", test: "tests/bench/engine.ts" },
};

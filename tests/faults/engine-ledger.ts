import postgresJs from "postgres";
import type { Figure } from "../bench/report.ts";

const STEPS = 5;
/** A worker that was let go on just before a fault may begin its next body just after it. */
const GRACE_MS = 3_000;

type Evidence = {
  databaseUrl: string;
  /** Event ids that were answered with 200. */
  acknowledged: string[];
  /** When each body was executed. */
  executions: Map<string, number[]>;
  faultsAt: number[];
};

/** What the sender, the application and the database say when all is over. */
export type Ledger = {
  runs: number;
  /** Acknowledged events without an event row or without a run. */
  lost: number;
  /** Runs that did not complete. */
  unfinished: number;
  /** Runs too many, and steps too many. */
  doubled: number;
  /** Runs whose output names other executions than those recorded. */
  mixed: number;
  /** Executions of bodies beyond the first. */
  repeated: number;
  /** Bodies repeated more often than something broke meanwhile. */
  unexplained: number;
};

type RunRow = {
  id: string;
  external: string;
  status: string;
  output: string | null;
  steps: string[];
};

const RUNS = `
  select r.id, e.external_id as external, r.status, r.output,
    array(select s.out from engine.step s where s.run = r.id order by s.name) as steps
  from engine.run r join engine.event e on e.id = r.events`;

const results = (run: RunRow): string =>
  run.steps
    .map((out) => (JSON.parse(out) as { data: string }).data)
    .toSorted()
    .join();

/** Compares the three ledgers. */
export const readLedger = async (evidence: Evidence): Promise<Ledger> => {
  const { databaseUrl, acknowledged, executions, faultsAt } = evidence;
  const sql = postgresJs(databaseUrl, { max: 1, onnotice: () => {} });
  const runs = await sql.unsafe<RunRow[]>(RUNS);
  await sql.end();
  const started = new Set(runs.map(({ external }) => external));
  const extraSteps = runs.reduce((sum, { steps }) => sum + Math.max(0, steps.length - STEPS), 0);
  const explained = (times: number[]) => {
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    const faults = faultsAt.filter((at) => at > first - GRACE_MS && at <= last).length;
    return times.length - 1 <= faults;
  };
  const completed = runs.filter(({ status }) => status === "Completed");
  return {
    runs: runs.length,
    lost: acknowledged.filter((id) => !started.has(id)).length,
    unfinished: runs.length - completed.length,
    doubled: runs.length - started.size + extraSteps,
    mixed: completed.filter(
      (run) => (JSON.parse(run.output ?? "[]") as string[]).toSorted().join() !== results(run),
    ).length,
    repeated: [...executions.values()].reduce((sum, { length }) => sum + length - 1, 0),
    unexplained: [...executions.values()].filter((times) => !explained(times)).length,
  };
};

/** The ledger as figures `faults.engine.<what>.<stat>`. */
export const figuresOf = (what: string, ledger: Ledger, more: Record<string, number>): Figure[] => {
  const id = (stat: string) => `faults.engine.${what}.${stat}`;
  const none = (stat: keyof Ledger, unit: string): Figure => ({
    id: id(stat),
    value: ledger[stat],
    unit,
    aim: "= 0",
  });
  return [
    ...Object.entries(more).map(([stat, value]) => ({ id: id(stat), value, unit: "times" })),
    { id: id("runs"), value: ledger.runs, unit: "runs" },
    none("lost", "events"),
    none("unfinished", "runs"),
    none("doubled", "rows"),
    none("mixed", "runs"),
    none("unexplained", "bodies"),
    { id: id("repeated"), value: ledger.repeated, unit: "bodies" },
  ];
};

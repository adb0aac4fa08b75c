import type { Kysely } from "kysely";
import type { LoadedRun } from "@/lib/domain/runs/execution/journal";
import type { Ending } from "@/lib/domain/runs/execution/ledger";
import type { PlanStep, StepEnd } from "@/lib/domain/runs/execution/plan";
import type { DB } from "@/lib/infra/db/types";

/** What a performed step gets; `C` are the powers of the step kinds, such as fetching and mailing. */
export type EffectContext<C> = C & {
  key: string;
  stepId: string;
  now: Date;
  signal: AbortSignal;
  timeoutMs: number;
  log: (message: string, data?: unknown) => void;
};

type Work<C, T> = (ctx: EffectContext<C>, input: unknown) => Promise<T> | T;

/** How a step ends the run. */
export type Stop = { status: RunStatus; message: string };

export type RunStatus = "succeeded" | "failed" | "cancelled";

/** What a body is repeated for. */
export type Loop = {
  items: readonly unknown[];
  concurrency: number;
  batchSize?: number | undefined;
  onItemError: "fail" | "continue";
};

/** What the interpreter needs of a step kind; the registry of step kinds fulfils it. */
export type Kind<C> = {
  pure: boolean;
  prepare: (given: Record<string, unknown>, scope: Readonly<Record<string, unknown>>) => unknown;
  redact: (input: unknown) => unknown;
  run?: Work<C, unknown>;
  until?: (now: Date, input: unknown) => Date;
  stops?: (input: unknown) => Stop;
  each?: (input: unknown) => Loop;
  wait?: { open: Work<C, { until: Date | null }>; close: Work<C, unknown> };
};

/** Everything outside that an execution touches; tests put their own clock and dice in. */
export type Surroundings<C> = {
  db: Kysely<DB>;
  kinds: Readonly<Record<string, Kind<C>>>;
  powers: (run: LoadedRun) => C;
  now: () => Date;
  random: () => number;
};

/** The durable engine as the interpreter uses it: results of `run` are remembered, waiting holds nothing. */
export type Durable = {
  run: <T>(id: string, work: () => Promise<T>) => Promise<T>;
  sleep: (id: string, until: Date) => Promise<void>;
  /** Until `workflows/wait.resolved` with this key comes, or until an instant. */
  wait: (id: string, key: string, until: Date) => Promise<void>;
  /** Steps begun inside are looked after one by one instead of all together. */
  race: <T>(work: () => Promise<T>) => Promise<T>;
};

export type Effect = { step: PlanStep; position: number; input: unknown };

/**
 * How a step ended. `unrecorded`: the end of the run will record it. `over`: the run ended while it was being executed; the
 * interpreter stops and changes nothing more.
 */
export type Performed = (StepEnd & { unrecorded?: Omit<Ending, "end"> }) | { over: true };

import { AppError } from "@/lib/core/errors";
import { attempt, kept } from "@/lib/domain/runs/execution/attempts/attempt";
import { attemptsMax, LOST, settleFailure } from "@/lib/domain/runs/execution/attempts/settle";
import { bounded } from "@/lib/domain/runs/execution/history";
import type { Claimed, ItemState } from "@/lib/domain/runs/execution/items/item-ledger";
import type { LoadedRun } from "@/lib/domain/runs/execution/journal";
import type { LogLine, PlanStep, StepEnd } from "@/lib/domain/runs/execution/plan";
import { fatalStep, nextSteps } from "@/lib/domain/runs/execution/schedule";
import { allows, failureOf, stepsScope } from "@/lib/domain/runs/execution/scope";
import type { Surroundings } from "@/lib/domain/runs/execution/surroundings";

const OUTPUT_MAX = 16_384;

/** A body and what every item of it shares. `scope` is what expressions outside of the body may read. */
export type Body<C> = {
  run: LoadedRun;
  stepId: string;
  steps: PlanStep[];
  scope: Readonly<Record<string, unknown>> & { steps: Readonly<Record<string, unknown>> };
  around: Surroundings<C>;
};

/** A step of a body failed but is to be tried again. */
class Again extends Error {
  readonly state: Omit<Extract<ItemState, { status: "waiting" }>, "index" | "ends" | "logs">;

  constructor(state: Again["state"]) {
    super("again");
    this.state = state;
  }
}

/** One item under way. Its body's steps happen one after another, in the order of the document. */
class ItemExecution<C> {
  private readonly ends: Map<string, StepEnd>;
  private readonly logs: LogLine[] = [];
  private readonly body: Body<C>;
  private readonly item: unknown;
  private readonly claim: Claimed;

  constructor(body: Body<C>, item: unknown, claim: Claimed) {
    this.body = body;
    this.item = item;
    this.claim = claim;
    this.ends = new Map(claim.ends ?? []);
  }

  async toEnd(): Promise<ItemState | undefined> {
    const { index } = this.claim;
    try {
      return (await this.performAll()) ? this.ended() : undefined;
    } catch (error) {
      if (!(error instanceof Again)) throw error;
      return { index, ...error.state, ends: [...this.ends], logs: this.logs };
    }
  }

  /** False when the run is over. */
  private async performAll(): Promise<boolean> {
    const { steps } = this.body;
    while (!fatalStep(steps, this.ends)) {
      const { run, skip } = nextSteps(steps, this.ends, new Set());
      for (const step of skip) this.ends.set(step.id, { status: "skipped" });
      const [step] = run;
      if (!step && skip.length === 0) return true;
      if (!step) continue;
      const end = await this.perform(step);
      if (!end) return false;
      this.ends.set(step.id, end);
    }
    return true;
  }

  private async perform(step: PlanStep): Promise<StepEnd | undefined> {
    const { around } = this.body;
    const kind = around.kinds[step.type];
    const scope = this.scope();
    try {
      if (!kind?.run)
        throw new AppError("invalid_input", `"${step.type}" cannot be done for each item.`);
      if (step.when !== undefined && !allows(step.when, scope)) return { status: "skipped" };
      const input = kind.prepare(step.with, scope);
      // A pure kind gets no powers; its type asks for a context all the same.
      if (kind.pure) return kept(await kind.run({} as never, input));
      return await this.effect(step, (ctx) => kind.run?.(ctx, input));
    } catch (error) {
      if (error instanceof Again) throw error;
      return failureOf(error);
    }
  }

  private async effect(
    step: PlanStep,
    work: Parameters<typeof attempt<C, unknown>>[3],
  ): Promise<StepEnd | undefined> {
    const { run, around } = this.body;
    const { index, key: itemKey, attempts: n } = this.claim;
    if (n > attemptsMax(step)) return { status: "failed", error: LOST };
    const given = { stepId: step.id, key: `${itemKey}:${step.id}`, n, timeoutMs: step.timeoutMs };
    const done = await attempt(run, given, around, work);
    if ("over" in done) return undefined;
    const told = done.logs.map((line) => ({
      ...line,
      message: `Item ${index + 1}: ${line.message}`,
    }));
    this.logs.push(...told);
    if ("output" in done) return kept(done.output);
    const { error, at, waitMs } = await settleFailure(run, step, n, around, done.cause);
    if (waitMs === undefined) return { status: "failed", error };
    const dueAt = new Date(at.getTime() + waitMs).toISOString();
    throw new Again({ status: "waiting", error: { ...error, stepId: step.id }, dueAt });
  }

  private ended(): ItemState {
    const { index } = this.claim;
    const { steps } = this.body;
    const { logs } = this;
    const fatal = fatalStep(steps, this.ends);
    const failed = fatal && this.ends.get(fatal.id);
    if (fatal && failed?.status === "failed")
      return {
        index,
        logs,
        status: "failed",
        error: { ...failed.error, stepId: fatal.id },
        ends: [...this.ends].filter(([id]) => id !== fatal.id),
      };
    const last = steps
      .map(({ id }) => this.ends.get(id))
      .findLast((end) => end?.status === "succeeded");
    const output = last?.status === "succeeded" ? last.output : null;
    return { index, logs, status: "succeeded", output: bounded(output, OUTPUT_MAX) };
  }

  private scope() {
    const { scope } = this.body;
    const steps = { ...scope.steps, ...stepsScope(this.ends) };
    return { ...scope, steps, item: this.item, index: this.claim.index };
  }
}

/** Performs the body for one claimed item; undefined when the run is over. */
export const performItem = <C>(
  body: Body<C>,
  item: unknown,
  claim: Claimed,
): Promise<ItemState | undefined> => new ItemExecution(body, item, claim).toEnd();

import { AppError } from "@/lib/core/errors";
import { finishRun, type LastEffect, type Outcome } from "@/lib/domain/runs/execution/finish";
import { bounded, endedRow, type StepRow } from "@/lib/domain/runs/execution/history";
import { repeatBody } from "@/lib/domain/runs/execution/items/repeat";
import { type LoadedRun, noteEnds } from "@/lib/domain/runs/execution/journal";
import { endOf } from "@/lib/domain/runs/execution/ledger";
import { awaitDecision, sleepThrough } from "@/lib/domain/runs/execution/park";
import { perform } from "@/lib/domain/runs/execution/perform";
import type { PlanStep, StepEnd } from "@/lib/domain/runs/execution/plan";
import { fatalStep, gainsFromRacing, nextSteps } from "@/lib/domain/runs/execution/schedule";
import { allows, failureOf, scopeOf } from "@/lib/domain/runs/execution/scope";
import type {
  Durable,
  Effect,
  Loop,
  Performed,
  RunStatus,
  Stop,
  Surroundings,
} from "@/lib/domain/runs/execution/surroundings";

/** One execution of a run's document. Replayed from the beginning by every invocation; only recorded results differ. */
class Execution<C> {
  private readonly ends = new Map<string, StepEnd>();
  private stopped: (Stop & { stepId: string }) | undefined;
  private readonly begun = new Set<string>();
  private readonly unwritten: StepRow[] = [];
  private last: LastEffect | undefined;
  private readonly running = new Map<string, Promise<{ step: PlanStep; end: Performed }>>();
  private readonly run: LoadedRun;
  private readonly around: Surroundings<C>;
  private readonly durable: Durable;

  constructor(run: LoadedRun, around: Surroundings<C>, durable: Durable) {
    this.run = run;
    this.around = around;
    this.durable = durable;
    for (const [stepId, end] of run.seed) this.ends.set(stepId, end);
  }

  /** Runs until nothing is left to do; the status the run ended with. */
  async toEnd(): Promise<RunStatus> {
    for (;;) {
      const effects = this.isHalted() ? [] : this.advance();
      if (!this.stopped) this.begin(effects);
      if (this.stopped || this.running.size === 0) {
        const status = await this.finish(
          this.stopped ? this.outcomeOf(this.stopped) : this.outcome(),
        );
        if (status) return status;
        continue;
      }
      if (effects.length === 0) await this.noteEnds();
      const { step, end } = await this.nextEnd();
      this.running.delete(step.id);
      if ("over" in end) return "cancelled";
      const { unrecorded, ...known } = end;
      if (unrecorded) this.last = { ...unrecorded, stepId: step.id, end: known };
      this.ends.set(step.id, known);
    }
  }

  /** Everything that can be decided without effects; the effects that can begin now. */
  private advance(): Effect[] {
    const effects: Effect[] = [];
    for (;;) {
      const { run, skip } = nextSteps(this.run.steps, this.ends, this.begun);
      for (const step of skip) this.end(step, { status: "skipped" });
      for (const step of run) this.decide(step, effects);
      if ((skip.length === 0 && run.length === 0) || this.isHalted()) return effects;
    }
  }

  private isHalted(): boolean {
    return this.stopped !== undefined || fatalStep(this.run.steps, this.ends) !== undefined;
  }

  private decide(step: PlanStep, effects: Effect[]): void {
    const kind = this.around.kinds[step.type];
    try {
      if (!kind) throw new AppError("invalid_input", `There is no step type "${step.type}".`);
      if (step.when !== undefined && !allows(step.when, this.scope())) {
        this.end(step, { status: "skipped" });
        return;
      }
      const input = kind.prepare(step.with, this.scope());
      if (!kind.pure) {
        this.begun.add(step.id);
        effects.push({ step, position: this.positionOf(step), input });
        return;
      }
      // A pure kind gets no powers; its type asks for a context all the same.
      const output = kind.run?.({} as never, input);
      this.stopped ??= kind.stops && { stepId: step.id, ...kind.stops(input) };
      this.end(step, { status: "succeeded", output: bounded(output) }, kind.redact(input));
    } catch (error) {
      this.end(step, failureOf(error));
    }
  }

  private end(step: PlanStep, end: StepEnd, input?: unknown): void {
    this.ends.set(step.id, end);
    const row = { id: step.id, type: step.type, position: this.positionOf(step) };
    this.unwritten.push(endedRow(row, end, input, this.around.now().toISOString()));
  }

  /** What ended while all that still runs is parked would be unseen until one of them goes on. */
  private async noteEnds(): Promise<void> {
    const isParked = (id: string) => {
      const kind = this.around.kinds[this.run.steps.find((step) => step.id === id)?.type ?? ""];
      return kind?.until !== undefined || kind?.wait !== undefined;
    };
    const last = this.unwritten.at(-1);
    if (!last || ![...this.running.keys()].every(isParked)) return;
    const rows = this.unwritten.splice(0);
    await this.durable.run(`${last.step_id}/noted`, () => noteEnds(this.around.db, this.run, rows));
  }

  private positionOf = (step: PlanStep) => this.run.steps.indexOf(step);

  private scope() {
    return scopeOf(this.run, this.ends);
  }

  private begin(effects: Effect[]): void {
    for (const effect of effects) this.begun.add(effect.step.id);
    const ids = new Set([...this.running.keys(), ...effects.map(({ step }) => step.id)]);
    const races = ids.size > 1 && gainsFromRacing(this.run.steps, this.ends, ids);
    for (const effect of effects) {
      const start = () => this.start(effect);
      const end = races ? this.durable.race(start) : start();
      this.running.set(
        effect.step.id,
        end.then((value) => ({ step: effect.step, end: value })),
      );
    }
  }

  /** All of the running together, unless some step gains from looking after the first. */
  private nextEnd() {
    return Promise.race(this.running.values());
  }

  private start(effect: Effect): Promise<Performed> {
    const kind = this.around.kinds[effect.step.type];
    const { run, around, durable, unwritten: rows } = this;
    if (kind?.until) return sleepThrough({ run, around, durable, rows }, effect);
    if (kind?.wait) return awaitDecision({ run, around, durable, rows }, effect);
    if (kind?.each) return this.repeat(effect, kind.each(effect.input));
    const isLast = this.isLast(effect);
    return durable.run(effect.step.id, () => perform(run, effect, around, rows.splice(0), isLast));
  }

  /** After such an effect comes only what is computed in place, so its record can go along with the end of the run. */
  private isLast({ step }: Effect): boolean {
    return this.run.steps.every(
      ({ id, type }) => id === step.id || this.ends.has(id) || this.around.kinds[type]?.pure,
    );
  }

  private repeat(effect: Effect, loop: Loop): Promise<Performed> {
    const { run, around, durable, unwritten: rows } = this;
    const { id: stepId, steps = [] } = effect.step;
    const body = { run, around, stepId, steps, scope: this.scope() };
    return repeatBody({ ...body, loop, durable, rows }, effect);
  }

  /** Undefined when somebody else had recorded the last effect: how that ended stands, and the run goes on from it. */
  private async finish(outcome: Outcome): Promise<RunStatus | undefined> {
    const { last, run, unwritten: rows, ends, around } = this;
    const isWhole = ends.size >= run.steps.length;
    const { startedAt, heldEvent } = run;
    const known = { ...(last && { last }), ...(heldEvent && { heldEvent }) };
    const given = { rows, stepsDone: ends.size, startedAt, isWhole, ...known };
    if (await finishRun(around.db, run, outcome, given)) return outcome.status;
    const stands = last && (await endOf(around.db, run, last.stepId));
    if (!last || !stands) return "cancelled";
    this.last = undefined;
    this.takeBack();
    ends.set(last.stepId, stands);
    return undefined;
  }

  /** What was computed in place and is not written yet will be computed again. */
  private takeBack(): void {
    this.stopped = undefined;
    const isPure = ({ type }: StepRow) => this.around.kinds[type]?.pure;
    for (const { step_id } of this.unwritten.filter(isPure)) this.ends.delete(step_id);
    this.unwritten.splice(0, Infinity, ...this.unwritten.filter((row) => !isPure(row)));
  }

  private outcomeOf({ status, message, stepId }: Stop & { stepId: string }): Outcome {
    if (status === "succeeded") return { status };
    return {
      status,
      error: { code: "stopped", message: message || "A step stopped the run.", stepId },
    };
  }

  private outcome(): Outcome {
    const fatal = fatalStep(this.run.steps, this.ends);
    const end = fatal && this.ends.get(fatal.id);
    if (!fatal || end?.status !== "failed") return { status: "succeeded" };
    return { status: "failed", error: { ...end.error, stepId: fatal.id } };
  }
}

/**
 * Executes a loaded run to its end or to the next point where the durable engine takes over. Pure steps are computed in
 * place, effects are remembered steps; history of pure steps is written with the next write. The status is `cancelled` when the
 * run ended meanwhile.
 */
export const interpret = <C>(
  run: LoadedRun,
  around: Surroundings<C>,
  durable: Durable,
): Promise<RunStatus> => new Execution(run, around, durable).toEnd();

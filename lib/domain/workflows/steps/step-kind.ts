import type { z } from "zod";
import { AppError } from "@/lib/core/errors";
import {
  compileExpression,
  type ExpressionScope,
  evaluate,
} from "@/lib/core/expression/expression";
import { type Escape, evaluateTemplate } from "@/lib/core/expression/template";
import { bareExpression } from "@/lib/domain/workflows/definition/check-expressions";
import { mapFields } from "@/lib/domain/workflows/definition/expression-fields";
import { namedValues } from "@/lib/domain/workflows/steps/waiting/named-values";
import type { WaitPowers } from "@/lib/domain/workflows/steps/waiting/powers";
import type { SafeRequest, SafeResponse } from "@/lib/infra/outbound/safe-fetch";

/** A mail a workflow sends; `to` is one address. */
export type OutgoingMail = { to: string; subject: string; paragraphs: string[] };

/** What a workflow tells members: those from `role` on, and those with one of the addresses. */
export type OutgoingNotice = {
  role: string | null;
  emails: string[];
  channels: ("inApp" | "email" | "slack")[];
  title: string;
  message: string;
  link: string | null;
};

/**
 * What a running step gets from outside. `key` names this effect for ever: the other side receives it as idempotency
 * key, so a repeated attempt can be told from a new one. `now` is when the attempt began.
 */
export type StepContext = {
  key: string;
  stepId: string;
  now: Date;
  signal: AbortSignal;
  timeoutMs: number;
  /** One line for the people who look at the run; secrets are hidden, 200 lines and 16 KB an attempt are kept. */
  log: (message: string, data?: unknown) => void;
  fetch: (url: string, request: SafeRequest) => Promise<SafeResponse>;
  sendMail: (key: string, mail: OutgoingMail) => Promise<{ mailId: string }>;
  /** Throws invalid_input when nobody is meant, an address is no member's, or Slack is asked for and not connected. */
  notify: (key: string, notice: OutgoingNotice) => Promise<{ people: number; slack: boolean }>;
  waits: WaitPowers;
};

/** Where a kind stands in the editor's palette. */
export type StepGroup = "logic" | "data" | "app" | "wait" | "people";

type Shown = {
  type: string;
  title: string;
  /** One sentence. */
  summary: string;
  group: StepGroup;
  /** Name of a Lucide icon. */
  icon: string;
  /** A few sentences of Markdown with an example. */
  docs: string;
};

/** `close` has nothing to tell yet: neither decided nor due. */
type Undecided = { again: true };

type Definition<I extends z.ZodType, O extends z.ZodType> = Shown & {
  input: I;
  output: O;
  /** A pure kind touches nothing outside; it is computed again whenever it is needed. */
  pure: boolean;
  /** The kind repeats a body: its steps have `steps`. */
  body?: true;
  /** Input fields that hold a bare expression instead of a template; `cases.*.if` is one of every item of a list. */
  expressions?: readonly string[];
  /**
   * Input fields that hold an expression about something that comes later, each with the name of what comes. They stay
   * texts; `named` gives the values of the run that each names.
   */
  filters?: Readonly<Record<string, string>>;
  /** Expressions are looked at in the order of the document until one is true; those after it count as false. */
  isOrdered?: true;
  /** For pure kinds that end the run: how, and what to tell. */
  stops?: (input: z.output<I>) => Stop;
  /** How values are made safe inside a text, by input field. */
  encode?: Readonly<Record<string, Escape>>;
  /** The input as history keeps it, without what nobody should read later. */
  redact?: (input: z.output<I>) => unknown;
} & (
    | {
        run: (ctx: StepContext, input: z.output<I>) => Promise<z.input<O>> | z.input<O>;
        until?: never;
        wait?: never;
        each?: never;
      }
    | { until: (now: Date, input: z.output<I>) => Date; run?: never; wait?: never; each?: never }
    | { wait: Wait<z.output<I> & Named, z.input<O>>; run?: never; until?: never; each?: never }
    | { each: (input: z.output<I>) => Loop; body: true; run?: never; until?: never; wait?: never }
  );

/** How a run is ended by a step. */
type Stop = { status: "succeeded" | "failed" | "cancelled"; message: string };

/** What to repeat a body for; `batchSize` is how many items one durable step takes. */
type Loop = {
  items: readonly unknown[];
  concurrency: number;
  batchSize?: number | undefined;
  onItemError: "fail" | "continue";
};

/**
 * A kind that waits for a decision kept in a table of its own. `open` happens once, as an effect under `ctx.key`, and
 * tells until when the wait lasts (null: as long as it takes). Whoever decides writes that table and emits
 * `workflows/wait.resolved` with the key. `close` then reads the table, and gives the output, `{ again: true }` when
 * nothing is decided and nothing due (it may be asked too early), or throws the AppError or StepFailure the step ends with.
 */
type Wait<I, O> = {
  open: (ctx: StepContext, input: I) => Promise<{ until: Date | null }>;
  close: (ctx: StepContext, input: I) => Promise<O | Undecided>;
};

/** By filter field, the values of the run that its expression names. */
type Named = { named?: Record<string, Record<string, unknown>> };

/** A step kind as the interpreter, the validation and the editor see it. */
export type StepKind = Shown & {
  input: z.ZodType;
  output: z.ZodType;
  pure: boolean;
  body: boolean;
  expressions: readonly string[];
  filters: Readonly<Record<string, string>>;
  /** The checked input over a scope. Throws invalid_input. */
  prepare: (given: Record<string, unknown>, scope: ExpressionScope) => unknown;
  redact: (input: unknown) => unknown;
  /** Does it. Throws AppError. */
  run?: (ctx: StepContext, input: unknown) => Promise<unknown> | unknown;
  /** For kinds that wait for an instant: until when. */
  until?: (now: Date, input: unknown) => Date;
  /** For kinds that wait for a decision. */
  wait?: Wait<unknown, unknown>;
  /** For kinds with a body. */
  each?: (input: unknown) => Loop;
  /** For kinds that end the run. */
  stops?: (input: unknown) => Stop;
};

type Reading = {
  expressions: readonly string[];
  filters: Readonly<Record<string, string>>;
  encode: Readonly<Record<string, Escape>>;
  isOrdered: boolean;
};

const evaluated = (
  given: Record<string, unknown>,
  scope: ExpressionScope,
  { expressions, filters, encode, isOrdered }: Reading,
) => {
  let isDecided = false;
  const bare = (source: unknown) => {
    if (source === undefined) return undefined;
    if (isDecided) return false;
    const value = evaluate(compileExpression(bareExpression(String(source))), scope);
    isDecided = isOrdered && value === true;
    return value;
  };
  const rest = (value: unknown, [field = ""]: readonly string[]) =>
    Object.hasOwn(filters, field)
      ? bareExpression(String(value))
      : evaluateTemplate(value, scope, encode[field]);
  return mapFields(given, expressions, { bare, rest });
};

const namedBy = (
  given: Record<string, unknown>,
  scope: ExpressionScope,
  filters: Readonly<Record<string, string>>,
): Named => {
  const fields = Object.entries(filters).filter(([field]) => given[field] !== undefined);
  if (fields.length === 0) return {};
  const named = fields.map(([field, coming]) => [
    field,
    namedValues(bareExpression(String(given[field])), scope, coming),
  ]);
  return { named: Object.fromEntries(named) };
};

const checked = <T extends z.ZodType>(schema: T, value: unknown): z.output<T> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, code, message }) => ({
    path: path.map(String).join("."),
    code,
    message,
  }));
  const sentence = issues
    .map(({ path, message }) => `${path || "the whole"}: ${message}`)
    .join("; ");
  throw new AppError("invalid_input", `The step's input is not valid. ${sentence}`, { issues });
};

/** Makes a step kind. One file a kind; `registry.ts` lists them. */
export const defineStep = <I extends z.ZodType, O extends z.ZodType>(
  kind: Definition<I, O>,
): StepKind => {
  const { type, title, summary, group, icon, docs, input, output, pure } = kind;
  const { body = false, expressions = [], filters = {}, encode = {}, isOrdered = false } = kind;
  const own =
    <T>(work: (value: z.output<I>) => T) =>
    (value: unknown) =>
      work(value as z.output<I>);
  const { run, until, wait, each, stops, redact } = kind;
  const reading = { expressions, filters, encode, isOrdered };
  return {
    type,
    title,
    summary,
    group,
    icon,
    docs,
    input,
    output,
    pure,
    body,
    expressions,
    filters,
    prepare: (given, scope) => {
      const ready = checked(input, evaluated(given, scope, reading));
      return Object.keys(filters).length === 0
        ? ready
        : { ...(ready as object), ...namedBy(given, scope, filters) };
    },
    redact: redact ? own(redact) : (value) => value,
    ...(run && { run: (ctx: StepContext, value: unknown) => run(ctx, value as z.output<I>) }),
    ...(until && { until: (now: Date, value: unknown) => until(now, value as z.output<I>) }),
    ...(each && { each: own(each) }),
    ...(stops && { stops: own(stops) }),
    ...(wait && {
      wait: {
        open: (ctx: StepContext, value: unknown) => wait.open(ctx, value as z.output<I> & Named),
        close: (ctx: StepContext, value: unknown) => wait.close(ctx, value as z.output<I> & Named),
      },
    }),
  };
};

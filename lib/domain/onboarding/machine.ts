/** What a version of the onboarding consists of. `renamed` leads names of the version before to names of this one. */
export type Definition = {
  version: number;
  /** Steps of the wizard, in order. */
  steps: readonly string[];
  /** Items of the checklist, in order; at most five. */
  items: readonly string[];
  renamed?: Readonly<Record<string, string>>;
};

/** What was chosen on the way; later steps build on it. */
export type Picked = {
  source?: string | undefined;
  template?: string | undefined;
  workflowId?: string | undefined;
};

/** `at` is a step, or "end". A mark, once "done", stays; so does a ticked item. */
export type State = {
  at: string;
  marks: Readonly<Record<string, "done" | "skipped">>;
  items: readonly string[];
  picked: Picked;
  left: boolean;
  dismissed: boolean;
  celebrated: boolean;
};

export type Event =
  | { type: "finish" | "skip" | "open"; step: string }
  | { type: "tick"; item: string }
  | { type: "pick"; picked: Picked }
  | { type: "leave" | "return" | "dismiss" | "recall" | "celebrate" };

export const END = "end";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The step after `step`, or the end. */
const after = ({ steps }: Definition, step: string) => steps[steps.indexOf(step) + 1] ?? END;

const fresh = ({ steps }: Definition): State => ({
  at: steps[0] ?? END,
  marks: {},
  items: [],
  picked: {},
  left: false,
  dismissed: false,
  celebrated: false,
});

const mark = (definition: Definition, state: State, step: string, as: "done" | "skipped") => {
  const old = state.marks[step];
  const isNew = old !== as && old !== "done";
  // A stale tab finishes a step the person has left behind: the mark counts, the place stays.
  const at = state.at === step ? after(definition, step) : state.at;
  if (!isNew && at === state.at) return state;
  return { ...state, at, marks: isNew ? { ...state.marks, [step]: as } : state.marks };
};

const set = <K extends keyof State>(state: State, key: K, value: State[K]): State =>
  state[key] === value ? state : { ...state, [key]: value };

const pick = (state: State, picked: Picked): State => {
  const isNew = (Object.keys(picked) as (keyof Picked)[]).some(
    (key) => picked[key] !== undefined && picked[key] !== state.picked[key],
  );
  return isNew ? { ...state, picked: { ...state.picked, ...picked } } : state;
};

const apply = (definition: Definition, state: State, event: Event): State => {
  switch (event.type) {
    case "finish":
    case "skip": {
      if (!definition.steps.includes(event.step)) return state;
      return mark(definition, state, event.step, event.type === "finish" ? "done" : "skipped");
    }
    case "open":
      return definition.steps.includes(event.step)
        ? set(set(state, "at", event.step), "left", false)
        : state;
    case "tick":
      return definition.items.includes(event.item) && !state.items.includes(event.item)
        ? { ...state, items: [...state.items, event.item] }
        : state;
    case "pick":
      return pick(state, event.picked);
    case "leave":
      return set(state, "left", true);
    case "return":
      return set(state, "left", false);
    case "dismiss":
      return set(state, "dismissed", true);
    case "recall":
      return set(state, "dismissed", false);
    case "celebrate":
      return set(state, "celebrated", true);
  }
};

/** A stored value as a state of its version; whatever does not fit is left out, nothing makes it throw. */
const read = (definition: Definition, stored: unknown): State => {
  const empty = fresh(definition);
  if (!isRecord(stored)) return empty;
  const marks = Object.entries(isRecord(stored.marks) ? stored.marks : {}).filter(
    (entry): entry is [string, "done" | "skipped"] => entry[1] === "done" || entry[1] === "skipped",
  );
  const items = Array.isArray(stored.items) ? stored.items : [];
  const picked = Object.entries(isRecord(stored.picked) ? stored.picked : {});
  return {
    at: typeof stored.at === "string" ? stored.at : empty.at,
    marks: Object.fromEntries(marks),
    items: [...new Set(items.filter((item): item is string => typeof item === "string"))],
    picked: Object.fromEntries(picked.filter(([, value]) => typeof value === "string")),
    left: stored.left === true,
    dismissed: stored.dismissed === true,
    celebrated: stored.celebrated === true,
  };
};

/** Carries a state one version on: names follow `renamed`, what is gone is dropped, what is new is open. */
const migrate = (state: State, next: Definition): State => {
  const now = (name: string) =>
    Object.hasOwn(next.renamed ?? {}, name) ? (next.renamed?.[name] ?? name) : name;
  const marks = Object.fromEntries(
    Object.entries(state.marks)
      .map(([step, as]) => [now(step), as] as const)
      .filter(([step]) => next.steps.includes(step)),
  );
  const at = now(state.at);
  const open = next.steps.find((step) => !(step in marks)) ?? END;
  return {
    ...state,
    marks,
    at: at === END || next.steps.includes(at) ? at : open,
    items: [...new Set(state.items.map(now))].filter((item) => next.items.includes(item)),
  };
};

/**
 * The onboarding as a pure machine over its versions, oldest first. `open` reads any state that was ever stored, of whatever
 * version, as one of the newest; `reduce` gives the same object when an event changes nothing.
 */
export const machineOf = (definitions: readonly [Definition, ...Definition[]]) => {
  const current = definitions.at(-1) ?? definitions[0];
  const find = (version: number) => definitions.find((one) => one.version === version);
  return {
    current,
    start: (): State => fresh(current),
    open: (version: number, stored: unknown): State => {
      const later = definitions.filter((one) => one.version > version);
      const state = read(find(version) ?? current, stored);
      // The last pass makes a state of an unknown version one of the newest, too.
      return [...later, { ...current, renamed: {} }].reduce(migrate, state);
    },
    reduce: (version: number, state: State, event: Event): State =>
      apply(find(version) ?? current, state, event),
    isComplete: (state: State): boolean =>
      current.items.every((item) => state.items.includes(item)),
  };
};

import {
  checkBare,
  checkTemplates,
  type Surroundings,
} from "@/lib/domain/workflows/definition/check-expressions";
import { scheduleProblems } from "@/lib/domain/workflows/definition/schedule";
import type {
  FormField,
  Polling,
  Problem,
  Trigger,
} from "@/lib/domain/workflows/definition/schema";

const NOWHERE = { steps: new Set<string>(), before: new Set<string>() };

const only = (trigger: Trigger, ...names: string[]): Surroundings => ({
  trigger,
  ...NOWHERE,
  names,
});

const checkFields = (fields: FormField[]): Problem[] =>
  fields.flatMap((field, index): Problem[] => {
    const path = `trigger.fields.${index}`;
    const first = fields.findIndex(({ name }) => name === field.name);
    if (first < index) {
      const message = `"${field.name}" is there twice.`;
      return [{ path: `${path}.name`, code: "duplicate_field", message }];
    }
    if (field.type !== "select" || field.options) return [];
    return [
      { path: `${path}.options`, code: "options_missing", message: "A select needs options." },
    ];
  });

const isAddress = (url: string) => /^https?:$/.test(URL.parse(url)?.protocol ?? "");

const checkPolling = (trigger: Polling): Problem[] => {
  const { url, headers, body, items, id, cursor, next } = trigger;
  const asked = only(trigger, "cursor");
  const address: Problem[] =
    url.includes("{{") || isAddress(url)
      ? []
      : [
          {
            path: "trigger.url",
            code: "invalid_url",
            message: "A full http(s) address is needed.",
          },
        ];
  const loose = [
    ...checkTemplates(url, "trigger.url", asked),
    ...checkTemplates(headers, "trigger.headers", asked),
    ...checkTemplates(body, "trigger.body", asked),
  ];
  return [
    ...address,
    ...loose,
    ...checkBare(items, "trigger.items", only(trigger, "answer")),
    ...checkBare(id, "trigger.id", only(trigger, "item", "answer")),
    ...(next === undefined ? [] : checkBare(next, "trigger.next", only(trigger, "answer"))),
    ...(cursor
      ? checkBare(cursor.value, "trigger.cursor.value", only(trigger, "answer", "items", "cursor"))
      : []),
  ];
};

/** Every problem of what starts a workflow: its times, its form, its filter, what it asks. */
export const checkTrigger = (trigger: Trigger): Problem[] => {
  switch (trigger.type) {
    case "schedule":
      return scheduleProblems(trigger.cron, trigger.timeZone).map(({ field, message }) => ({
        path: `trigger.${field}`,
        code: `invalid_${field === "cron" ? "cron" : "time_zone"}`,
        message,
      }));
    case "event":
      return trigger.if === undefined
        ? []
        : checkBare(trigger.if, "trigger.if", { trigger, ...NOWHERE });
    case "manual":
      return checkFields(trigger.fields);
    case "polling":
      return checkPolling(trigger);
    default:
      return [];
  }
};

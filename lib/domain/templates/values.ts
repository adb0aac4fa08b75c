import { z } from "zod";
import { AppError, type Issue } from "@/lib/core/errors";
import type { Need } from "@/lib/domain/templates/schema";

const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

const RULES: Record<Need["type"], { test: (text: string) => boolean; message: string }> = {
  url: {
    test: (text) => /^https?:\/\/[^\s?#'"\\]+$/.test(text) && URL.canParse(text),
    message: "A full http(s) address without a query, such as https://api.example.com.",
  },
  email: { test: (text) => z.email().safeParse(text).success, message: "An e-mail address." },
  text: { test: (text) => !/['"\\\r\n]/.test(text), message: "One line without quotes." },
  number: {
    test: (text) => /^\d{1,9}(\.\d{1,4})?$/.test(text),
    message: "A number such as 500 or 19.90.",
  },
  "time zone": { test: isZone, message: "A time zone such as Europe/Berlin." },
};

const problemOf = ({ name, type }: Need, text: string): Issue[] => {
  const { test, message } = RULES[type];
  // Braces would be read as an expression of the workflow.
  const isPlain = !/\{\{|\}\}/.test(text);
  return isPlain && test(text)
    ? []
    : [{ path: `values.${name}`, code: "invalid_value", message: `${message}` }];
};

/** Stands where a value is missing; no workflow has this variable, so the draft's problems show the place. */
const placeholder = (name: string) => `{{ needs.${name} }}`;

/**
 * The values a template is built with, defaults filled in and checked; `missing` names what was not given and has no
 * default. Throws invalid_input for values that are not of their type and for names the template does not ask for.
 */
export const readValues = (
  needs: readonly Need[],
  given: Readonly<Record<string, string>>,
): { values: Record<string, string>; missing: Need[] } => {
  const unknown = Object.keys(given).filter((name) => !needs.some((need) => need.name === name));
  const texts = needs.map((need) => {
    const text = (Object.hasOwn(given, need.name) ? given[need.name] : "")?.trim();
    return { need, text: text || need.default || "" };
  });
  const issues = [
    ...unknown.map((name) => ({
      path: `values.${name}`,
      code: "unknown_value",
      message: `The template does not ask for "${name}".`,
    })),
    ...texts.flatMap(({ need, text }) => (text === "" ? [] : problemOf(need, text))),
  ];
  if (issues.length > 0)
    throw new AppError("invalid_input", "Some values do not fit the template.", { issues });
  return {
    values: Object.fromEntries(
      texts.map(({ need: { name, type }, text }) => [
        name,
        text === "" ? placeholder(name) : type === "url" ? text.replace(/\/+$/, "") : text,
      ]),
    ),
    missing: texts.filter(({ text }) => text === "").map(({ need }) => need),
  };
};

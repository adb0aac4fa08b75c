"use client";

import type { JsonSchema } from "@/app/_ui/expression/known";
import { ChoiceInput } from "@/app/_ui/json-form/choice-input";
import type { Path, WithField } from "@/app/_ui/json-form/form-context";

type Props = WithField & {
  schema: JsonSchema;
  path: Path;
  value: unknown;
  /** Fields that something else shows. */
  without?: readonly string[];
};

/** Every field of an object's schema, in its order; fields of which one is given come as one choice. */
export const JsonFields = ({ Field, schema, path, value, without = [] }: Props) => {
  const given = (typeof value === "object" && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const properties = Object.entries(schema.properties ?? {}).filter(
    ([key, one]) => one.const === undefined && !without.includes(key),
  );
  const choiceOf = (key: string) => schema.choices?.find((choice) => choice.includes(key));
  return properties.map(([key, one]) => {
    const choice = choiceOf(key);
    if (!choice)
      return (
        <Field
          key={key}
          schema={one}
          path={[...path, key]}
          value={given[key]}
          required={schema.required?.includes(key) ?? false}
        />
      );
    return (
      choice[0] === key && (
        <ChoiceInput
          key={key}
          Field={Field}
          names={choice}
          schema={schema}
          path={path}
          value={given}
        />
      )
    );
  });
};

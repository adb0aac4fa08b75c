"use client";

import type { ComponentProps } from "react";
import { JsonField } from "@/app/_ui/json-form/json-field";
import { JsonFields } from "@/app/_ui/json-form/json-fields";

/** A form made from the JSON Schema of an object; `FormAccessProvider` above it takes the changes. */
export const JsonForm = (props: Omit<ComponentProps<typeof JsonFields>, "Field">) => (
  <JsonFields {...props} Field={JsonField} />
);

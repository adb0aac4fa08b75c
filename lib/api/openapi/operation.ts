import type { z } from "zod";
import { closed } from "@/lib/api/door/closed";
import type { collectSchemas } from "@/lib/api/openapi/schemas";
import type { Method, Spec } from "@/lib/api/spec";
import { ERRORS, type ErrorCode } from "@/lib/core/errors";

type Schemas = ReturnType<typeof collectSchemas>;
type Operation = { method: Method; path: string; spec: Spec };

const pascal = (text: string) =>
  text
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

const operationId = ({ method, path }: Operation) =>
  method.toLowerCase() + pascal(path.replace(/^\/api\/(v1\/)?/, "").replace(/\{(\w+)\}/g, "by-$1"));

const isOptional = (schema: z.ZodType) => schema.safeParse(undefined).success;

const describe = (schema: z.ZodType) =>
  schema.description === undefined ? {} : { description: schema.description };

const parametersIn = (
  place: "path" | "query" | "header",
  schema: z.ZodObject | undefined,
  schemas: Schemas,
  owner: string,
) =>
  Object.entries((schema?.shape ?? {}) as Record<string, z.ZodType>).map(([name, part]) => ({
    name,
    in: place,
    required: place === "path" || !isOptional(part),
    ...describe(part),
    schema: schemas.add(part, "input", `${owner}${pascal(name)}`),
  }));

const TENANT = {
  name: "X-Tenant",
  in: "header",
  required: false,
  description: "Id or slug of the tenant; default the only one, else the one used last.",
  schema: { type: "string" },
};

const keyParameter = (required: boolean) => ({
  name: "Idempotency-Key",
  in: "header",
  required,
  description:
    "1–255 visible ASCII characters. The same key within 24 hours gets the first answer again.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
});

const keyUse = ({ method, spec }: Operation) => {
  const isCommand = method === "POST" && spec.access !== "session" && spec.access !== "public";
  return spec.idempotency ?? (isCommand ? "optional" : "none");
};

const errorsOf = (operation: Operation): ErrorCode[] => {
  const { spec, method } = operation;
  const codes: ErrorCode[] = ["rate_limited", "internal", "unavailable", "timeout"];
  if (spec.access !== "public") codes.push("unauthenticated", "not_found");
  if (spec.access !== "public" || method !== "GET") codes.push("forbidden");
  if (spec.params) codes.push("not_found");
  if (spec.query) codes.push("malformed", "invalid_input");
  if (spec.body)
    codes.push(
      "malformed",
      "invalid_input",
      "too_large",
      "unsupported_media_type",
      "request_timeout",
    );
  if (method !== "GET") codes.push("conflict");
  if (keyUse(operation) !== "none") codes.push("malformed", "conflict", "idempotency_key_reused");
  return codes;
};

const responsesOf = (operation: Operation, schemas: Schemas, id: string) => {
  const { output, status = output === null ? 204 : 200 } = operation.spec;
  const success = output && {
    content: {
      [operation.spec.isStream ? "text/event-stream" : "application/json"]: {
        schema: schemas.add(output, "output", `${pascal(id)}Answer`),
      },
    },
  };
  const problems = new Map<number, string[]>();
  for (const code of new Set(errorsOf(operation))) {
    const { status: at } = ERRORS[code];
    problems.set(at, [...(problems.get(at) ?? []), code]);
  }
  const rows = [...problems].sort(([a], [b]) => a - b);
  return {
    [status]: { description: output === null ? "Done" : "The answer", ...success },
    ...Object.fromEntries(
      rows.map(([at, codes]) => [
        at,
        { $ref: "#/components/responses/Problem", description: codes.sort().join(", ") },
      ]),
    ),
  };
};

const SECURITY = [{ bearer: [] }, { session: [] }];

/** One operation object of OpenAPI 3.1, made from a route's contract alone. */
export const operationObject = (operation: Operation, schemas: Schemas) => {
  const { spec, path } = operation;
  const id = operationId(operation);
  const owner = pascal(id);
  const use = keyUse(operation);
  const needsTenant = spec.access !== "public";
  return {
    operationId: id,
    summary: spec.summary,
    tags: [spec.tag ?? path.replace(/^\/api\/(v1\/)?/, "").split("/")[0]],
    "x-access": spec.access,
    security: spec.access === "public" ? [] : SECURITY,
    parameters: [
      ...parametersIn("path", spec.params, schemas, owner),
      ...parametersIn("query", spec.query, schemas, owner),
      ...parametersIn("header", spec.headers, schemas, owner),
      ...(needsTenant ? [TENANT] : []),
      ...(use === "none" ? [] : [keyParameter(use === "required")]),
    ],
    ...(spec.body && {
      requestBody: {
        required: !isOptional(spec.body),
        content: {
          "application/json": { schema: schemas.add(closed(spec.body), "input", `${owner}Body`) },
        },
      },
    }),
    responses: responsesOf(operation, schemas, id),
  };
};

import { operationObject } from "@/lib/api/openapi/operation";
import { collectSchemas } from "@/lib/api/openapi/schemas";
import type { Method, Spec } from "@/lib/api/spec";
import { ERRORS } from "@/lib/core/errors";

const METHODS: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Route files by path from the project's root, `/app/api/v1/runs/[id]/route.ts`, with what they export. */
export type RouteModules = Record<string, Record<string, unknown>>;

const pathOf = (file: string) =>
  file
    .replace(/^.*?\/?app\//, "/")
    .replace(/\/route\.ts$/, "")
    .replace(/\[([^\]]+)\]/g, "{$1}");

const specOf = (door: unknown): Spec | undefined =>
  typeof door === "function" && "spec" in door ? (door.spec as Spec) : undefined;

const PROBLEM = {
  type: "object",
  required: ["type", "title", "status", "code", "detail", "instance", "requestId"],
  properties: {
    type: { type: "string", description: "Link to the explanation of the code." },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: Object.keys(ERRORS) },
    detail: { type: "string", description: "What happened, for people." },
    instance: { type: "string" },
    requestId: { type: "string", description: "Name it when you ask us." },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "code", "message"],
        properties: {
          path: { type: "string", description: "Dotted path; empty for the whole." },
          code: { type: "string" },
          message: { type: "string" },
        },
      },
    },
  },
};

const SECURITY_SCHEMES = {
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "An API key (`stw_…`) or an access token of a signed-in person.",
  },
  session: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-steward",
    description: "The session of the browser; changes need an Origin of ours.",
  },
};

/** The OpenAPI 3.1 document of every route that carries a contract. Paths come from the file names, so none can drift. */
export const openapiDocument = (modules: RouteModules) => {
  const schemas = collectSchemas();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const file of Object.keys(modules).sort()) {
    const path = pathOf(file);
    for (const method of METHODS) {
      const spec = specOf(modules[file]?.[method]);
      if (!spec) continue;
      paths[path] = {
        ...paths[path],
        [method.toLowerCase()]: operationObject({ method, path, spec }, schemas),
      };
    }
  }
  const names = Object.keys(schemas.components).sort();
  return {
    openapi: "3.1.0",
    info: { title: "Steward API", version: "1" },
    servers: [{ url: "/" }],
    paths,
    components: {
      securitySchemes: SECURITY_SCHEMES,
      responses: {
        Problem: {
          description: "Problem details (RFC 9457)",
          content: {
            "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
          },
        },
      },
      schemas: {
        Problem: PROBLEM,
        ...Object.fromEntries(names.map((name) => [name, schemas.components[name]])),
      },
    },
  };
};

import document from "@/lib/api/openapi.json";

export type Schema = { [key: string]: unknown };

export type Parameter = {
  name: string;
  in: string;
  required: boolean;
  description?: string;
  schema: Schema;
};

type Content = { content?: Record<string, { schema: Schema }>; description?: string };

export type Operation = {
  method: string;
  path: string;
  operationId: string;
  summary: string;
  tags: string[];
  "x-access": string;
  parameters: Parameter[];
  requestBody?: Content & { required: boolean };
  responses: Record<string, Content>;
};

const paths = document.paths as unknown as Record<
  string,
  Record<string, Omit<Operation, "method" | "path">>
>;

/** Every operation of the document under its heading, in the order of the alphabet. */
export const operationsByTag = (): [tag: string, operations: Operation[]][] => {
  const groups = new Map<string, Operation[]>();
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? "other";
      const entry = { ...operation, method: method.toUpperCase(), path };
      groups.set(tag, [...(groups.get(tag) ?? []), entry]);
    }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
};

/** Named parts that schemas refer to. */
export const components = (): [name: string, schema: Schema][] =>
  Object.entries(document.components.schemas as Record<string, Schema>);

/** The JSON schema of a body or an answer, if it has one. */
export const schemaOf = (content: Content | undefined): Schema | undefined =>
  Object.values(content?.content ?? {})[0]?.schema;

/** The answer of a call that succeeds. */
export const successOf = ({
  responses,
}: Operation): [status: string, content: Content] | undefined =>
  Object.entries(responses).find(([status]) => status.startsWith("2"));

/** A command line that makes the call; what is in angle brackets is the reader's. */
export const curlOf = ({ method, path, parameters, requestBody, "x-access": access }: Operation) =>
  [
    `curl -X ${method} "$STEWARD_URL${path.replace(/\{(\w+)\}/g, "<$1>")}"`,
    ...(access === "public" ? [] : ['-H "Authorization: Bearer $STEWARD_KEY"']),
    ...parameters
      .filter((parameter) => parameter.in === "header" && parameter.required)
      .map(({ name }) => `-H "${name}: <${name.toLowerCase()}>"`),
    ...(requestBody ? ['-H "Content-Type: application/json"', "-d @body.json"] : []),
  ].join(" \\\n  ");

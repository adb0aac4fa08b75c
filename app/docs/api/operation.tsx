import {
  curlOf,
  type Operation as Described,
  type Parameter,
  type Schema,
  schemaOf,
  successOf,
} from "@/app/docs/api/reference";

const CODE =
  "max-w-full overflow-x-auto rounded-md border border-line bg-surface p-3 font-mono text-xs";

/** A block of code that can be scrolled by keyboard where it is wider than the page. */
export const Code = ({ label, children }: { label: string; children: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
  <section tabIndex={0} aria-label={label} className={CODE}>
    <pre>{children}</pre>
  </section>
);

const SchemaBlock = ({
  title,
  owner,
  schema,
}: {
  title: string;
  owner: string;
  schema: Schema;
}) => (
  <details className="mt-2">
    <summary className="cursor-pointer py-1 text-sm">{title}</summary>
    <Code label={`${title} of ${owner}`}>{JSON.stringify(schema, null, 2)}</Code>
  </details>
);

const typeOf = ({ schema }: Parameter) => {
  const { type, format, enum: values, default: fallback } = schema;
  const kind = Array.isArray(values)
    ? values.join(" | ")
    : [type, format].filter(Boolean).join(", ");
  return fallback === undefined ? kind : `${kind} (default ${String(fallback)})`;
};

const Parameters = ({ parameters, owner }: { parameters: Parameter[]; owner: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
  <section tabIndex={0} aria-label={`Parameters of ${owner}`} className="mt-3 overflow-x-auto">
    <table className="w-full text-left text-sm">
      <thead className="text-muted">
        <tr>
          {["Name", "In", "Type", "Meaning"].map((head) => (
            <th key={head} scope="col" className="border-line border-b py-1 pr-4 font-normal">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {parameters.map((parameter) => (
          <tr key={`${parameter.in} ${parameter.name}`} className="border-line border-b align-top">
            <th scope="row" className="py-1 pr-4 font-mono font-normal">
              {parameter.name}
              {parameter.required && <span className="text-muted"> required</span>}
            </th>
            <td className="py-1 pr-4">{parameter.in}</td>
            <td className="py-1 pr-4">{typeOf(parameter)}</td>
            <td className="py-1">{parameter.description ?? ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const needs = (access: string) => {
  if (access === "public") return "Open to everybody.";
  if (access === "session") return "For signed-in people; API keys cannot call it.";
  return `Needs the permission ${access}.`;
};

const Answers = ({ operation }: { operation: Described }) => {
  const success = successOf(operation);
  const answer = schemaOf(success?.[1]);
  const errors = Object.entries(operation.responses).filter(([status]) => !status.startsWith("2"));
  return (
    <>
      {answer && (
        <SchemaBlock title={`Answer ${success?.[0]}`} owner={operation.summary} schema={answer} />
      )}
      <p className="mt-2 text-muted text-sm">
        Errors:{" "}
        {errors.map(([status, { description }]) => `${status} ${description ?? ""}`).join(" · ")}
      </p>
    </>
  );
};

/** One operation: who may call it, what goes in and out, and a command line to try it. */
export const Operation = ({ operation }: { operation: Described }) => {
  const { method, path, summary, operationId, parameters, requestBody } = operation;
  const body = schemaOf(requestBody);
  return (
    <article id={operationId} className="scroll-mt-4 border-line border-t py-5">
      <h3 className="text-lg">{summary}</h3>
      <p className="mt-1 break-all font-mono text-sm">
        <strong className="text-accent">{method}</strong> {path}
      </p>
      <p className="mt-1 text-muted text-sm">{needs(operation["x-access"])}</p>
      {parameters.length > 0 && <Parameters parameters={parameters} owner={summary} />}
      {body && <SchemaBlock title="Body" owner={summary} schema={body} />}
      <Answers operation={operation} />
      <div className="mt-3">
        <Code label={`Example of ${summary}`}>{curlOf(operation)}</Code>
      </div>
    </article>
  );
};

import type { Metadata } from "next";
import { Code, Operation } from "@/app/docs/api/operation";
import { components, operationsByTag } from "@/app/docs/api/reference";
import { ERRORS } from "@/lib/core/errors";

export const metadata: Metadata = { title: "API reference" };

const Basics = () => (
  <section aria-labelledby="basics" className="max-w-[720px]">
    <h2 id="basics" className="text-xl">
      Basics
    </h2>
    <ul className="mt-3 list-disc space-y-2 pl-5">
      <li>
        Send <code className="font-mono">Authorization: Bearer</code> with an API key (
        <code className="font-mono">stw_…</code>) or an access token. A key belongs to one tenant; a
        person with several names one in <code className="font-mono">X-Tenant</code>.
      </li>
      <li>
        Lists take <code className="font-mono">limit</code> (1–200) and{" "}
        <code className="font-mono">cursor</code>, and answer{" "}
        <code className="font-mono">nextCursor</code>, null on the last page.{" "}
        <code className="font-mono">fields=a,b</code> keeps only those fields.
      </li>
      <li>
        Repeat a command safely with <code className="font-mono">Idempotency-Key</code>: the same
        key within 24 hours gets the first answer again, marked{" "}
        <code className="font-mono">Idempotent-Replayed: true</code>.
      </li>
      <li>
        <code className="font-mono">RateLimit</code> tells what is left; after 429 wait the seconds
        in <code className="font-mono">Retry-After</code>.
      </li>
      <li>
        <code className="font-mono">ETag</code> with{" "}
        <code className="font-mono">If-None-Match</code> answers 304 while nothing has changed.
      </li>
      <li>
        The whole contract as OpenAPI 3.1:{" "}
        <a className="text-accent underline" href="/api/openapi.json">
          /api/openapi.json
        </a>
      </li>
    </ul>
  </section>
);

const Errors = () => (
  <section aria-labelledby="errors" className="mt-10 max-w-[720px]">
    <h2 id="errors" className="text-xl">
      Errors
    </h2>
    <p className="mt-2">Every error is a problem of RFC 9457 with one of these codes.</p>
    <table className="mt-3 w-full text-left text-sm">
      <thead className="text-muted">
        <tr>
          {["Code", "Status", "Meaning", "Retry helps"].map((head) => (
            <th key={head} scope="col" className="border-line border-b py-1 pr-4 font-normal">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Object.entries(ERRORS).map(([code, { status, title, retry }]) => (
          <tr
            key={code}
            id={`error-${code}`}
            className="border-line border-b align-top target:bg-accent-soft"
          >
            <th
              scope="row"
              className="py-1 pr-4 font-mono font-normal [overflow-wrap:anywhere] max-sm:max-w-[120px]"
            >
              {code}
            </th>
            <td className="py-1 pr-4 tabular-nums">{status}</td>
            <td className="py-1 pr-4">{title}</td>
            <td className="py-1">{retry ? "yes" : "no"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

/** The API reference, made from the published document alone; plain HTML that needs no script. */
export default function ApiReference() {
  const groups = operationsByTag();
  return (
    <main id="content" className="mx-auto w-full max-w-[1080px] px-4 py-8">
      <h1 className="text-2xl">API reference</h1>
      <p className="mt-2 text-muted">Everything the dashboard does, a program can do as well.</p>
      <nav aria-label="Resources" className="mt-6 mb-8 flex flex-wrap gap-x-4 gap-y-1">
        {groups.map(([tag]) => (
          <a key={tag} href={`#tag-${tag}`} className="py-1 text-accent underline">
            {tag}
          </a>
        ))}
      </nav>
      <Basics />
      <Errors />
      {groups.map(([tag, operations]) => (
        <section key={tag} aria-labelledby={`tag-${tag}`} className="mt-10">
          <h2 id={`tag-${tag}`} className="scroll-mt-4 pb-3 text-xl">
            {tag}
          </h2>
          {operations.map((operation) => (
            <Operation key={operation.operationId} operation={operation} />
          ))}
        </section>
      ))}
      <section aria-labelledby="schemas" className="mt-10">
        <h2 id="schemas" className="pb-3 text-xl">
          Schemas
        </h2>
        {components().map(([name, schema]) => (
          <details key={name} id={`schema-${name}`}>
            <summary className="cursor-pointer py-1 font-mono text-sm">{name}</summary>
            <Code label={`Schema ${name}`}>{JSON.stringify(schema, null, 2)}</Code>
          </details>
        ))}
      </section>
    </main>
  );
}

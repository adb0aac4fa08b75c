import { Bot, ChevronRight, KeyRound, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { Id } from "@/app/_ui/data/id";
import { shortenId } from "@/app/_ui/time/format";
import { Moment } from "@/app/_ui/time/moment";
import type { AuditEntry } from "@/lib/domain/audit/schema";

const ICON = { user: UserRound, key: KeyRound, worker: Bot };

/** One entry; opens to what changed and from where. */
export const AuditEntryRow = ({ entry }: { entry: AuditEntry }) => {
  const Icon = ICON[entry.actor.kind];
  return (
    <li>
      <details className="group">
        <summary className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-1.5 hover:bg-hover [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90"
          />
          <span className="flex min-w-0 items-center gap-1.5">
            <Icon aria-hidden className="size-4 shrink-0 text-faint" />
            <span className="truncate font-medium">{entry.actor.name ?? entry.actor.id}</span>
          </span>
          <span className="font-mono text-xs">{entry.action}</span>
          <span className="font-mono text-muted text-xs max-sm:hidden">
            {shortenId(entry.target.id)}
          </span>
          <span className="ml-auto text-muted text-sm">
            <Moment at={entry.at} />
          </span>
        </summary>
        <div className="grid gap-3 border-line border-t bg-page px-4 py-3 sm:pl-10">
          <Diff before={entry.before} after={entry.after} />
          <dl className="flex flex-wrap gap-x-6 gap-y-1 text-muted text-xs">
            <Fact name="Entry">{entry.seq}</Fact>
            <Fact name={entry.target.kind}>
              <Id value={entry.target.id} label={`the id of the ${entry.target.kind}`} />
            </Fact>
            {entry.requestId && (
              <Fact name="Request">
                <Id value={entry.requestId} label="the request id" />
              </Fact>
            )}
            {entry.ip && <Fact name="Address">{entry.ip}</Fact>}
          </dl>
        </div>
      </details>
    </li>
  );
};

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex items-center gap-1.5">
    <dt>{name}</dt>
    <dd className="text-ink">{children}</dd>
  </div>
);

const asRecord = (value: AuditEntry["before"]): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

const show = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

const Diff = ({ before, after }: Pick<AuditEntry, "before" | "after">) => {
  const [old, now] = [asRecord(before), asRecord(after)];
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  if (fields.length === 0) return <p className="text-muted text-sm">No values were recorded.</p>;
  return (
    <table className="text-sm">
      <thead className="sr-only">
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field} className="align-top">
            <th scope="row" className="py-1 pr-4 text-left font-normal text-muted">
              {field}
            </th>
            <td className="break-all py-1 pr-4 font-mono text-xs">
              {field in old && <del className="bg-failed-soft px-1">{show(old[field])}</del>}
            </td>
            <td className="break-all py-1 font-mono text-xs">
              {field in now && (
                <ins className="bg-succeeded-soft px-1 no-underline">{show(now[field])}</ins>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

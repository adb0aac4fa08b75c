import type { RunComparison } from "@/lib/domain/runs/compare/schema";

type Differences = RunComparison["trigger"];

/** Where two values differ, path by path. */
export const Changes = ({ title, differences }: { title: string; differences: Differences }) => {
  const { changes, isCut } = differences;
  if (changes.length === 0) return <p className="text-muted">{title}: the same in both.</p>;
  return (
    <section aria-label={title} className="grid gap-1.5">
      <h3 className="text-muted text-xs">{title}</h3>
      <div className="overflow-x-auto rounded-md border border-line">
        <table className="w-full font-mono text-xs">
          <caption className="sr-only">{title}: what differs</caption>
          <thead className="bg-page text-left font-sans text-muted">
            <tr>
              <th scope="col" className="px-2.5 py-1 font-medium">
                Path
              </th>
              <th scope="col" className="px-2.5 py-1 font-medium">
                Before
              </th>
              <th scope="col" className="px-2.5 py-1 font-medium">
                After
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line align-top">
            {changes.map((change) => (
              <tr key={change.path}>
                <th scope="row" className="px-2.5 py-1.5 text-left font-normal text-muted">
                  {change.path || "whole value"}
                </th>
                <Cell value={change.before} there={"before" in change} className="bg-failed-soft" />
                <Cell
                  value={change.after}
                  there={"after" in change}
                  className="bg-succeeded-soft"
                />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isCut && (
        <p className="text-muted text-sm">There are more differences than are shown here.</p>
      )}
    </section>
  );
};

type CellProps = { value: unknown; there: boolean; className: string };

const Cell = ({ value, there, className }: CellProps) =>
  there ? (
    <td className={`min-w-32 max-w-96 break-all px-2.5 py-1.5 ${className}`}>
      {JSON.stringify(value)}
    </td>
  ) : (
    <td className="px-2.5 py-1.5 text-muted italic">not there</td>
  );

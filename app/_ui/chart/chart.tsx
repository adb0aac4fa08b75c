"use client";

import dynamic from "next/dynamic";
import { Bar } from "@/app/_ui/data/skeleton";

const StackedColumns = dynamic(
  () => import("@/app/_ui/chart/stacked-columns").then((file) => file.StackedColumns),
  { ssr: false, loading: () => <Bar className="h-full w-full" /> },
);

export type Series = {
  key: string;
  title: string;
  color: "succeeded-fill" | "failed-fill" | "accent";
};
export type ChartRow = { label: string; values: Record<string, number> };

type Props = {
  title: string;
  /** What one on the axis is, e.g. "runs". */
  unit: string;
  /** Stacked from the bottom up; at most five. */
  series: Series[];
  rows: ChartRow[];
};

/** A chart with its legend and, behind it, the same numbers as a table. The drawing code is loaded when it is needed. */
export const Chart = ({ title, unit, series, rows }: Props) => (
  <figure className="rounded-lg border border-line bg-surface p-4">
    <figcaption className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
      <span className="font-medium">{title}</span>
      <ul className="flex gap-4 text-muted text-xs">
        {series.map(({ key, title: name, color }) => (
          <li key={key} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-2 rounded-full ${DOT[color]}`} />
            {name}
          </li>
        ))}
      </ul>
    </figcaption>
    <div className="h-52" aria-hidden>
      <StackedColumns unit={unit} series={series} rows={rows} />
    </div>
    <details className="mt-2 text-sm">
      <summary className="inline-flex min-h-6 items-center text-muted text-xs underline underline-offset-2">
        Show as a table
      </summary>
      <div className="mt-2 max-h-64 overflow-y-auto">
        <table className="tabular w-full text-right">
          <caption className="sr-only">
            {title}, {unit}
          </caption>
          <thead className="text-muted text-xs">
            <tr>
              <th scope="col" className="py-1 text-left font-medium">
                Time
              </th>
              {series.map(({ key, title: name }) => (
                <th key={key} scope="col" className="py-1 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, values }) => (
              <tr key={label} className="border-line border-t">
                <th scope="row" className="py-1 text-left font-normal">
                  {label}
                </th>
                {series.map(({ key }) => (
                  <td key={key}>{values[key] ?? 0}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  </figure>
);

const DOT: Record<Series["color"], string> = {
  "succeeded-fill": "bg-succeeded-fill",
  "failed-fill": "bg-failed-fill",
  accent: "bg-accent",
};

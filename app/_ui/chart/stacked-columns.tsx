"use client";

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { ChartRow, Series } from "@/app/_ui/chart/chart";

type Props = { unit: string; series: Series[]; rows: ChartRow[] };

const TICK = { fill: "var(--muted)", fontSize: 12 };

/** Columns stacked from the bottom up, with a shared hover. Never animated: numbers should not dance. */
export const StackedColumns = ({ unit, series, rows }: Props) => (
  <ResponsiveContainer width="100%" height="100%">
    <BarChart
      data={rows.map(({ label, values }) => ({ label, ...values }))}
      margin={{ top: 4, right: 0, bottom: 0, left: -12 }}
      accessibilityLayer={false}
      barCategoryGap="18%"
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis dataKey="label" tickLine={false} axisLine={false} tick={TICK} minTickGap={28} />
      <YAxis
        allowDecimals={false}
        tickLine={false}
        axisLine={false}
        tick={TICK}
        width={48}
        tickCount={4}
        domain={[0, (max: number) => Math.max(4, max)]}
      />
      <Tooltip
        cursor={{ fill: "var(--hover)" }}
        isAnimationActive={false}
        formatter={(value, name) => [`${value} ${unit}`, name]}
        contentStyle={{
          background: "var(--raised)",
          border: "1px solid var(--line)",
          borderRadius: 8,
          fontSize: 13,
          boxShadow: "var(--shadow-raised)",
        }}
        labelStyle={{ color: "var(--muted)" }}
        itemStyle={{ color: "var(--ink)" }}
      />
      {series.map(({ key, title, color }) => (
        <Bar
          key={key}
          dataKey={key}
          name={title}
          stackId="all"
          fill={`var(--${color})`}
          isAnimationActive={false}
          maxBarSize={28}
        />
      ))}
    </BarChart>
  </ResponsiveContainer>
);

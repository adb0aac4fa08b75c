import { Chart } from "@/app/_ui/chart/chart";
import { formatClock } from "@/app/_ui/time/format";
import { visit } from "@/app/(dashboard)/visit";
import { runsPerHour } from "@/lib/domain/metrics/runs-per-hour";

/** The last 24 hours, failures stacked on top. */
export const RunsChart = async () => {
  const { caller, format } = await visit();
  const hours = await runsPerHour(caller);
  return (
    <Chart
      title="Finished runs per hour"
      unit="runs"
      series={[
        { key: "succeeded", title: "Succeeded", color: "succeeded-fill" },
        { key: "failed", title: "Failed", color: "failed-fill" },
      ]}
      rows={hours.map(({ at, succeeded, failed }) => ({
        label: formatClock(at, format),
        values: { succeeded, failed },
      }))}
    />
  );
};

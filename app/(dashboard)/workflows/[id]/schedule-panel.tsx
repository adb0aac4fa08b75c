import { Panel, Section } from "@/app/_ui/data/section";
import { Planned } from "@/app/_ui/time/planned";
import { nextTimes } from "@/lib/domain/workflows/definition/schedule";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

type Props = {
  schedule: NonNullable<WorkflowDetail["schedule"]>;
  status: WorkflowDetail["status"];
};

const SHOWN = 5;

/** When the live version starts next. */
export const SchedulePanel = ({ schedule: { cron, timeZone, nextAt }, status }: Props) => {
  const later = nextTimes(cron, timeZone, new Date(nextAt), SHOWN - 1).map((at) =>
    at.toISOString(),
  );
  return (
    <Section
      title="Schedule"
      summary={
        status === "live" ? "The next five times." : "Paused: it does not start at these times."
      }
    >
      <Panel className="grid gap-3">
        <p className="text-sm">
          <span className="font-mono text-xs">{cron}</span>{" "}
          <span className="text-muted">in {timeZone}</span>
        </p>
        <ol className="grid gap-1">
          {[nextAt, ...later].map((at) => (
            <li key={at}>
              <Planned at={at} timeZone={timeZone} />
            </li>
          ))}
        </ol>
      </Panel>
    </Section>
  );
};

import { Play, Workflow } from "lucide-react";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { TrySamples } from "@/app/(dashboard)/home/start/try-samples";
import type { Standing } from "@/lib/domain/home/standing";
import type { Industry } from "@/lib/domain/tenants/schema";

type Props = {
  state: Standing;
  /** Of which industry samples may be made; undefined where there are some, or one may not. */
  samplesOf: Industry | undefined;
};

/** Before anything ran: the one thing to do next. */
export const NextStep = ({ state: { workflows, live }, samplesOf }: Props) => {
  if (workflows === 0) {
    return (
      <Empty
        icon={Workflow}
        title="Make your first workflow"
        help="first-steps"
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <ButtonLink look="primary" href="/templates">
              Start from a template
            </ButtonLink>
            {samplesOf && <TrySamples industry={samplesOf} />}
          </div>
        }
      >
        It starts on an order, a schedule or a click, and does the rest.
      </Empty>
    );
  }
  return (
    <Empty
      icon={Play}
      title={live === 0 ? "Publish a workflow to start" : "Nothing has run yet"}
      help="versions"
      action={
        <ButtonLink look="primary" href="/workflows">
          Open the workflows
        </ButtonLink>
      }
    >
      {live === 0
        ? "Your workflows are drafts. Once one is published, its runs appear here."
        : "Run a workflow by hand, or send it a sample order to see what happens."}
    </Empty>
  );
};

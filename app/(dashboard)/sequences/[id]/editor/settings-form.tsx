"use client";

import {
  BoundArea,
  BoundNumber,
  BoundSelect,
  BoundText,
} from "@/app/(dashboard)/sequences/[id]/editor/bound";
import { ExitsField } from "@/app/(dashboard)/sequences/[id]/editor/exits-field";
import { ExperimentField } from "@/app/(dashboard)/sequences/[id]/editor/experiment-field";
import { WindowField } from "@/app/(dashboard)/sequences/[id]/editor/window-field";
import { CATEGORY } from "@/app/(dashboard)/sequences/words";

/** Who enters, when it ends, when it may write, and how its effect is measured. */
export const SettingsForm = () => (
  <div className="grid gap-6 lg:grid-cols-2">
    <div className="grid min-w-0 content-start gap-4">
      <BoundText path={["name"]} label="Name" maxLength={120} />
      <BoundArea path={["description"]} label="What it is for" optional rows={2} />
      <BoundSelect
        path={["category"]}
        label="Kind of mail"
        help="What people can opt out of. Getting started and news count as marketing: consent is needed, one a day and three a week at most."
      >
        {Object.entries(CATEGORY).map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </BoundSelect>
      <BoundText
        path={["entry", "event"]}
        label="People enter on the event"
        optional
        placeholder="customer.signed_up"
        help="Without one they enter by hand or by POST /api/v1/enrolments."
      />
      <BoundText path={["entry", "if"]} label="Only when" optional placeholder="event.total > 0" />
      <BoundSelect path={["entry", "reentry"]} label="Again">
        <option value="never">Once for good</option>
        <option value="after-end">Again, when the time before has ended</option>
      </BoundSelect>
      <BoundSelect
        path={["entry", "consent"]}
        label="Ground for people the event brings"
        optional
        help="For people of whom no consent is known yet."
      >
        <option value="">None: they get no marketing</option>
        <option value="opt-in">They agreed to mails</option>
        <option value="soft-opt-in">They signed up or bought and did not object</option>
        <option value="contract">There is a contract</option>
      </BoundSelect>
    </div>
    <div className="grid min-w-0 content-start gap-4">
      <BoundText
        path={["goal", "event"]}
        label="The goal is reached on the event"
        optional
        placeholder="order.paid"
        help="Who reaches it leaves before the next mail."
      />
      <ExitsField />
      <BoundNumber
        path={["holdout"]}
        label="Held out, in per cent"
        share
        max={50}
        help="Get nothing, so that the effect can be told from chance."
      />
      <WindowField />
      <ExperimentField />
    </div>
  </div>
);

"use client";

import { Check, CircleAlert, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import { Button } from "@/app/_ui/controls/button";
import { TextAreaField } from "@/app/_ui/form/field";
import { asProblem, type Problem, send } from "@/app/_ui/http/send";

type Decision = "approve" | "reject";

type Props = {
  path: `/api/v1/approvals/${string}`;
  /** The proof of a mailed link, for people who are not signed in. */
  token?: string;
};

/** A comment and two buttons; nothing is decided before one of them is pressed. */
export const DecisionForm = ({ path, token }: Props) => {
  const router = useRouter();
  const comment = useRef<HTMLTextAreaElement>(null);
  const [working, setWorking] = useState<Decision>();
  const [problem, setProblem] = useState<Problem>();
  const [refreshing, startRefresh] = useTransition();
  const decide = async (decision: Decision) => {
    setWorking(decision);
    setProblem(undefined);
    const text = comment.current?.value.trim();
    try {
      await send("POST", path, {
        body: { decision, ...(text && { comment: text }), ...(token && { token }) },
      });
    } catch (error) {
      setProblem(asProblem(error));
    }
    setWorking(undefined);
    // Whether it worked or somebody else was first: the page shows how it stands now.
    startRefresh(() => router.refresh());
  };
  const busy = working !== undefined || refreshing;
  return (
    <div className="grid gap-4">
      {problem && (
        <p role="alert" className="flex gap-2 rounded-md bg-failed-soft p-3 text-failed text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words">{problem.message}</span>
        </p>
      )}
      <TextAreaField
        ref={comment}
        label="Comment"
        name="comment"
        optional
        maxLength={2000}
        help="Kept with the decision and handed to the workflow."
      />
      <div className="grid grid-cols-2 gap-2">
        <Button
          look="danger"
          size="large"
          pending={working === "reject"}
          disabled={busy}
          onClick={() => void decide("reject")}
        >
          <X aria-hidden />
          Reject
        </Button>
        <Button
          look="primary"
          size="large"
          pending={working === "approve"}
          disabled={busy}
          onClick={() => void decide("approve")}
        >
          <Check aria-hidden />
          Approve
        </Button>
      </div>
    </div>
  );
};

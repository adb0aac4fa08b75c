import { Inbox, MailCheck } from "lucide-react";
import type { Route } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { LETTER_STATES } from "@/app/(dashboard)/dead-letters/states";
import type { LetterState } from "@/lib/domain/dead-letters/schema";

/** A cause of which nothing is in the state that is shown. */
export const NoLetters = ({ state, group }: { state: LetterState; group: string }) =>
  state === "open" ? (
    <Empty
      icon={MailCheck}
      title="Nothing is left open here"
      action={
        <ButtonLink look="primary" href="/dead-letters">
          Back to the causes
        </ButtonLink>
      }
    >
      What was redriven shows under Under way, Resolved or Failed again.
    </Empty>
  ) : (
    <Empty
      icon={Inbox}
      title={`Nothing is ${LETTER_STATES[state].toLowerCase()}`}
      action={<ButtonLink href={`/dead-letters/${group}` as Route}>Show the open ones</ButtonLink>}
    />
  );

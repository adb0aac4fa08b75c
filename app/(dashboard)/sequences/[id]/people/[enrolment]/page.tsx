import type { Metadata, Route } from "next";
import { Link } from "@/app/_ui/controls/link";
import { Facts, Section } from "@/app/_ui/data/section";
import { Page } from "@/app/_ui/frame/page";
import { MACHINES_TOO } from "@/app/_ui/mail/reactions";
import { Moment } from "@/app/_ui/time/moment";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { DecisionLog } from "@/app/(dashboard)/sequences/[id]/people/[enrolment]/decision-log";
import { SteerButtons } from "@/app/(dashboard)/sequences/[id]/people/[enrolment]/steer-buttons";
import { EnrolmentState } from "@/app/(dashboard)/sequences/[id]/people/enrolment-state";
import { visit } from "@/app/(dashboard)/visit";
import { getEnrolment } from "@/lib/domain/sequences/people/read";

export const metadata: Metadata = { title: "Person in a sequence" };

export default async function EnrolmentPage({
  params,
}: PageProps<"/sequences/[id]/people/[enrolment]">) {
  const [{ caller, can }, { enrolment: id }] = await Promise.all([visit(), params]);
  const person = await orNotFound(id, (known) => getEnrolment(caller, known));
  const { contact, sequenceId, sequenceName } = person;
  const isInside = person.status === "active" || person.status === "paused";
  return (
    <Page
      crumbs={[
        { title: "Sequences", href: "/sequences" },
        { title: sequenceName, href: `/sequences/${sequenceId}` as Route },
        { title: "People", href: `/sequences/${sequenceId}/people` as Route },
        { title: contact.name || contact.email },
      ]}
      title={contact.name || contact.email}
      summary={
        <span className="flex flex-wrap items-center gap-2">
          <EnrolmentState {...person} />
          <Link
            href={`/contacts/${contact.id}`}
            className="font-medium underline underline-offset-2 hover:text-accent"
          >
            {contact.email}
          </Link>
        </span>
      }
      actions={
        can("sequences:write") &&
        isInside && <SteerButtons id={person.id} isPaused={person.status === "paused"} />
      }
    >
      <div className="grid grid-cols-1 gap-8">
        <Facts
          facts={[
            ["Entered", <Moment key="entered" at={person.enteredAt} />],
            ["Next step", person.stepKey ?? "none"],
            ["Due", <Moment key="due" at={person.dueAt} />],
            ["Version", String(person.version)],
            ["Arm", person.arm ?? "–"],
            ["Held out", person.isHeldOut ? "yes, gets nothing" : "no"],
            ["Goal", <Moment key="goal" at={person.goalAt} absent="not reached" />],
            ["Ended", <Moment key="ended" at={person.endedAt} absent="under way" />],
          ]}
        />
        <Section
          title="Decisions"
          summary={`Why this person got a mail, or did not: every decision with its reason. ${MACHINES_TOO}`}
        >
          <DecisionLog log={person.log} />
        </Section>
      </div>
    </Page>
  );
}

import type { Metadata } from "next";
import { Facts, Panel, Section } from "@/app/_ui/data/section";
import { Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { MACHINES_TOO } from "@/app/_ui/mail/reactions";
import { formatShare } from "@/app/_ui/time/format";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { ArmTable } from "@/app/(dashboard)/sequences/[id]/results/arm-table";
import { SequencePage } from "@/app/(dashboard)/sequences/[id]/sequence-page";
import { visit } from "@/app/(dashboard)/visit";
import { AppError } from "@/lib/core/errors";
import { getSequence } from "@/lib/domain/sequences/documents/read";
import { readResults } from "@/lib/domain/sequences/foresee/results";

export const metadata: Metadata = { title: "Results" };

export default async function ResultsPage({ params }: PageProps<"/sequences/[id]/results">) {
  const [{ caller, can }, { id }] = await Promise.all([visit(), params]);
  const sequence = await orNotFound(id, (known) => getSequence(caller, known));
  // A draft that was never published and has no right shape yet has no results to tell.
  const results = await readResults(caller, sequence.id, {}).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "invalid_input") return undefined;
    throw error;
  });
  return (
    <SequencePage sequence={sequence} part="Results" mayWrite={can("sequences:write")}>
      {results ? (
        <div className="grid grid-cols-1 gap-8">
          <Section title="In words">
            <Panel>
              <ul className="grid gap-2">
                {results.words.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </Panel>
          </Section>
          <Section
            title="With the mails and without"
            summary="Who is held out gets nothing; the difference is what the sequence does."
          >
            <Facts
              facts={[
                ["Got the mails", String(results.treated.people)],
                ["Reached the goal", shareOf(results.treated)],
                ["Held out", String(results.heldOut.people)],
                ["Reached it without", shareOf(results.heldOut)],
              ]}
            />
          </Section>
          {results.arms.length > 0 && <ArmTable results={results} />}
          <Section title="Step by step" summary={`What became of each mail. ${MACHINES_TOO}`}>
            <Table
              label="Steps"
              head={
                <>
                  <Th>Step</Th>
                  <Th number>Sent</Th>
                  <Th wide number>
                    Delivered
                  </Th>
                  <Th wide number>
                    Opened
                  </Th>
                  <Th wide number>
                    Clicked
                  </Th>
                  <Th wide number>
                    Came back
                  </Th>
                  <Th wide number>
                    Spam reports
                  </Th>
                  <Th wide number>
                    Not sent
                  </Th>
                  <Th number>Passed over</Th>
                </>
              }
            >
              {results.steps.map((step) => (
                <Tr key={step.stepKey}>
                  <Td className="font-medium">{step.stepKey}</Td>
                  <Td number>{step.sent}</Td>
                  <Td wide number>
                    {step.delivered}
                  </Td>
                  <Td wide number>
                    {step.opened}
                  </Td>
                  <Td wide number>
                    {step.clicked}
                  </Td>
                  <Td wide number>
                    {step.bounced}
                  </Td>
                  <Td wide number>
                    {step.complained}
                  </Td>
                  <Td wide number>
                    {step.skipped}
                    {step.unknown > 0 && ` (${step.unknown} unknown)`}
                  </Td>
                  <Td number>{step.passed}</Td>
                </Tr>
              ))}
            </Table>
          </Section>
        </div>
      ) : (
        <p className="text-muted">There is nothing to tell before the draft is published.</p>
      )}
    </SequencePage>
  );
}

const shareOf = ({ people, rate }: { people: number; rate: number }) =>
  people > 0 ? formatShare(rate) : "–";

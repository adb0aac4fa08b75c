import { Section } from "@/app/_ui/data/section";
import { Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { formatShare } from "@/app/_ui/time/format";
import type { SequenceResults } from "@/lib/domain/sequences/foresee/schema";

const points = (value: number | null) =>
  value === null ? "–" : `${value >= 0 ? "+" : "−"}${Math.abs(value * 100).toFixed(1)}`;

/** The arms of the test against the first one, with intervals that may be looked at any time. */
export const ArmTable = ({ results: { arms, winner } }: { results: SequenceResults }) => (
  <Section
    title="Arms of the test"
    summary="Differences in points against the first arm, between the bounds with 95 % confidence at every look."
  >
    <Table
      label="Arms"
      head={
        <>
          <Th>Arm</Th>
          <Th number>People</Th>
          <Th number>Goal</Th>
          <Th wide number>
            Difference
          </Th>
          <Th wide number>
            Between
          </Th>
          <Th wide number>
            Unsubscribed
          </Th>
          <Th wide number>
            Spam reports
          </Th>
        </>
      }
    >
      {arms.map(({ arm, people, rate, difference, low, high, unsubscribed, complained }) => (
        <Tr key={arm}>
          <Td className="font-medium">
            {arm}
            {arm === winner && " (better beyond doubt)"}
          </Td>
          <Td number>{people}</Td>
          <Td number>{people > 0 ? formatShare(rate) : "–"}</Td>
          <Td wide number>
            {points(difference)}
          </Td>
          <Td wide number>
            {low === null ? "–" : `${points(low)} and ${points(high)}`}
          </Td>
          <Td wide number>
            {unsubscribed}
          </Td>
          <Td wide number>
            {complained}
          </Td>
        </Tr>
      ))}
    </Table>
  </Section>
);

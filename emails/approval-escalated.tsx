import { Facts } from "./_blocks";
import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Fallback, Heading, Note, Text } from "./_parts";

type Props = Frame & {
  title: string;
  paragraphs: string[];
  facts: { label: string; value: string }[];
  workflow: string;
  tenant: string;
  /** Since when the question is open, formatted and with its zone. */
  askedAt: string;
  /** Until when, formatted and with its zone. */
  deadline: string;
  /** What happens then: "it is rejected". */
  otherwise: string;
  url: string;
};

export const subject = ({ title }: Props) =>
  `Still undecided: ${title.replace(/\s+/g, " ").trim()}`;

/** Asks further people when the first have not decided in time. */
export default function ApprovalEscalated(props: Props) {
  const {
    title,
    paragraphs,
    facts,
    workflow,
    tenant,
    askedAt,
    deadline,
    otherwise,
    url,
    ...frame
  } = props;
  return (
    <Layout
      {...frame}
      preview={`Nobody has decided since ${askedAt}; now you are asked.`}
      note={`You get this mail because “${workflow}” of ${tenant} asks you when others do not decide. The link is yours: who has it can decide in your name.`}
    >
      <Heading>{title}</Heading>
      <Text>Nobody has decided this since {askedAt}, so it comes to you.</Text>
      {paragraphs.map((paragraph, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of a rendered text never move
        <Text key={index}>{paragraph}</Text>
      ))}
      <Facts
        rows={[
          ...facts.map(({ label, value }): [string, string] => [label, value]),
          ["Workflow", workflow],
          ["Workspace", tenant],
          ["Open until", deadline],
        ]}
      />
      <Button href={url} brand={frame.brand}>
        Look and decide
      </Button>
      <Note>If nobody decides by then, {otherwise}.</Note>
      <Fallback href={url} brand={frame.brand} />
    </Layout>
  );
}

ApprovalEscalated.PreviewProps = {
  title: "Refund 403.00 EUR to jon@example.com?",
  paragraphs: ["The order was delivered on 12 November and came back undamaged."],
  facts: [{ label: "Order", value: "#1042" }],
  workflow: "Refunds over 200 EUR",
  tenant: "Northwind Shop",
  askedAt: "21 November 2026, 10:05 CET",
  deadline: "22 November 2026, 14:05 CET",
  otherwise: "it is rejected",
  url: "https://app.example.com/approve?token=AZo-DneqfB6dK1yaHwTmsQ",
} satisfies Props;

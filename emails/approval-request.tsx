import { Facts } from "./_blocks";
import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Fallback, Heading, Note, Text } from "./_parts";

type Props = Frame & {
  /** What is to be decided, one line. */
  title: string;
  /** The workflow's own words, as paragraphs of plain text. */
  paragraphs: string[];
  /** Names and values to decide on. */
  facts: { label: string; value: string }[];
  workflow: string;
  tenant: string;
  /** Until when, formatted and with its zone. */
  deadline: string;
  /** What happens then: "it is rejected". */
  otherwise: string;
  /** The page on which this person decides. */
  url: string;
};

export const subject = ({ title }: Props) => `Decide: ${title.replace(/\s+/g, " ").trim()}`;

/** Asks a person to approve or reject what a workflow wants to do. The link shows it; only a button there decides. */
export default function ApprovalRequest(props: Props) {
  const { title, paragraphs, facts, workflow, tenant, deadline, otherwise, url, ...frame } = props;
  return (
    <Layout
      {...frame}
      preview={`${tenant} needs your decision until ${deadline}.`}
      note={`You get this mail because “${workflow}” of ${tenant} asks you to decide. The link is yours: who has it can decide in your name.`}
    >
      <Heading>{title}</Heading>
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

ApprovalRequest.PreviewProps = {
  title: "Refund 403.00 EUR to jon@example.com?",
  paragraphs: ["The order was delivered on 12 November and came back undamaged."],
  facts: [
    { label: "Order", value: "#1042" },
    { label: "Amount", value: "403.00 EUR" },
  ],
  workflow: "Refunds over 200 EUR",
  tenant: "Northwind Shop",
  deadline: "22 November 2026, 14:05 CET",
  otherwise: "it is rejected",
  url: "https://app.example.com/approve?token=AZo-DneqfB6dK1yaHwTmsQ",
} satisfies Props;

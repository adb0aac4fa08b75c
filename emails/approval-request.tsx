import { Facts } from "./_blocks";
import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Fallback, Heading, Note, Text } from "./_parts";
import { wordsOf } from "./_words";

type Props = Frame & {
  /** What is to be decided, one line. */
  title: string;
  /** The workflow's own words, as paragraphs of plain text. */
  paragraphs: string[];
  /** Names and values to decide on. */
  facts: { label: string; value: string }[];
  workflow: string;
  tenant: string;
  /** Since when others have not decided, formatted and with its zone; left out for those who are asked first. */
  openSince?: string | undefined;
  /** Until when, formatted and with its zone. */
  deadline: string;
  /** What happens then. */
  otherwise: "reject" | "approve" | "fail";
  /** The page on which this person decides. */
  url: string;
};

export const subject = ({ title, openSince, locale }: Props) => {
  const words = wordsOf(locale).approval;
  const line = title.replace(/\s+/g, " ").trim();
  return openSince ? words.again(line) : words.subject(line);
};

/** Asks a person to approve or reject what a workflow wants to do. The link shows it; only a button there decides. */
export default function ApprovalRequest(props: Props) {
  const { title, paragraphs, facts, workflow, tenant, openSince, ...rest } = props;
  const { deadline, otherwise, url, ...frame } = rest;
  const { approval: words, ...common } = wordsOf(frame.locale);
  const note = openSince ? words.noteAgain : words.note;
  return (
    <Layout
      {...frame}
      preview={openSince ? words.previewAgain(openSince) : words.preview(tenant, deadline)}
      note={note(workflow, tenant)}
    >
      <Heading>{title}</Heading>
      {openSince && <Text>{words.textAgain(openSince)}</Text>}
      {paragraphs.map((paragraph, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of a rendered text never move
        <Text key={index}>{paragraph}</Text>
      ))}
      <Facts
        rows={[
          ...facts.map(({ label, value }): [string, string] => [label, value]),
          [common.workflow, workflow],
          [common.workspace, tenant],
          [words.deadline, deadline],
        ]}
      />
      <Button href={url} brand={frame.brand}>
        {words.button}
      </Button>
      <Note>{words.otherwise[otherwise]}</Note>
      <Fallback href={url} brand={frame.brand} locale={frame.locale} />
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
  otherwise: "reject",
  url: "https://app.example.com/approve?token=AZo-DneqfB6dK1yaHwTmsQ",
} satisfies Props;

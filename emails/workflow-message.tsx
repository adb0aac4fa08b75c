import { Fragment } from "react";
import { type Frame, STEWARD } from "./_brand";
import { Layout } from "./_layout";
import { Button, Heading, Text } from "./_parts";
import { wordsOf } from "./_words";

type Props = Frame & {
  title: string;
  /** Plain text; a line break inside a paragraph stays one. */
  paragraphs: string[];
  tenant: string;
  action?: { label: string; url: string } | undefined;
};

/** The title on one line, because a header cannot hold two. */
export const subject = ({ title }: Props) => title.replace(/\s+/g, " ").trim();

const lines = (paragraph: string) =>
  paragraph.split(/\r?\n/).map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a rendered text never move
    <Fragment key={index}>
      {index > 0 && <br />}
      {line}
    </Fragment>
  ));

/** What the step `email.send` of a workflow sends, in the tenant's name. */
export default function WorkflowMessage({ title, paragraphs, tenant, action, ...frame }: Props) {
  const brand = frame.brand ?? { ...STEWARD, name: tenant };
  return (
    <Layout
      {...frame}
      brand={brand}
      preview={paragraphs[0] ?? title}
      note={wordsOf(frame.locale).workflowMessage.note(tenant)}
    >
      <Heading>{title}</Heading>
      {paragraphs.map((paragraph, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of a rendered text never move
        <Text key={index}>{lines(paragraph)}</Text>
      ))}
      {action && (
        <Button href={action.url} brand={brand}>
          {action.label}
        </Button>
      )}
    </Layout>
  );
}

WorkflowMessage.PreviewProps = {
  title: "Big order: 1,240.00 EUR from Contoso",
  paragraphs: [
    "Order 10482 came in over the limit of 1,000.00 EUR.",
    "Ship to: Contoso Ltd\n12 Harbour Road, Dublin",
  ],
  tenant: "Northwind Shop",
  action: { label: "Open order 10482", url: "https://shop.example.com/orders/10482" },
} satisfies Props;

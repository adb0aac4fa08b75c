import { Code, Facts, Failed } from "./_blocks";
import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Heading, Text } from "./_parts";
import { wordsOf } from "./_words";

type Props = Frame & {
  workflow: string;
  tenant: string;
  /** The step that failed, as it is named in the workflow; empty when the run failed as a whole. */
  step: string;
  /** When, formatted and with its zone. */
  failedAt: string;
  /** The error in words a person understands. */
  why: string;
  /** What the reader can do about it. */
  remedy: string;
  runId: string;
  /** Where all failures with this cause are. */
  url: string;
};

export const subject = ({ workflow, locale }: Props) =>
  wordsOf(locale).workflowFailed.subject(workflow.replace(/\s+/g, " ").trim());

/** Tells the people who run a workspace that a run failed for good, the first with its cause for a while. */
export default function WorkflowFailed(props: Props) {
  const { workflow, tenant, step, failedAt, why, remedy, runId, url, ...frame } = props;
  const { workspace, workflowFailed: words } = wordsOf(frame.locale);
  return (
    <Layout {...frame} preview={step ? `${step}: ${why}` : why} note={words.note(tenant)}>
      <Failed>{words.state}</Failed>
      <Heading>{workflow}</Heading>
      <Text>{step ? words.step(step) : words.run}</Text>
      <Code>{why}</Code>
      <Text>{remedy}</Text>
      <Button href={url} brand={frame.brand}>
        {words.button}
      </Button>
      <Facts
        rows={[
          [workspace, tenant],
          [words.failedAt, failedAt],
          [words.id, runId],
        ]}
      />
    </Layout>
  );
}

WorkflowFailed.PreviewProps = {
  workflow: "Tell the team about big orders",
  tenant: "Northwind Shop",
  step: "Post to the warehouse",
  failedAt: "21 November 2026, 14:05 CET",
  why: "warehouse.example.com answered 401 Unauthorized five times.",
  remedy:
    "Check the warehouse connection's key, then replay the run; the steps that succeeded are not repeated.",
  runId: "019a3f0e-77aa-7c1e-9d2b-5c9a1f04e6b1",
  url: "https://app.example.com/dead-letters/5d41402abc4b2a76b9719d911017c592",
} satisfies Props;

import { Steps } from "./_blocks";
import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Heading, Text } from "./_parts";

type Props = Frame & {
  /** First name, or empty when it is not known. */
  person: string;
  tenant: string;
  /** The workspace's start page. */
  url: string;
};

export const subject = ({ brand }: Props) => `Welcome to ${brand?.name ?? "Steward"}`;

/** The first mail of a new account: where to go and what to do first. */
export default function Welcome({ person, tenant, url, ...frame }: Props) {
  const name = frame.brand?.name ?? "Steward";
  return (
    <Layout
      {...frame}
      preview={`${tenant} is ready. Your first workflow takes a few minutes.`}
      note={`You get this mail because you opened an account at ${name}.`}
    >
      <Heading>{person ? `Welcome, ${person}` : `Welcome to ${name}`}</Heading>
      <Text>
        {tenant} is ready. {name} does the back-office work that keeps coming back: it starts on an
        order, a schedule or a click, does the steps you chose, and keeps a record of each.
      </Text>
      <Text>Three steps to the first one:</Text>
      <Steps
        items={[
          "Send a test event, or try it with sample data.",
          "Start from a template and publish it.",
          "Watch it run, step by step.",
        ]}
      />
      <Button href={url} brand={frame.brand}>
        Open your workspace
      </Button>
    </Layout>
  );
}

Welcome.PreviewProps = {
  person: "Ada",
  tenant: "Northwind Shop",
  url: "https://app.example.com/",
  address: "Steward, 1 Example Street, 10115 Berlin, Germany",
  unsubscribeUrl: "https://app.example.com/unsubscribe/3f9c2a",
} satisfies Props;

import { Code, Divider } from "./_blocks";
import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Fallback, Heading, Note, Text } from "./_parts";

type Props = Frame & {
  /** The account's address. */
  email: string;
  url: string;
  /** How long the link works: "1 hour". */
  validFor: string;
  /** The same sign-in as a code to type in. */
  code?: string | undefined;
};

export const subject = ({ brand }: Props) => `Your link to sign in to ${brand?.name ?? "Steward"}`;

/** Signs a person in without a password. */
export default function MagicLink({ email, url, validFor, code, ...frame }: Props) {
  const name = frame.brand?.name ?? "Steward";
  return (
    <Layout
      {...frame}
      preview={`Sign in as ${email}.`}
      note="Did you not ask for this? Then ignore this mail, and do not pass the link on: it opens your account."
    >
      <Heading>Sign in to {name}</Heading>
      <Text>This link signs you in as {email}.</Text>
      <Button href={url} brand={frame.brand}>
        Sign in to {name}
      </Button>
      {code && (
        <>
          <Divider />
          <Text>Or type this code where you asked for it:</Text>
          <Code>{code}</Code>
        </>
      )}
      <Note>The link works for {validFor}, once.</Note>
      <Fallback href={url} brand={frame.brand} />
    </Layout>
  );
}

MagicLink.PreviewProps = {
  email: "ada@northwind.example",
  url: "https://app.example.com/sign-in?token=e01d94c3aa",
  validFor: "1 hour",
  code: "730 155",
} satisfies Props;

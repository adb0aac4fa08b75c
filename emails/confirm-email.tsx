import { Code, Divider } from "./_blocks";
import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Fallback, Heading, Note, Text } from "./_parts";

type Props = Frame & {
  /** The address to confirm. */
  email: string;
  url: string;
  /** How long the link works: "24 hours". */
  validFor: string;
  /** The same confirmation as a code to type in. */
  code?: string | undefined;
};

export const subject = (_: Props) => "Confirm your e-mail address";

/** Proves that an address belongs to the person who signed up with it. */
export default function ConfirmEmail({ email, url, validFor, code, ...frame }: Props) {
  return (
    <Layout
      {...frame}
      preview={`One click and ${email} is confirmed.`}
      note="Was it not you who signed up? Then ignore this mail; nothing happens without the confirmation."
    >
      <Heading>Confirm your e-mail address</Heading>
      <Text>Confirm that {email} is yours to finish the sign-up.</Text>
      <Button href={url} brand={frame.brand}>
        Confirm e-mail address
      </Button>
      {code && (
        <>
          <Divider />
          <Text>Or type this code where you signed up:</Text>
          <Code>{code}</Code>
        </>
      )}
      <Note>The link works for {validFor}, once.</Note>
      <Fallback href={url} brand={frame.brand} />
    </Layout>
  );
}

ConfirmEmail.PreviewProps = {
  email: "ada@northwind.example",
  url: "https://app.example.com/confirm?token=8d1f0c7e2b",
  validFor: "24 hours",
  code: "418 092",
} satisfies Props;

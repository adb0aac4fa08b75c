import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Fallback, Heading, Note, Text } from "./_parts";

type Props = Frame & {
  /** The account's address. */
  email: string;
  url: string;
  /** How long the link works: "1 hour". */
  validFor: string;
};

export const subject = (_: Props) => "Reset your password";

/** Lets the owner of an address choose a new password. */
export default function ResetPassword({ email, url, validFor, ...frame }: Props) {
  return (
    <Layout
      {...frame}
      preview={`Choose a new password for ${email}.`}
      note="Did you not ask for this? Then ignore this mail; your password stays as it is."
    >
      <Heading>Reset your password</Heading>
      <Text>Somebody, probably you, asked for a new password for {email}.</Text>
      <Button href={url} brand={frame.brand}>
        Choose a new password
      </Button>
      <Note>The link works for {validFor}, once.</Note>
      <Fallback href={url} brand={frame.brand} />
    </Layout>
  );
}

ResetPassword.PreviewProps = {
  email: "ada@northwind.example",
  url: "https://app.example.com/reset?token=52b7d6a0f9",
  validFor: "1 hour",
} satisfies Props;

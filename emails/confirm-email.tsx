import { Code, Divider } from "./_blocks";
import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Fallback, Heading, Note, Text } from "./_parts";
import { wordsOf } from "./_words";

type Props = Frame & {
  /** The address to confirm. */
  email: string;
  url: string;
  /** How long the link works: "24 hours". */
  validFor: string;
  /** The same confirmation as a code to type in. */
  code?: string | undefined;
};

export const subject = ({ locale }: Props) => wordsOf(locale).confirmEmail.subject;

/** Proves that an address belongs to the person who signed up with it. */
export default function ConfirmEmail({ email, url, validFor, code, ...frame }: Props) {
  const { worksFor, confirmEmail: words } = wordsOf(frame.locale);
  return (
    <Layout {...frame} preview={words.preview(email)} note={words.note}>
      <Heading>{words.subject}</Heading>
      <Text>{words.text(email)}</Text>
      <Button href={url} brand={frame.brand}>
        {words.button}
      </Button>
      {code && (
        <>
          <Divider />
          <Text>{words.code}</Text>
          <Code>{code}</Code>
        </>
      )}
      <Note>{worksFor(validFor)}</Note>
      <Fallback href={url} brand={frame.brand} locale={frame.locale} />
    </Layout>
  );
}

ConfirmEmail.PreviewProps = {
  email: "ada@northwind.example",
  url: "https://app.example.com/confirm?token=8d1f0c7e2b",
  validFor: "24 hours",
  code: "418 092",
} satisfies Props;

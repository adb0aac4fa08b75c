import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Fallback, Heading, Note, Text } from "./_parts";
import { wordsOf } from "./_words";

type Props = Frame & {
  /** The account's address. */
  email: string;
  url: string;
  /** How long the link works: "1 hour". */
  validFor: string;
};

export const subject = ({ locale }: Props) => wordsOf(locale).resetPassword.subject;

/** Lets the owner of an address choose a new password. */
export default function ResetPassword({ email, url, validFor, ...frame }: Props) {
  const { worksFor, resetPassword: words } = wordsOf(frame.locale);
  return (
    <Layout {...frame} preview={words.preview(email)} note={words.note}>
      <Heading>{words.subject}</Heading>
      <Text>{words.text(email)}</Text>
      <Button href={url} brand={frame.brand}>
        {words.button}
      </Button>
      <Note>{worksFor(validFor)}</Note>
      <Fallback href={url} brand={frame.brand} locale={frame.locale} />
    </Layout>
  );
}

ResetPassword.PreviewProps = {
  email: "ada@northwind.example",
  url: "https://app.example.com/reset?token=52b7d6a0f9",
  validFor: "1 hour",
} satisfies Props;

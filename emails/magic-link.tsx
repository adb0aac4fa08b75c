import { Code, Divider } from "./_blocks";
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
  /** The same sign-in as a code to type in. */
  code?: string | undefined;
};

export const subject = ({ brand, locale }: Props) =>
  wordsOf(locale).magicLink.subject(brand?.name ?? "Steward");

/** Signs a person in without a password. */
export default function MagicLink({ email, url, validFor, code, ...frame }: Props) {
  const { worksFor, magicLink: words } = wordsOf(frame.locale);
  const title = words.title(frame.brand?.name ?? "Steward");
  return (
    <Layout {...frame} preview={words.preview(email)} note={words.note}>
      <Heading>{title}</Heading>
      <Text>{words.text(email)}</Text>
      <Button href={url} brand={frame.brand}>
        {title}
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

MagicLink.PreviewProps = {
  email: "ada@northwind.example",
  url: "https://app.example.com/sign-in?token=e01d94c3aa",
  validFor: "1 hour",
  code: "730 155",
} satisfies Props;

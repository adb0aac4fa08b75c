import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Heading, Note, Text, TextLink } from "./_parts";
import { wordsOf } from "./_words";

type Props = Frame & {
  title: string;
  /** Plain text. */
  paragraphs: string[];
  tenant: string;
  /** Where it is dealt with; null when there is no such place. */
  url: string | null;
  /** Where the reader changes what he is told. */
  preferencesUrl: string;
};

/** The title on one line, because a header cannot hold two. */
export const subject = ({ title }: Props) => title.replace(/\s+/g, " ").trim();

/** One notification, mailed to whoever wants its kind by mail. */
export default function Notification(props: Props) {
  const { title, paragraphs, tenant, url, preferencesUrl, ...frame } = props;
  const { notification: words } = wordsOf(frame.locale);
  return (
    <Layout {...frame} preview={paragraphs[0] ?? title} note={words.note(tenant)}>
      <Heading>{title}</Heading>
      {paragraphs.map((paragraph, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of a rendered text never move
        <Text key={index}>{paragraph}</Text>
      ))}
      {url && (
        <Button href={url} brand={frame.brand}>
          {words.button}
        </Button>
      )}
      <Note>
        <TextLink href={preferencesUrl} brand={frame.brand}>
          {words.choose}
        </TextLink>
      </Note>
    </Layout>
  );
}

Notification.PreviewProps = {
  title: "Orders to the warehouse is not live",
  paragraphs: ["The hook has no signing secret, so every delivery is refused."],
  tenant: "Northwind Shop",
  url: "https://app.example.com/workflows/019a3f0e-77aa-7c1e-9d2b-5c9a1f04e6b1",
  preferencesUrl: "https://app.example.com/settings/notifications",
} satisfies Props;

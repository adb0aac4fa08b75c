import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Heading, Note, Text, TextLink } from "./_parts";
import { wordsOf } from "./_words";

type Props = Frame & {
  /** In the order in which they happened; `at` is formatted and with its zone. */
  items: { title: string; body: string; url: string | null; at: string }[];
  tenant: string;
  /** Where all of them are. */
  url: string;
  /** Where the reader changes what he is told. */
  preferencesUrl: string;
};

export const subject = ({ items, tenant, locale }: Props) =>
  wordsOf(locale).notification.subject(items.length, tenant.replace(/\s+/g, " ").trim());

/** Several notifications in one mail: a digest, or what came during quiet hours. */
export default function NotificationDigest(props: Props) {
  const { items, tenant, url, preferencesUrl, ...frame } = props;
  const { notification: words } = wordsOf(frame.locale);
  return (
    <Layout
      {...frame}
      preview={items
        .map(({ title }) => title)
        .join(" · ")
        .slice(0, 140)}
      note={words.note(tenant)}
    >
      <Heading>{words.count(items.length)}</Heading>
      {items.map(({ title, body, url: link, at }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a rendered text never move
        <div key={index}>
          <Text>
            <strong>
              {link ? (
                <TextLink href={link} brand={frame.brand}>
                  {title}
                </TextLink>
              ) : (
                title
              )}
            </strong>
            {body && (
              <>
                <br />
                {body}
              </>
            )}
          </Text>
          <Note>{at}</Note>
        </div>
      ))}
      <Button href={url} brand={frame.brand}>
        {words.inbox}
      </Button>
      <Note>
        <TextLink href={preferencesUrl} brand={frame.brand}>
          {words.choose}
        </TextLink>
      </Note>
    </Layout>
  );
}

NotificationDigest.PreviewProps = {
  items: [
    {
      title: "Orders to the warehouse failed",
      body: "Post to the warehouse: warehouse.example.com answered 401 Unauthorized.",
      url: "https://app.example.com/dead-letters/5d41402abc4b2a76b9719d911017c592",
      at: "21 Nov, 02:05 CET",
    },
    {
      title: "Jo Field joined",
      body: "jo@example.com accepted an invitation and is a member with the role member.",
      url: "https://app.example.com/settings/members",
      at: "21 Nov, 07:40 CET",
    },
  ],
  tenant: "Northwind Shop",
  url: "https://app.example.com/notifications",
  preferencesUrl: "https://app.example.com/settings/notifications",
} satisfies Props;

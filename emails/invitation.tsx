import { Facts } from "./_blocks";
import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Fallback, Heading, Text } from "./_parts";
import { wordsOf } from "./_words";

type Props = Frame & {
  /** Name or address of the person who invites. */
  inviter: string;
  tenant: string;
  /** What the invited person may do: "Admin". */
  role: string;
  url: string;
  /** Last day, formatted: "28 November 2026". */
  expires: string;
};

export const subject = ({ inviter, tenant, locale }: Props) =>
  wordsOf(locale).invitation.subject(inviter, tenant);

/** Asks a person to join a tenant. */
export default function Invitation({ inviter, tenant, role, url, expires, ...frame }: Props) {
  const { workspace, invitation: words } = wordsOf(frame.locale);
  const name = frame.brand?.name ?? "Steward";
  return (
    <Layout {...frame} preview={words.preview(tenant, name)} note={words.note(inviter)}>
      <Heading>{words.subject(inviter, tenant)}</Heading>
      <Text>{words.text(inviter, tenant, name)}</Text>
      <Facts
        rows={[
          [workspace, tenant],
          [words.role, role],
          [words.expires, expires],
        ]}
      />
      <Button href={url} brand={frame.brand}>
        {words.button}
      </Button>
      <Fallback href={url} brand={frame.brand} locale={frame.locale} />
    </Layout>
  );
}

Invitation.PreviewProps = {
  inviter: "Grace Hopper",
  tenant: "Northwind Shop",
  role: "Admin",
  url: "https://app.example.com/invitations/a7c3e9",
  expires: "28 November 2026",
} satisfies Props;

import { Facts } from "./_blocks";
import type { Frame } from "./_brand";
import { Layout } from "./_layout";
import { Button, Fallback, Heading, Text } from "./_parts";

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

export const subject = ({ inviter, tenant }: Props) => `${inviter} invites you to ${tenant}`;

/** Asks a person to join a tenant. */
export default function Invitation({ inviter, tenant, role, url, expires, ...frame }: Props) {
  const name = frame.brand?.name ?? "Steward";
  return (
    <Layout
      {...frame}
      preview={`Join ${tenant} on ${name}.`}
      note={`Do you not know ${inviter}? Then ignore this mail; nobody joins without accepting.`}
    >
      <Heading>
        {inviter} invites you to {tenant}
      </Heading>
      <Text>
        {tenant} uses {name} to run its back office. Accept to work there with {inviter}.
      </Text>
      <Facts
        rows={[
          ["Workspace", tenant],
          ["Your role", role],
          ["Open until", expires],
        ]}
      />
      <Button href={url} brand={frame.brand}>
        Accept the invitation
      </Button>
      <Fallback href={url} brand={frame.brand} />
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

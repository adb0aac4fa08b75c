import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { Empty } from "@/app/_ui/data/empty";
import { Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { Moment } from "@/app/_ui/time/moment";
import { IssueButton } from "@/app/(dashboard)/settings/api-keys/issue-button";
import { RevokeButton } from "@/app/(dashboard)/settings/api-keys/revoke-button";
import { NotForYou, SettingsPage } from "@/app/(dashboard)/settings/settings-page";
import { visit } from "@/app/(dashboard)/visit";
import { listApiKeys } from "@/lib/domain/tenants/keys/list";
import { SCOPES } from "@/lib/domain/tenants/keys/schema";

export const metadata: Metadata = { title: "API keys" };

const SUMMARY = "Keys let other systems call the API in the name of the company.";

export default async function ApiKeysPage() {
  const { caller, can, tenant } = await visit();
  if (!can("api-keys:read")) {
    return (
      <SettingsPage part="API keys" summary={SUMMARY}>
        <NotForYou role={tenant.role} />
      </SettingsPage>
    );
  }
  const { data } = await listApiKeys(caller, { limit: 200 });
  const issue = <IssueButton scopes={SCOPES.filter(can)} />;
  return (
    <SettingsPage part="API keys" summary={SUMMARY} actions={issue}>
      {data.length === 0 ? (
        <Empty icon={KeyRound} title="No keys yet" help="api-keys">
          Make one for each system that calls the API, with no more rights than it needs.
        </Empty>
      ) : (
        <Table
          label="API keys"
          head={
            <>
              <Th>Name</Th>
              <Th wide>May</Th>
              <Th wide>Last used</Th>
              <Th>Expires</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </>
          }
        >
          {data.map((key) => (
            <Tr key={key.id} className={key.revokedAt ? "text-faint" : undefined}>
              <Td>
                <span className="block font-medium">{key.name}</span>
                <span className="font-mono text-xs">{key.prefix}…</span>
              </Td>
              <Td wide className="max-w-96 text-muted">
                {key.scopes.length === SCOPES.length
                  ? "everything a key can"
                  : key.scopes.join(", ")}
              </Td>
              <Td wide>
                <Moment at={key.lastUsedAt} absent="never" />
              </Td>
              <Td>
                {key.revokedAt ? (
                  <>
                    Revoked <Moment at={key.revokedAt} />
                  </>
                ) : (
                  <Moment at={key.expiresAt} absent="never" />
                )}
              </Td>
              <Td number>{!key.revokedAt && <RevokeButton apiKey={key} />}</Td>
            </Tr>
          ))}
        </Table>
      )}
    </SettingsPage>
  );
}

import type { Metadata } from "next";
import { cn } from "@/app/_ui/cn";
import { Section } from "@/app/_ui/data/section";
import { Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { Moment } from "@/app/_ui/time/moment";
import { InvitationActions } from "@/app/(dashboard)/settings/members/invitation-actions";
import { InviteButton } from "@/app/(dashboard)/settings/members/invite-button";
import { MemberActions } from "@/app/(dashboard)/settings/members/member-actions";
import { RoleSelect } from "@/app/(dashboard)/settings/members/role-select";
import { SettingsPage } from "@/app/(dashboard)/settings/settings-page";
import { visit } from "@/app/(dashboard)/visit";
import { listInvitations } from "@/lib/domain/tenants/invitations/list";
import { listMembers } from "@/lib/domain/tenants/members/list";

export const metadata: Metadata = { title: "Members" };

const ALL = { limit: 200 };

/** On a narrow screen a row is two lines: who, then what can be done. */
const CARD = "max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:items-center";
const WHOLE = "max-md:col-span-2 max-md:pb-0 max-md:break-words";

export default async function MembersPage() {
  const { caller, can, me } = await visit();
  const [members, invitations] = await Promise.all([
    listMembers(caller, ALL),
    can("invitations:read") ? listInvitations(caller, ALL) : { data: [] },
  ]);
  const pending = invitations.data.filter(
    ({ status }) => status === "open" || status === "expired",
  );
  const writes = can("members:write");
  return (
    <SettingsPage
      part="Members"
      summary="Who belongs to the company, and as what."
      actions={can("invitations:write") && <InviteButton />}
    >
      <div className="grid grid-cols-1 gap-8">
        <Table
          label="Members"
          cards
          head={
            <>
              <Th>Person</Th>
              <Th>Role</Th>
              <Th wide>Joined</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </>
          }
        >
          {members.data.map((member) => (
            <Tr key={member.userId} className={CARD}>
              <Td className={WHOLE}>
                <span className="block font-medium">
                  {member.fullName || member.email}
                  {member.userId === me.user.id && (
                    <span className="font-normal text-muted"> (you)</span>
                  )}
                </span>
                {member.fullName && <span className="block text-muted">{member.email}</span>}
              </Td>
              <Td>
                <RoleSelect
                  member={member}
                  disabled={!writes || (member.role === "owner" && me.role !== "owner")}
                  mayMakeOwners={me.role === "owner"}
                />
              </Td>
              <Td wide className="text-muted">
                <Moment at={member.joinedAt} />
              </Td>
              <Td number>
                <MemberActions
                  member={member}
                  isMe={member.userId === me.user.id}
                  mayRemove={writes && (member.role !== "owner" || me.role === "owner")}
                />
              </Td>
            </Tr>
          ))}
        </Table>
        {pending.length > 0 && (
          <Section title="Open invitations">
            <Table
              label="Open invitations"
              cards
              head={
                <>
                  <Th>E-mail</Th>
                  <Th wide>Role</Th>
                  <Th>Expires</Th>
                  <Th>
                    <span className="sr-only">Actions</span>
                  </Th>
                </>
              }
            >
              {pending.map((invitation) => (
                <Tr key={invitation.id} className={CARD}>
                  <Td className={cn(WHOLE, "font-medium")}>{invitation.email}</Td>
                  <Td wide>{invitation.role}</Td>
                  <Td className="text-muted">
                    {invitation.status === "expired" ? (
                      "Expired"
                    ) : (
                      <>
                        <span className="md:hidden">expires </span>
                        <Moment at={invitation.expiresAt} />
                      </>
                    )}
                  </Td>
                  <Td number>
                    {can("invitations:write") && <InvitationActions invitation={invitation} />}
                  </Td>
                </Tr>
              ))}
            </Table>
          </Section>
        )}
      </div>
    </SettingsPage>
  );
}

import { MailX } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { Pager } from "@/app/_ui/data/pager";
import { Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { pageOrFirst } from "@/app/_ui/http/page-or-first";
import { readQuery } from "@/app/_ui/http/read-query";
import { Moment } from "@/app/_ui/time/moment";
import { ContactsPage } from "@/app/(dashboard)/contacts/contacts-page";
import { LiftButton } from "@/app/(dashboard)/contacts/suppressed/lift-button";
import { SuppressButton } from "@/app/(dashboard)/contacts/suppressed/suppress-button";
import { SuppressionFilters } from "@/app/(dashboard)/contacts/suppressed/suppression-filters";
import { visit } from "@/app/(dashboard)/visit";
import { listSuppressions } from "@/lib/domain/suppressions/list";
import { SuppressionQuery } from "@/lib/domain/suppressions/schema";

export const metadata: Metadata = { title: "Suppressed addresses" };

export default async function SuppressedPage({ searchParams }: PageProps<"/contacts/suppressed">) {
  const { caller, can } = await visit();
  const filter = readQuery(await searchParams, ["search", "reason", "cursor"]);
  const query = SuppressionQuery.safeParse(filter);
  const { data, nextCursor } = await pageOrFirst(
    query.success ? query.data : SuppressionQuery.parse({}),
    (wanted) => listSuppressions(caller, wanted),
  );
  const { cursor, ...shown } = filter;
  const filtered = Object.keys(shown).length > 0;
  const mayLift = can("suppressions:lift");
  return (
    <ContactsPage
      part="Suppressed"
      summary="Addresses nothing is sent to that one can opt out of, contact or not."
      actions={can("suppressions:write") && <SuppressButton />}
    >
      <div className="grid grid-cols-1 gap-4">
        {(data.length > 0 || filtered) && <SuppressionFilters />}
        {data.length > 0 && (
          <Table
            label="Suppressed addresses"
            head={
              <>
                <Th>Address</Th>
                <Th>Why</Th>
                <Th wide number>
                  Since
                </Th>
                {mayLift && (
                  <Th>
                    <span className="sr-only">Actions</span>
                  </Th>
                )}
              </>
            }
          >
            {data.map(({ email, reason, detail, until, createdAt }) => (
              <Tr key={email}>
                <Td className="w-full max-w-0 truncate font-medium md:min-w-64">{email}</Td>
                <Td>
                  <span className="block">{reason}</span>
                  <span className="block text-muted text-xs">
                    {until && (
                      <>
                        paused, ends <Moment at={until} />{" "}
                      </>
                    )}
                    {detail}
                  </span>
                </Td>
                <Td wide number className="text-muted">
                  <Moment at={createdAt} />
                </Td>
                {mayLift && <Td number>{reason !== "bounced" && <LiftButton email={email} />}</Td>}
              </Tr>
            ))}
          </Table>
        )}
        {data.length === 0 && (
          <Empty
            icon={MailX}
            title={filtered ? "No address matches" : "No address is suppressed"}
            action={
              filtered && <ButtonLink href="/contacts/suppressed">Clear the filters</ButtonLink>
            }
          >
            {!filtered &&
              "Addresses come here by themselves when mail comes back or is reported as spam."}
          </Empty>
        )}
        <Pager path="/contacts/suppressed" query={shown} cursor={cursor} nextCursor={nextCursor} />
      </div>
    </ContactsPage>
  );
}

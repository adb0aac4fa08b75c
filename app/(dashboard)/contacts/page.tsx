import { ContactRound } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Choosable } from "@/app/_ui/data/choice";
import { Empty } from "@/app/_ui/data/empty";
import { ExportMenu } from "@/app/_ui/data/export-menu";
import { Pager } from "@/app/_ui/data/pager";
import { pageOrFirst } from "@/app/_ui/http/page-or-first";
import { readQuery } from "@/app/_ui/http/read-query";
import { AddButton } from "@/app/(dashboard)/contacts/add-button";
import { ContactBulkBar } from "@/app/(dashboard)/contacts/contact-bulk-bar";
import { ContactFilters } from "@/app/(dashboard)/contacts/contact-filters";
import { ContactTable } from "@/app/(dashboard)/contacts/contact-table";
import { ContactsPage } from "@/app/(dashboard)/contacts/contacts-page";
import { ImportButton } from "@/app/(dashboard)/contacts/import-button";
import { visit } from "@/app/(dashboard)/visit";
import { listContacts } from "@/lib/domain/contacts/list";
import { ContactQuery } from "@/lib/domain/contacts/schema";

export const metadata: Metadata = { title: "Contacts" };

export default async function ContactListPage({ searchParams }: PageProps<"/contacts">) {
  const { caller, can } = await visit();
  const filter = readQuery(await searchParams, ["search", "reachable", "sort", "cursor"]);
  const query = ContactQuery.safeParse(filter);
  const { data, nextCursor } = await pageOrFirst(
    query.success ? query.data : ContactQuery.parse({}),
    (wanted) => listContacts(caller, wanted),
  );
  const { cursor, ...shown } = filter;
  const filtered = Boolean(shown.search || shown.reachable);
  const mayWrite = can("contacts:write");
  const actions = (
    <>
      {data.length > 0 && (
        <ExportMenu path="/api/v1/contacts/export" params={shown} one="contact" size="normal" />
      )}
      {mayWrite && <ImportButton />}
      {mayWrite && <AddButton />}
    </>
  );
  return (
    <ContactsPage
      part="Contacts"
      summary="People the company writes to, and on what ground."
      actions={actions}
    >
      <div className="grid grid-cols-1 gap-4">
        {(data.length > 0 || filtered) && <ContactFilters />}
        {data.length > 0 && (
          <Choosable key={JSON.stringify(filter)} ids={data.map(({ id }) => id)}>
            <ContactTable contacts={data} query={shown} />
            <ContactBulkBar
              sort={shown.sort}
              maySuppress={can("suppressions:write")}
              mayEnrol={can("sequences:write")}
            />
          </Choosable>
        )}
        {data.length === 0 && filtered && (
          <Empty
            icon={ContactRound}
            title="Nobody matches"
            action={<ButtonLink href="/contacts">Clear the filters</ButtonLink>}
          />
        )}
        {data.length === 0 && !filtered && (
          <Empty icon={ContactRound} title="No contacts yet">
            {mayWrite
              ? "Import a list, add somebody by hand, or send contacts to POST /api/v1/contacts as they sign up."
              : "Ask a member or an admin to import a list."}
          </Empty>
        )}
        <Pager path="/contacts" query={shown} cursor={cursor} nextCursor={nextCursor} />
      </div>
    </ContactsPage>
  );
}

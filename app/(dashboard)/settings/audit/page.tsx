import { History } from "lucide-react";
import type { Metadata } from "next";
import { Suspense } from "react";
import { z } from "zod";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { Pager } from "@/app/_ui/data/pager";
import { Bar } from "@/app/_ui/data/skeleton";
import { pageOrFirst } from "@/app/_ui/http/page-or-first";
import { readQuery } from "@/app/_ui/http/read-query";
import { AuditEntryRow } from "@/app/(dashboard)/settings/audit/audit-entry-row";
import { AuditFilter } from "@/app/(dashboard)/settings/audit/audit-filter";
import { ChainState } from "@/app/(dashboard)/settings/audit/chain-state";
import { NotForYou, SettingsPage } from "@/app/(dashboard)/settings/settings-page";
import { visit } from "@/app/(dashboard)/visit";
import { listAudit } from "@/lib/domain/audit/list";
import { AuditQuery } from "@/lib/domain/audit/schema";
import { listMembers } from "@/lib/domain/tenants/members/list";

export const metadata: Metadata = { title: "Audit log" };

const SUMMARY = "Who did what and when. Entries cannot be changed or removed.";

const DAY_MS = 86_400_000;

/** A day of a date field as an instant: its beginning, or the beginning of the next one. What is no day counts as not said. */
const dayToInstant = (day: string | undefined, plusDays: number) => {
  const known = z.iso.date().safeParse(day);
  if (!known.success) return undefined;
  const next = new Date(Date.parse(`${known.data}T00:00:00Z`) + plusDays * DAY_MS).toISOString();
  return z.iso.datetime().safeParse(next).data;
};

export default async function AuditPage({ searchParams }: PageProps<"/settings/audit">) {
  const { caller, can, tenant } = await visit();
  if (!can("audit:read")) {
    return (
      <SettingsPage part="Audit log" summary={SUMMARY}>
        <NotForYou role={tenant.role} />
      </SettingsPage>
    );
  }
  const filter = readQuery(await searchParams, [
    "actor",
    "action",
    "target",
    "from",
    "to",
    "cursor",
  ]);
  const parsed = AuditQuery.safeParse({
    ...filter,
    limit: 50,
    from: dayToInstant(filter.from, 0),
    to: dayToInstant(filter.to, 1),
  });
  const query = parsed.success ? parsed.data : AuditQuery.parse({});
  const [{ data, nextCursor }, members] = await Promise.all([
    pageOrFirst(query, (wanted) => listAudit(caller, wanted)),
    listMembers(caller, { limit: 200 }),
  ]);
  const people = members.data.map(({ userId, fullName, email }) => ({
    id: userId,
    name: fullName || email,
  }));
  const { cursor, ...shown } = filter;
  const filtered = Object.keys(shown).length > 0;
  return (
    <SettingsPage
      part="Audit log"
      summary={SUMMARY}
      actions={
        <Suspense fallback={<Bar className="h-6 w-40" />}>
          <ChainState caller={caller} />
        </Suspense>
      }
    >
      <div className="grid grid-cols-1 gap-4">
        <AuditFilter filter={shown} people={people} />
        {data.length === 0 ? (
          <Empty
            icon={History}
            title={filtered ? "Nothing matches these filters" : "Nothing was changed yet"}
            action={filtered && <ButtonLink href="/settings/audit">Clear the filters</ButtonLink>}
          />
        ) : (
          <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
            {data.map((entry) => (
              <AuditEntryRow key={entry.id} entry={entry} />
            ))}
          </ol>
        )}
        <Pager path="/settings/audit" query={shown} cursor={cursor} nextCursor={nextCursor} />
      </div>
    </SettingsPage>
  );
}

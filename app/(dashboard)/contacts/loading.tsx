import { Bar, TableSkeleton } from "@/app/_ui/data/skeleton";
import { ContactsPage } from "@/app/(dashboard)/contacts/contacts-page";

export default function ContactsLoading() {
  return (
    <ContactsPage part="Contacts" summary="People the company writes to, and on what ground.">
      <div className="grid grid-cols-1 gap-4">
        <Bar className="h-8 w-full max-w-md" />
        <TableSkeleton />
      </div>
    </ContactsPage>
  );
}

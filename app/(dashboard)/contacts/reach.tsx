import { Ban, CircleCheck, CircleMinus } from "lucide-react";
import { CONSENT } from "@/app/(dashboard)/contacts/contacts-page";
import type { Contact } from "@/lib/domain/contacts/schema";

const LABEL = "inline-flex items-center gap-1.5 whitespace-nowrap text-sm [&>svg]:size-4";

/** Whether marketing may be sent to a contact, and why or why not. */
export const Reach = ({ contact }: { contact: Pick<Contact, "consent" | "suppressed"> }) => {
  if (contact.suppressed)
    return (
      <span className={`${LABEL} text-failed`}>
        <Ban aria-hidden />
        Suppressed: {contact.suppressed}
      </span>
    );
  if (!contact.consent)
    return (
      <span className={`${LABEL} text-muted`}>
        <CircleMinus aria-hidden />
        No consent
      </span>
    );
  return (
    <span className={`${LABEL} text-succeeded`}>
      <CircleCheck aria-hidden />
      {CONSENT[contact.consent.basis]}
    </span>
  );
};

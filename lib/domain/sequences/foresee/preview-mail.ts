import { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { composeMail } from "@/lib/domain/sequences/compose";
import { Content, SequenceDefinition } from "@/lib/domain/sequences/definition";
import { ownTenant } from "@/lib/domain/sequences/house/subjects";
import { scopeOf } from "@/lib/domain/sequences/scope";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { readSender } from "@/lib/infra/email/brand";

/** The words of one mail, looked at while they are written. */
export const MailPreviewInput = z.strictObject({
  content: Content,
  category: SequenceDefinition.shape.category,
  locale: z.enum(["en", "de"]).default("en"),
});
type MailPreviewInput = z.infer<typeof MailPreviewInput>;

/** A mail as it would go out. */
export const MailPreview = z.object({ subject: z.string(), html: z.string(), text: z.string() });

const SOMEBODY = { email: "ada@example.com", name: "Ada Lovelace", properties: {} };
const NOBODY = "00000000-0000-0000-0000-000000000000";

const ELSEWHERE = "https://example.com/";

/** A button whose address is filled in with what is known later leads somewhere meanwhile. */
const withAddress = ({ action, ...content }: Content): Content => ({
  ...content,
  ...(action && { action: action.url.includes("{{") ? { ...action, url: ELSEWHERE } : action }),
});

/**
 * One mail for a person made up, without conditions and times; an event's values are empty, and a button whose address has an
 * expression leads to example.com. Throws invalid_input when its texts cannot be made. Sends nothing.
 */
export const previewMail = (
  caller: Caller,
  { content, category, locale }: MailPreviewInput,
): Promise<z.infer<typeof MailPreview>> =>
  asTenant(caller, async (tx) => {
    const scope = scopeOf({ ...SOMEBODY, locale }, { event: {} }, { tenant: await ownTenant(tx) });
    const who = {
      tenantId: caller.tenantId,
      contactId: NOBODY,
      locale,
      consentBasis: "opt-in" as const,
      scope,
    };
    const shown = withAddress(content);
    const step = { content: shown, contentDe: shown };
    return composeMail(step, category, who, await readSender(tx));
  });

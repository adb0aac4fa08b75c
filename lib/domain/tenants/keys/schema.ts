import { z } from "zod";
import { PERMISSIONS, type Permission } from "@/lib/domain/tenants/permissions";

const isForKeys = (permission: Permission) => PERMISSIONS[permission].key;

/** What a key may be allowed to do. */
export const SCOPES = (Object.keys(PERMISSIONS) as Permission[]).filter(isForKeys);

export const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The first characters of the key, to recognise it by. */
  prefix: z.string(),
  scopes: z.array(z.string()),
  createdBy: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** `key` is in this one answer and nowhere else. */
export const IssuedKey = ApiKey.extend({ key: z.string() });
export type IssuedKey = z.infer<typeof IssuedKey>;

const isAhead = (at: string | undefined) => at === undefined || Date.parse(at) > Date.now();

export const NewApiKey = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1)
    .refine((scopes) => new Set(scopes).size === scopes.length, { message: "Name each once." }),
  /** Without it the key works until it is revoked. */
  expiresAt: z.iso
    .datetime({ offset: true })
    .optional()
    .refine(isAhead, { message: "Choose an instant that is still ahead." }),
});
export type NewApiKey = z.infer<typeof NewApiKey>;

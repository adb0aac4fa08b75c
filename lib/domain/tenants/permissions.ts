import type { Caller, Role } from "@/lib/core/caller";

const RANK: Record<Role, number> = { viewer: 1, member: 2, admin: 3, owner: 4 };

/** What may be done, from which role on, and whether an API key may be given it as a scope. */
export const PERMISSIONS = {
  "tenant:read": { role: "viewer", key: true },
  "tenant:write": { role: "admin", key: false },
  "onboarding:use": { role: "viewer", key: false },
  "members:read": { role: "viewer", key: false },
  "members:write": { role: "admin", key: false },
  "members:leave": { role: "viewer", key: false },
  "invitations:read": { role: "admin", key: false },
  "invitations:write": { role: "admin", key: false },
  "api-keys:read": { role: "admin", key: false },
  "api-keys:write": { role: "admin", key: false },
  "audit:read": { role: "admin", key: false },
  "workflows:read": { role: "viewer", key: true },
  "workflows:write": { role: "member", key: true },
  "workflows:publish": { role: "member", key: true },
  "workflows:run": { role: "member", key: true },
  "runs:read": { role: "viewer", key: true },
  "runs:write": { role: "member", key: true },
  "approvals:read": { role: "viewer", key: true },
  "approvals:decide": { role: "viewer", key: false },
  "hooks:read": { role: "viewer", key: true },
  "hooks:write": { role: "member", key: true },
  "deliveries:read": { role: "viewer", key: true },
  "events:read": { role: "viewer", key: true },
  "events:write": { role: "member", key: true },
  "contacts:read": { role: "viewer", key: true },
  "contacts:write": { role: "member", key: true },
  "contacts:forget": { role: "admin", key: false },
  "suppressions:read": { role: "viewer", key: true },
  "suppressions:write": { role: "member", key: true },
  "suppressions:lift": { role: "admin", key: false },
  "mails:read": { role: "admin", key: false },
  "mail-templates:read": { role: "viewer", key: true },
  "mail-templates:test": { role: "member", key: false },
  "sequences:read": { role: "viewer", key: true },
  "sequences:write": { role: "member", key: true },
  "sequences:publish": { role: "member", key: true },
  "metrics:read": { role: "viewer", key: true },
  "notifications:read": { role: "viewer", key: false },
  "notifications:write": { role: "viewer", key: false },
} as const satisfies Record<string, { role: Role; key: boolean }>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether the caller may do it in its tenant. Workers act for the platform and may do what their verb needs. */
export const may = (caller: Caller, permission: Permission): boolean => {
  if (caller.kind === "worker") return true;
  if (caller.kind === "key")
    return PERMISSIONS[permission].key && caller.scopes.includes(permission);
  return RANK[caller.role] >= RANK[PERMISSIONS[permission].role];
};

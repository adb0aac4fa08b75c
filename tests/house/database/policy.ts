/** The lowest rank that may, 1 viewer, 2 member, 3 admin, 4 owner, 9 worker; null for nobody. */
type Ranks = {
  select: number | null;
  insert: number | null;
  update: number | null;
  delete: number | null;
};

export type Verb = keyof Ranks;

/**
 * How a table's rows belong: to a tenant by `tenant_id`; `person` to one member of a tenant; `installation` to everybody in
 * any tenant; `self` by the id of the tenant or person itself.
 */
type Policy = Ranks & { belongs: "tenant" | "person" | "installation" | "self" };

const of =
  (belongs: Policy["belongs"]) =>
  (
    select: number | null,
    insert: number | null,
    update: number | null,
    remove: number | null,
  ): Policy => ({ belongs, select, insert, update, delete: remove });

const tenant = of("tenant");
const person = of("person");
const installation = of("installation");
const self = of("self");

/** Who may do what with a row of the own tenant. Every table stands here; nothing crosses tenants, moves or truncates. */
export const POLICY: Record<string, Policy> = {
  api_keys: tenant(3, 3, 3, null),
  api_requests: tenant(3, null, null, null),
  approval_decisions: tenant(1, null, null, null),
  approvals: tenant(1, 9, 9, null),
  approvers: tenant(1, 9, null, null),
  audit_log: tenant(3, null, null, null),
  bulk_actions: tenant(1, 2, 2, null),
  contacts: tenant(1, 2, 2, 3),
  dead_letter_alerts: tenant(9, null, null, null),
  dead_letters: tenant(1, null, 2, null),
  deliveries: tenant(1, 2, null, null),
  delivery_keys: tenant(2, 2, null, null),
  effects: tenant(9, 9, 9, null),
  enrolment_log: tenant(1, 2, null, null),
  enrolments: tenant(1, 2, 2, null),
  event_keys: tenant(2, 2, null, null),
  events: tenant(1, 2, null, null),
  followers: tenant(1, 2, 2, 2),
  hook_secrets: tenant(1, 2, 2, 2),
  hooks: tenant(1, 2, 2, 2),
  idempotency_keys: tenant(1, 1, 1, 1),
  invitations: tenant(3, 3, 3, null),
  mail_preferences: tenant(1, 2, 2, null),
  mail_reactions: tenant(9, 9, null, 9),
  mails: tenant(3, 9, 9, null),
  memberships: tenant(1, null, 3, 3),
  metric_cursors: installation(null, null, null, null),
  metric_points: tenant(1, null, null, null),
  notification_preferences: person(1, 1, 1, null),
  notifications: person(1, 9, 1, null),
  onboarding_events: person(1, 1, null, null),
  onboarding_states: person(1, 1, 1, null),
  poll_keys: tenant(9, 9, 9, null),
  polls: tenant(1, 2, 2, 2),
  probes: tenant(1, 2, 2, 2),
  products: installation(1, null, null, null),
  profiles: self(1, null, null, null),
  retry_budgets: tenant(1, 9, 9, 9),
  run_items: tenant(1, 2, 9, null),
  run_search: tenant(1, null, null, null),
  run_steps: tenant(1, 2, 2, null),
  run_waits: tenant(1, 9, 9, null),
  runs: tenant(1, 2, 2, null),
  schedules: tenant(1, 2, 2, 2),
  sequence_versions: tenant(1, 2, null, null),
  sequences: tenant(1, 2, 2, null),
  slack_channels: tenant(1, 3, 3, 3),
  slack_posts: tenant(3, 9, 9, null),
  subscriptions: tenant(1, 2, 2, 2),
  suppressions: tenant(1, 2, 2, 3),
  tenants: self(1, null, 3, null),
  workflow_versions: tenant(1, 2, null, null),
  workflows: tenant(1, 2, 2, null),
  "app.account_mails": installation(null, null, null, null),
  "app.slots": installation(null, null, null, null),
  "app.audit_heads": tenant(null, null, null, null),
  "app.bounced_addresses": installation(null, null, null, null),
  "app.outbox": tenant(null, 1, null, null),
  "app.partitioned": installation(1, null, null, null),
  "app.retention": installation(1, null, null, null),
  "app.rate_buckets": installation(null, null, null, null),
};

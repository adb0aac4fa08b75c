/** A rule of the catalogue. `sql` gives one row a violation, whose `finding` names the culprit. */
export type Lint = { id: string; rule: string; sql: string };

/** Unique keys that hold among all tenants, each for a reason a stranger can check. */
const GLOBAL_KEYS = [
  "invitations_token_hash_key", // the hash of 256 secret bits: who can ask already knows
  "api_keys_hash_key", // likewise
  "hooks_id_idx", // a random id, public as part of the hook's address
];

/** What a signed-in person may call past the wall: each derives whom it serves, or whether it answers, from the claims. */
const DEFINERS = [
  "app.role_rank",
  "app.tenant_id",
  "app.my_tenants",
  "app.lock_tenant",
  "app.audit",
  "app.verify_my_audit",
  "app.find_runs",
  "app.create_tenant",
  "app.accept_invitation",
  "app.decide_approval",
  "app.expire_approval",
  "app.note_bounce",
  "app.spared",
  "app.remove_samples",
];

const list = (names: string[]) => names.map((name) => `'${name}'`).join(", ");

/** Our tables and partitions, whether a tenant's, and every privilege granted on them, columns' too. */
const CATALOGUE = `with ours as (
  select c.oid, c.relname, c.relkind, c.relispartition, c.relrowsecurity, c.relforcerowsecurity, c.relowner, c.relacl,
    c.oid::regclass::text as name, n.nspname as schema,
    (select a.attnum from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as tenant
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'app', 'parts') and c.relkind in ('r', 'p')
), granted as (
  select o.oid, o.name, a.grantee, case a.grantee when 0 then 'public' else a.grantee::regrole::text end as role, lower(a.privilege_type) as verb
  from ours o, aclexplode(o.relacl) a where a.grantee <> o.relowner
  union
  select o.oid, o.name, a.grantee, case a.grantee when 0 then 'public' else a.grantee::regrole::text end, lower(a.privilege_type)
  from ours o join pg_attribute t on t.attrelid = o.oid, aclexplode(t.attacl) a where a.grantee <> o.relowner
), policies as (
  select p.*, o.name, pg_get_expr(p.polqual, p.polrelid) as seen, pg_get_expr(p.polwithcheck, p.polrelid) as checks,
    case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as verb
  from pg_policy p join ours o on o.oid = p.polrelid
), functions as (
  select p.*, n.nspname || '.' || p.proname as name, coalesce(p.proconfig, '{}') as settings,
    array(select case a.grantee when 0 then 'public' else a.grantee::regrole::text end from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee <> p.proowner) as callers
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'app', 'parts')
) `;

const lint = (id: string, rule: string, sql: string): Lint => ({ id, rule, sql: CATALOGUE + sql });

export const LINTS: Lint[] = [
  lint(
    "TI-1",
    "every table and partition has row level security on and forced",
    "select name as finding from ours where not (relrowsecurity and relforcerowsecurity)",
  ),
  lint(
    "TI-1 partitions",
    "partitions are reached through their parent only",
    `select format('%s: %s for %s', g.name, g.verb, g.role) as finding from granted g join ours o on o.oid = g.oid
     where o.relispartition or o.schema = 'parts'`,
  ),
  lint(
    "TI-2",
    "tenant_id is a uuid, never null, and leads an index",
    `select o.name as finding from ours o join pg_attribute a on a.attrelid = o.oid and a.attnum = o.tenant
     where a.atttypid <> 'uuid'::regtype or not (a.attnotnull or o.name = 'app.outbox')
       or not exists (select from pg_index i where i.indrelid = o.oid and i.indkey[0] = o.tenant)`,
  ),
  lint(
    "TI-3",
    "a foreign key between tenants' tables ties the tenant on both sides",
    `select f.conrelid::regclass || '.' || f.conname as finding from pg_constraint f
     join ours mine on mine.oid = f.conrelid and mine.tenant is not null
     join ours theirs on theirs.oid = f.confrelid and theirs.tenant is not null
     where f.contype = 'f' and not exists (select from unnest(f.conkey, f.confkey) as k (here, there) where here = mine.tenant and there = theirs.tenant)`,
  ),
  lint(
    "TI-4",
    "a unique key of a tenant's table contains the tenant, unless it is a random id",
    `select i.indexrelid::regclass::text as finding from pg_index i join ours o on o.oid = i.indrelid and o.tenant is not null
     join pg_class x on x.oid = i.indexrelid
     where i.indisunique and not o.tenant = any (i.indkey::smallint[]) and x.relname not in (${list(GLOBAL_KEYS)})
       and not (i.indnatts = 1 and i.indisprimary and exists (select from pg_attribute a
         where a.attrelid = o.oid and a.attnum = i.indkey[0] and a.attname = 'id' and a.atttypid = 'uuid'::regtype))`,
  ),
  lint(
    "TI-5",
    "nobody may truncate, reference, attach triggers or maintain, and anon may nothing",
    `select format('%s: %s for %s', name, verb, role) as finding from granted
     where verb in ('truncate', 'references', 'trigger', 'maintain') or role in ('anon', 'public')`,
  ),
  lint(
    "TI-5 defaults",
    "new tables and functions are granted to nobody",
    `select format('%s by default for %s', a.privilege_type, coalesce(nullif(a.grantee, 0)::regrole::text, 'public')) as finding
     from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
     where d.defaclrole in (select relowner from ours) and coalesce(n.nspname, 'public') = 'public' and d.defaclobjtype in ('r', 'f', 'S') and a.grantee <> d.defaclrole`,
  ),
  lint(
    "TI-6 grants",
    "each granted verb has a policy",
    `select format('%s: %s for %s', g.name, g.verb, g.role) as finding from granted g
     where g.role = 'authenticated' and not exists (select from policies p where p.polrelid = g.oid and p.polpermissive and g.grantee = any (p.polroles) and p.verb in (g.verb, 'all'))`,
  ),
  lint(
    "TI-6 policies",
    "a policy names a role, is never simply true, guards both sides of an update, and asks who is calling once a statement",
    `select format('%s: %s', name, polname) as finding from policies
     where polroles = '{0}' or seen = 'true' or checks = 'true'
       or (verb in ('update', 'all') and polpermissive and (seen is null or checks is null))
       or regexp_replace(coalesce(seen, '') || coalesce(checks, ''), 'SELECT app\\.[a-z_]+\\(\\)', '', 'g') ~ '(app|auth)\\.[a-z_]+\\(|current_setting'`,
  ),
  lint(
    "TI-7",
    "a tenant's table that people reach has a restrictive wall over every verb, reads and writes",
    `select o.name as finding from ours o where o.tenant is not null and exists (select from granted g where g.oid = o.oid and g.role = 'authenticated')
       and not exists (select from policies p where p.polrelid = o.oid and not p.polpermissive and p.verb = 'all' and 'authenticated'::regrole::oid = any (p.polroles)
         and p.seen like '%tenant_id = ( SELECT app.tenant_id()%' and p.checks = p.seen)`,
  ),
  lint(
    "TI-8",
    "functions fix their search path; definers live unexposed and are called by whom we listed",
    `select name as finding from functions where 'public' = any (callers) or 'anon' = any (callers)
       or not ('search_path=""' = any (settings))
       or (prosecdef and (pronamespace = 'public'::regnamespace or ('authenticated' = any (callers) and name not in (${list(DEFINERS)}))))`,
  ),
  lint(
    "TI-9",
    "a view sees with its reader's eyes; no materialised view and no foreign table",
    `select c.oid::regclass::text as finding from pg_class c where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace, 'parts'::regnamespace)
       and (c.relkind in ('m', 'f') or (c.relkind = 'v' and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on']))`,
  ),
  lint(
    "TI-10",
    "only the platform's roles see past row level security, and postgres owns every table",
    `select rolname::text as finding from pg_roles where (rolsuper or rolbypassrls) and rolname not in ('supabase_admin', 'postgres', 'service_role')
     union all select name from ours where relowner <> 'postgres'::regrole`,
  ),
  lint(
    "TI-11",
    "nothing of a tenant is published for replication, and stored files carry the tenant",
    `select p.pubname || ': ' || o.name as finding from pg_publication p join ours o on p.puballtables or exists (select from pg_publication_rel r where r.prpubid = p.oid and r.prrelid = o.oid)
     union all select 'storage: ' || policyname from pg_policies where schemaname = 'storage' and coalesce(qual, '') || coalesce(with_check, '') not like '%app.tenant_id()%'`,
  ),
  lint(
    "comments",
    "every table says what it is",
    "select name as finding from ours where not relispartition and obj_description(oid, 'pg_class') is null",
  ),
];

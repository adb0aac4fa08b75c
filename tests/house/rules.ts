import { importsOf, type Source } from "@/tests/house/source";

/** A rule of the house: gives one sentence for each violation in a file. */
export type Rule = { name: string; check: (source: Source) => string[] };

/** Top to bottom. A floor imports itself and what is below. */
const FLOORS = [
  "app",
  "inngest",
  "lib/api",
  "lib/domain",
  "lib/integrations",
  "lib/infra",
  "emails",
  "lib/core",
];

/** Rooms of the domain that every room may use. */
const BASE_ROOMS = ["tenants", "audit", "bulk-actions", "flags", "quotas", "fx"];

const SEES_EVERYTHING = /^(inngest\/|lib\/infra\/|lib\/domain\/inbound\/|tests\/)/;

/** Where the environment may be read, and the two names that the bundler writes in. */
const READS_ENVIRONMENT = /^(lib\/core\/env\.ts|lib\/local\/|tests\/)/;
const BUILD_CONSTANTS = /process\.env\.(NODE_ENV|NEXT_RUNTIME)\b/g;

/** Files of the domain that write without an audit entry, each for a reason. */
const UNAUDITED: Record<string, string> = {
  "lib/domain/bulk-actions/advance.ts":
    "the command was audited when it was given; the action is its record",
  "lib/domain/contacts/store.ts": "its callers audit: one contact, or an import with its counts",
  "lib/domain/dead-letters/move.ts": "part of a bulk action, which is audited",
  "lib/domain/onboarding/advance.ts": "the log of its events is the record",
  "lib/domain/onboarding/sweep.ts": "a mark that somebody was told",
  "lib/domain/events/dispatch.ts": "the runs it starts are the record",
  "lib/domain/events/receive.ts": "the stored event is the record",
  "lib/domain/inbound/store-delivery.ts": "the stored delivery is the record",
  "lib/domain/mail/queue.ts": "the mail ledger is the record",
  "lib/domain/mail/reaction.ts": "the mail ledger is the record",
  "lib/domain/runs/bulk/cancel-runs.ts":
    "its callers audit: the verb for one, the bulk action for many",
  "lib/domain/runs/execution/attempts/budget.ts": "a counter of ours, nothing of a tenant's data",
  "lib/domain/runs/execution/items/item-ledger.ts": "the items are the record",
  "lib/domain/runs/retention/forget.ts": "upkeep: what goes had its time, as the plan says",
  "lib/domain/runs/execution/attempts/watch.ts": "the run's history is the record",
  "lib/domain/runs/execution/claim-last.ts": "the run's history is the record",
  "lib/domain/runs/execution/finish.ts": "the run's history is the record",
  "lib/domain/runs/execution/journal.ts": "the run's history is the record",
  "lib/domain/runs/execution/ledger.ts": "the ledger of effects is the record",
  "lib/domain/runs/replay/replay-runs.ts":
    "its callers audit: the verb for one, the bulk action for many",
  "lib/domain/runs/request.ts": "the run is the record and names who asked",
  "lib/domain/mail/queue-frozen.ts": "the mail ledger is the record",
  "lib/domain/sequences/documents/go-live.ts":
    "its callers audit: publishing by people, releases in the repository",
  "lib/domain/sequences/enrolments/enter.ts": "the enrolment's log is the record",
  "lib/domain/sequences/enrolments/hear.ts": "the enrolment's log is the record",
  "lib/domain/sequences/enrolments/meet-received.ts":
    "the event that names the person is the record",
  "lib/domain/sequences/enrolments/queue-due.ts": "a lease; what is decided is logged",
  "lib/domain/sequences/enrolments/tell-received.ts": "it only tells what is so",
  "lib/domain/sequences/enrolments/record.ts": "it writes the enrolment's log",
  "lib/domain/sequences/house/contacts.ts": "the profile is the record",
  "lib/domain/sequences/house/install.ts": "the document in the repository is the record",
  "lib/domain/sequences/house/tell.ts": "it only tells what is so",
  "lib/domain/tenants/select.ts": "a person's own convenience, nothing of a tenant",
  "lib/domain/approvals/approvers.ts": "asking or escalating, which calls it, is the record",
  "lib/domain/approvals/ask.ts": "the approval itself is the record",
  "lib/domain/notifications/mail/claim.ts": "a request; the mail it leads to is the record",
  "lib/domain/notifications/mark-read.ts": "a person's own convenience, nothing of a tenant",
  "lib/domain/notifications/notify.ts": "the notification is the record",
  "lib/domain/notifications/preferences.ts": "a person's own convenience, nothing of a tenant",
  "lib/domain/notifications/slack/queue.ts": "the ledger of posts is the record",
  "lib/domain/notifications/slack/send.ts": "the ledger of posts is the record",
  "lib/domain/notifications/mail/take.ts": "the mail ledger is the record",
  "lib/domain/waits/close.ts": "the run's history is the record",
  "lib/domain/waits/open.ts": "the run's history is the record",
  "lib/domain/waits/sweep.ts": "what it closes has ended and been recorded",
  "lib/domain/runs/watch/rescue.ts": "the run's own end is the record",
  "lib/domain/workflows/triggers/claim-probes.ts": "a date; what the probe finds is the record",
  "lib/domain/workflows/triggers/probe.ts": "what it found is the record",
  "lib/domain/workflows/triggers/start-followers.ts": "the runs it starts are the record",
  "lib/domain/workflows/move.ts": "pausing, archiving and their ways back, which call it, audit",
  "lib/domain/workflows/polling/claim.ts": "a lease; the runs it leads to are the record",
  "lib/domain/workflows/polling/store.ts": "the runs it starts are the record",
  "lib/domain/workflows/triggers/sync.ts": "publishing and archiving, which call it, are audited",
  "lib/domain/workflows/triggers/start-due.ts": "the runs it starts are the record",
};

const floorOf = (path: string) => FLOORS.findIndex((floor) => path.startsWith(`${floor}/`));
const roomOf = (path: string, floor: string) => new RegExp(`^${floor}/([^/]+)/`).exec(path)?.[1];

const arrows = (allowed: (from: string, to: string) => boolean) => (source: Source) =>
  importsOf(source)
    .filter((to) => !allowed(source.path, to))
    .map((to) => `${source.path} → ${to}`);

const matches =
  (pattern: RegExp, applies: (path: string) => boolean) =>
  ({ path, text }: Source) =>
    applies(path) ? [...text.matchAll(pattern)].map(([found]) => `${path}: ${found.trim()}`) : [];

const isHouse = (path: string) => floorOf(path) >= 0;

const WRITES =
  /\b(insertInto|updateTable|deleteFrom|mergeInto)\(|\b(insert into|delete from)\s|\bupdate\s+[\w.]+(\s+(as\s+)?\w+)?\s+set\b/i;

export const RULES: Rule[] = [
  {
    name: "nothing imports from a floor above",
    check: arrows(
      (from, to) => floorOf(from) < 0 || floorOf(to) < 0 || floorOf(to) >= floorOf(from),
    ),
  },
  {
    name: "rooms of the domain meet through events, not imports",
    check: arrows((from, to) => {
      const [mine, theirs] = [roomOf(from, "lib/domain"), roomOf(to, "lib/domain")];
      return !mine || !theirs || mine === theirs || BASE_ROOMS.includes(theirs);
    }),
  },
  {
    name: "vendors do not know each other, nor the database",
    check: arrows((from, to) => {
      const [mine, theirs] = [roomOf(from, "lib/integrations"), roomOf(to, "lib/integrations")];
      return !mine || ((!theirs || mine === theirs) && !to.startsWith("lib/infra/db/"));
    }),
  },
  {
    name: "the embedded stack stands beside the house",
    check: arrows((from, to) =>
      from.startsWith("lib/local/")
        ? /^lib\/(local|core)\//.test(to)
        : !isHouse(from) || !to.startsWith("lib/local/"),
    ),
  },
  {
    name: "past the tenant wall goes only who must",
    check: arrows((from, to) => to !== "lib/infra/db/as-system" || SEES_EVERYTHING.test(from)),
  },
  {
    name: "what runs in the browser imports the interface, the core and schemas",
    check: (source) =>
      /^["']use client["']/m.test(source.text)
        ? arrows((from, to) => {
            const near = to.startsWith(from.slice(0, from.lastIndexOf("/")));
            return near || /^(app\/|lib\/core\/)|\/schema$/.test(to);
          })(source)
        : [],
  },
  {
    name: "the environment is read in one place",
    check: ({ path, text }) =>
      isHouse(path) &&
      !READS_ENVIRONMENT.test(path) &&
      /process\.env/.test(text.replaceAll(BUILD_CONSTANTS, ""))
        ? [path]
        : [],
  },
  { name: "nothing is written to the console", check: matches(/\bconsole\.\w+/g, isHouse) },
  {
    name: "nothing is left for later or forced on the compiler",
    check: matches(/\b(TODO|FIXME|XXX)\b|@ts-(ignore|expect-error|nocheck)|\bas any\b/g, isHouse),
  },
  {
    name: "no room or file without a subject",
    check: ({ path }) =>
      /(^|\/)(utils?|helpers?|common|shared|types|services|misc)(\.tsx?$|\/)/.test(path)
        ? [path]
        : [],
  },
  {
    name: "no barrels",
    check: ({ path }) =>
      /(^|\/)index\.tsx?$/.test(path) && !/^(inngest\/index\.ts|supabase\/functions\/)/.test(path)
        ? [path]
        : [],
  },
  {
    name: "what changes a tenant's data is audited",
    check: ({ path, text }) =>
      path.startsWith("lib/domain/") &&
      WRITES.test(text) &&
      !/\baudit(Each)?\(/.test(text) &&
      !(path in UNAUDITED)
        ? [path]
        : [],
  },
];

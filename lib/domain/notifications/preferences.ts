import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError, type Issue } from "@/lib/core/errors";
import { KINDS, wants } from "@/lib/domain/notifications/kinds";
import { personIn } from "@/lib/domain/notifications/personal";
import {
  Channel,
  type Choices,
  NotificationKind,
  type Preferences,
  type PreferencesInput,
} from "@/lib/domain/notifications/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";

type Row = {
  isMember: boolean;
  timeZone: string;
  slack: boolean;
  choices: Choices | null;
  rhythm: Preferences["rhythm"] | null;
  hour: number | null;
  weekday: number | null;
  quietFrom: number | null;
  quietTo: number | null;
};

const clock = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, "0")).join(":");

const minutesOf = (text: string) => {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
};

const load = async (tx: Tx, userId: string): Promise<Row | undefined> => {
  const { rows } = await sql<Row>`
    select p.time_zone, f.choices, f.rhythm, f.hour, f.weekday, f.quiet_from, f.quiet_to,
      exists (select from public.memberships m where m.user_id = p.user_id and m.tenant_id = app.tenant_id()) as is_member,
      exists (select from public.slack_channels where purpose = 'notifications') as slack
    from public.profiles p left join public.notification_preferences f on f.user_id = p.user_id
    where p.user_id = ${userId}`.execute(tx);
  return rows[0];
};

const toPreferences = (row: Row): Preferences => {
  const { choices, rhythm, hour, weekday, quietFrom, quietTo, timeZone, slack } = row;
  return {
    kinds: NotificationKind.options.map((kind) => ({
      kind,
      title: KINDS[kind].title,
      summary: KINDS[kind].summary,
      channels: Object.fromEntries(
        Channel.options
          .filter((channel) => KINDS[kind].channels[channel] !== undefined)
          .map((channel) => [channel, wants(choices ?? {}, kind, channel)]),
      ),
    })),
    rhythm: rhythm ?? "each",
    hour: hour ?? 8,
    weekday: weekday ?? 1,
    quiet:
      quietFrom === null || quietTo === null
        ? null
        : { from: clock(quietFrom), to: clock(quietTo) },
    timeZone,
    slack,
  };
};

const inside = async (tx: Tx, userId: string): Promise<Preferences> => {
  const row = await load(tx, userId);
  if (!row) throw new AppError("not_found", "This account has no profile.");
  return toPreferences(row);
};

/** How the caller wants to be told in this tenant, defaults included. Throws forbidden for callers that are no person. */
export const getPreferences = (caller: Caller): Promise<Preferences> =>
  asTenant(caller, (tx) => inside(tx, personIn(caller)));

const pairs = (choices: Choices) =>
  NotificationKind.options.flatMap((kind) =>
    Channel.options.flatMap((channel) => {
      const on = choices[kind]?.[channel];
      return on === undefined ? [] : [{ kind, channel, on }];
    }),
  );

const refuseUnoffered = (choices: Choices) => {
  const issues: Issue[] = pairs(choices)
    .filter(({ kind, channel }) => KINDS[kind].channels[channel] === undefined)
    .map(({ kind, channel }) => ({
      path: `choices.${kind}.${channel}`,
      code: "not_offered",
      message: `"${KINDS[kind].title}" is not sent through ${channel}.`,
    }));
  if (issues.length > 0)
    throw new AppError("invalid_input", "A channel is not offered for its kind.", { issues });
};

/** Only what differs from the defaults is kept, so that a default may change for whoever never chose. */
const departures = (choices: Choices): Choices => {
  const kept: Choices = {};
  for (const { kind, channel, on } of pairs(choices))
    if (KINDS[kind].channels[channel] !== on) kept[kind] = { ...kept[kind], [channel]: on };
  return kept;
};

/**
 * Replaces how the caller wants to be told. What waits for a mail already keeps its time. Throws invalid_input for a channel
 * that a kind does not have, conflict for people who are here through the parent company and not as members.
 */
export const setPreferences = (caller: Caller, wish: PreferencesInput): Promise<Preferences> =>
  asTenant(caller, async (tx) => {
    const userId = personIn(caller);
    const { choices, rhythm, hour, weekday, quiet } = wish;
    refuseUnoffered(choices);
    const before = await load(tx, userId);
    if (!before?.isMember)
      throw new AppError(
        "conflict",
        "Only members of the company are notified; you are here through its parent.",
      );
    await sql`
      insert into public.notification_preferences (user_id, choices, rhythm, hour, weekday, quiet_from, quiet_to)
      values (${userId}, ${json(departures(choices))}, ${rhythm}, ${hour}, ${weekday},
        ${quiet && minutesOf(quiet.from)}::smallint, ${quiet && minutesOf(quiet.to)}::smallint)
      on conflict (tenant_id, user_id) do update set choices = excluded.choices, rhythm = excluded.rhythm,
        hour = excluded.hour, weekday = excluded.weekday, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
        updated_at = now()`.execute(tx);
    return inside(tx, userId);
  });

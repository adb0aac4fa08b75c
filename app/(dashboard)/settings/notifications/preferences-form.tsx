"use client";

import { useState } from "react";
import { CheckField, SelectField, TextField } from "@/app/_ui/form/field";
import { text } from "@/app/_ui/form/form";
import { SavedForm } from "@/app/_ui/form/saved-form";
import { Term } from "@/app/_ui/help/term";
import { send } from "@/app/_ui/http/send";
import type { Channel, Preferences } from "@/lib/domain/notifications/schema";

const CHANNELS: [Channel, string][] = [
  ["inApp", "App"],
  ["email", "E-mail"],
  ["slack", "Slack"],
];

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const nameOf = (kind: string, channel: string) => `${kind}/${channel}`;

/** What a form says, as the API takes it. Boxes that are not there are channels a kind does not have. */
const wishOf = (data: FormData, kinds: Preferences["kinds"]) => ({
  choices: Object.fromEntries(
    kinds.map(({ kind, channels }) => [
      kind,
      Object.fromEntries(
        Object.keys(channels).map((channel) => [channel, data.has(nameOf(kind, channel))]),
      ),
    ]),
  ),
  rhythm: text(data, "rhythm"),
  hour: Number(text(data, "hour") || 8),
  weekday: Number(text(data, "weekday") || 1),
  quiet: data.has("isQuiet")
    ? { from: text(data, "quiet.from"), to: text(data, "quiet.to") }
    : null,
});

/** A person's own choices: kinds by channel, when mails come, quiet hours. */
export const PreferencesForm = ({ preferences }: { preferences: Preferences }) => {
  const { kinds, timeZone } = preferences;
  const save = async (data: FormData) => {
    await send("PUT", "/api/v1/notifications/preferences", { body: wishOf(data, kinds) });
  };
  return (
    <SavedForm label="Notification preferences" save={save}>
      {(problemOf) => (
        <>
          <KindTable preferences={preferences} />
          <Timing preferences={preferences} problemOf={problemOf} />
          <p className="text-muted text-sm">
            Once a day or week all of it is one mail, a <Term name="digest">digest</Term>. Times are
            on the clock of {timeZone.replaceAll("_", " ")}, which is in your profile.
          </p>
        </>
      )}
    </SavedForm>
  );
};

const KindTable = ({ preferences: { kinds, slack } }: { preferences: Preferences }) => (
  <table className="w-full border-collapse text-sm">
    <caption className="sr-only">Kinds of notifications by channel</caption>
    <thead className="text-left text-muted text-xs">
      <tr className="border-line border-b">
        <th scope="col" className="h-9 pr-3 font-medium">
          What happens
        </th>
        {CHANNELS.map(([channel, word]) => (
          <th key={channel} scope="col" className="h-9 w-12 text-center font-medium sm:w-16">
            {word}
          </th>
        ))}
      </tr>
    </thead>
    <tbody className="divide-y divide-line">
      {kinds.map(({ kind, title, summary, channels }) => (
        <tr key={kind}>
          <th scope="row" className="py-2.5 pr-3 text-left font-normal">
            <span className="block font-medium">{title}</span>
            <span className="block text-muted">{summary}</span>
          </th>
          {CHANNELS.map(([channel, word]) => (
            <td key={channel} className="text-center align-middle">
              {channels[channel] === undefined ? (
                <span className="text-faint">
                  –<span className="sr-only"> not through {word}</span>
                </span>
              ) : (
                <label className="inline-grid size-8 place-items-center">
                  <span className="sr-only">
                    {title} through {word}
                  </span>
                  <input
                    type="checkbox"
                    name={nameOf(kind, channel)}
                    defaultChecked={channels[channel]}
                    title={
                      channel === "slack" && !slack
                        ? "No Slack channel is connected yet"
                        : undefined
                    }
                    className="size-4 accent-accent"
                  />
                </label>
              )}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

type TimingProps = {
  preferences: Preferences;
  problemOf: (name: string) => string | undefined;
};

const Timing = ({ preferences, problemOf }: TimingProps) => {
  const [rhythm, setRhythm] = useState(preferences.rhythm);
  const [isQuiet, setQuiet] = useState(preferences.quiet !== null);
  const { hour, weekday, quiet } = preferences;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField
          label="Mails come"
          name="rhythm"
          value={rhythm}
          onChange={({ target }) => setRhythm(target.value as Preferences["rhythm"])}
        >
          <option value="each">as it happens</option>
          <option value="daily">once a day</option>
          <option value="weekly">once a week</option>
        </SelectField>
        {rhythm === "weekly" && (
          <SelectField label="On" name="weekday" defaultValue={weekday}>
            {WEEKDAYS.map((day, index) => (
              <option key={day} value={index + 1}>
                {day}
              </option>
            ))}
          </SelectField>
        )}
        {rhythm !== "each" && (
          <SelectField label="At" name="hour" defaultValue={hour}>
            {Array.from({ length: 24 }, (_, one) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the hours of a day never move
              <option key={one} value={one}>
                {String(one).padStart(2, "0")}:00
              </option>
            ))}
          </SelectField>
        )}
      </div>
      <CheckField
        name="isQuiet"
        checked={isQuiet}
        onChange={({ target }) => setQuiet(target.checked)}
        label="Quiet hours"
        help="Nothing is mailed then; it comes in one mail when they end."
      />
      {isQuiet && (
        <div className="grid grid-cols-2 gap-4 sm:max-w-80">
          <TextField
            label="From"
            name="quiet.from"
            type="time"
            required
            defaultValue={quiet?.from ?? "22:00"}
            problem={problemOf("quiet.from")}
          />
          <TextField
            label="To"
            name="quiet.to"
            type="time"
            required
            defaultValue={quiet?.to ?? "07:00"}
            problem={problemOf("quiet.to")}
          />
        </div>
      )}
    </>
  );
};

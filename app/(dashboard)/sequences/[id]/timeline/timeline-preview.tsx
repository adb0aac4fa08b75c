"use client";

import { CircleMinus, Flag, LogOut, Mail } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Section } from "@/app/_ui/data/section";
import { SelectField, TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { Problem, send } from "@/app/_ui/http/send";
import { MailPreview } from "@/app/_ui/mail/mail-preview";
import { VersionOptions } from "@/app/(dashboard)/sequences/[id]/timeline/version-options";
import type { Contact } from "@/lib/domain/contacts/schema";
import type { Preview, PreviewMoment } from "@/lib/domain/sequences/foresee/schema";

type Props = { id: string; liveVersion: number | null; zone: string };

/** The contact with this address, or a person made up with what was entered. */
const personOf = async (email: string, data: FormData) => {
  const { data: found } = await send<{ data: Contact[] }>(
    "GET",
    `/api/v1/contacts?search=${encodeURIComponent(email)}&limit=50`,
  );
  const contact = found.find((one) => one.email === email.toLowerCase());
  if (contact) return { contactId: contact.id };
  return {
    email,
    name: text(data, "name"),
    locale: text(data, "locale"),
    timeZone: text(data, "timeZone") || undefined,
  };
};

const readEvent = (data: FormData): Record<string, unknown> => {
  const given = text(data, "event") || "{}";
  try {
    const value: unknown = JSON.parse(given);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below, as for any other value that is no object.
  }
  throw new Problem(422, "invalid_input", "The event is no JSON object.", {
    issues: [{ path: "event", code: "invalid_json", message: "Write a JSON object, such as {}." }],
  });
};

/** Every mail one person would get, with the time on that person's wall, or why not. */
export const TimelinePreview = ({ id, liveVersion, zone }: Props) => {
  const [preview, setPreview] = useState<Preview>();
  const show = async (data: FormData) => {
    const version = text(data, "version");
    const body = {
      version: version === "draft" ? version : Number(version),
      person: await personOf(text(data, "email"), data),
      event: readEvent(data),
    };
    setPreview(await send<Preview>("POST", `/api/v1/sequences/${id}/preview`, { body }));
  };
  return (
    <Section
      title="For one person"
      summary="Every mail as it would go out if this person entered now. Nothing is sent."
    >
      <Form onSubmit={show} label="Timeline">
        {({ pending, problemOf }) => (
          <div className="grid items-start gap-4 rounded-lg border border-line bg-surface p-4 sm:grid-cols-2 lg:grid-cols-3">
            <TextField
              label="Address"
              name="email"
              type="email"
              required
              defaultValue="person@example.com"
              help="A contact's own, or any other to make somebody up."
              problem={problemOf("person.email") ?? problemOf("person")}
            />
            <TextField label="Name" name="name" optional defaultValue="Ada Lovelace" />
            <SelectField label="Language" name="locale" defaultValue="en">
              <option value="en">English</option>
              <option value="de">German</option>
            </SelectField>
            <TextField
              label="Time zone"
              name="timeZone"
              defaultValue={zone}
              problem={problemOf("person.timeZone")}
            />
            <TextField
              label="Event"
              name="event"
              optional
              placeholder='{ "total": 120 }'
              help="As JSON; what conditions and texts call event."
              problem={problemOf("event")}
            />
            <SelectField label="Document" name="version" defaultValue="draft">
              <VersionOptions liveVersion={liveVersion} />
            </SelectField>
            <div>
              <Button type="submit" look="primary" pending={pending}>
                Show the timeline
              </Button>
            </div>
          </div>
        )}
      </Form>
      {preview && <Moments preview={preview} />}
    </Section>
  );
};

const Moments = ({
  preview: { person, timeZone, moments, arm, isHeldOut },
}: {
  preview: Preview;
}) => (
  <div className="grid grid-cols-1 gap-4">
    <p role="status" className="text-muted">
      {person.name || person.email} in {timeZone}
      {arm && `, arm ${arm}`}
      {isHeldOut && ", held out to measure the effect"}.
    </p>
    <ol className="grid grid-cols-1 gap-3">
      {moments.map((moment) => (
        <MomentCard key={`${moment.at} ${moment.stepKey} ${moment.what}`} moment={moment} />
      ))}
    </ol>
  </div>
);

const LOOK = {
  send: { icon: Mail, word: "is sent", ink: "text-succeeded" },
  pass: { icon: CircleMinus, word: "is passed over", ink: "text-queued" },
  exit: { icon: LogOut, word: "Leaves", ink: "text-queued" },
  complete: { icon: Flag, word: "Comes to the end", ink: "text-queued" },
} as const;

const MomentCard = ({ moment }: { moment: PreviewMoment }) => {
  const { local, what, stepKey, reason, mail } = moment;
  const { icon: Icon, word, ink } = LOOK[what];
  return (
    <li className="grid grid-cols-1 gap-3 rounded-lg border border-line bg-surface p-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Icon aria-hidden className={`size-4 shrink-0 ${ink}`} />
        <span className="tabular font-medium">{local}</span>
        <span>
          {stepKey ? `“${stepKey}” ${word}` : word}
          {reason && `: ${reason}`}
        </span>
      </p>
      {mail && (
        <details>
          <summary className="min-h-6 text-muted">{mail.subject}</summary>
          <div className="mt-3">
            <MailPreview {...mail} />
          </div>
        </details>
      )}
    </li>
  );
};

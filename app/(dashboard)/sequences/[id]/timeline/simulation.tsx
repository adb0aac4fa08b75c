"use client";

import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Facts, Section } from "@/app/_ui/data/section";
import { Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { SelectField, TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { send } from "@/app/_ui/http/send";
import { formatCount, formatDuration } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";
import { VersionOptions } from "@/app/(dashboard)/sequences/[id]/timeline/version-options";
import type { SimulationResult } from "@/lib/domain/sequences/foresee/schema";

/** The sequence over a whole population on a clock that is not real. */
export const Simulation = ({ id, liveVersion }: { id: string; liveVersion: number | null }) => {
  const [result, setResult] = useState<SimulationResult>();
  const run = async (data: FormData) => {
    const version = text(data, "version");
    const body = {
      version: version === "draft" ? version : Number(version),
      people: Number(text(data, "people")),
      days: Number(text(data, "days")),
    };
    setResult(await send<SimulationResult>("POST", `/api/v1/sequences/${id}/simulate`, { body }));
  };
  return (
    <Section
      title="For everybody"
      summary="People spread over time zones and languages like your contacts, days in seconds. Nothing is sent."
    >
      <Form onSubmit={run} label="Simulation">
        {({ pending, problemOf }) => (
          <div className="flex flex-wrap items-end gap-4 rounded-lg border border-line bg-surface p-4">
            <TextField
              label="People"
              name="people"
              type="number"
              min={1}
              max={20_000}
              defaultValue={10_000}
              problem={problemOf("people")}
            />
            <TextField
              label="Days"
              name="days"
              type="number"
              min={1}
              max={60}
              defaultValue={14}
              problem={problemOf("days")}
            />
            <SelectField label="Document" name="version" defaultValue="draft">
              <VersionOptions liveVersion={liveVersion} />
            </SelectField>
            <Button type="submit" look="primary" pending={pending}>
              Simulate
            </Button>
          </div>
        )}
      </Form>
      {result && <Outcome result={result} />}
    </Section>
  );
};

const Outcome = ({ result }: { result: SimulationResult }) => {
  const format = useFormat();
  const count = (value: number) => formatCount(value, format);
  return (
    <div className="grid grid-cols-1 gap-5">
      <p role="status" className="sr-only">
        The simulation is done.
      </p>
      <Facts
        facts={[
          ["People", count(result.people)],
          ["Mails", count(result.sent)],
          ["Held out", count(result.heldOut)],
          ["Days", String(result.days)],
          ["Took", formatDuration(result.tookMs)],
        ]}
      />
      <Table
        label="Steps"
        head={
          <>
            <Th>Step</Th>
            <Th number>Sent</Th>
            <Th>Passed over</Th>
          </>
        }
      >
        {result.steps.map(({ stepKey, sent, passed }) => (
          <Tr key={stepKey}>
            <Td className="font-medium">{stepKey}</Td>
            <Td number>{count(sent)}</Td>
            <Td className="text-muted">
              {passed.map(({ reason, people }) => `${count(people)} ${reason}`).join(", ") || "–"}
            </Td>
          </Tr>
        ))}
      </Table>
      <Table
        label="Mails by day"
        head={
          <>
            <Th>Day after the entry</Th>
            <Th number>Mails</Th>
          </>
        }
      >
        {result.sentByDay.map((sent, day) =>
          sent > 0 ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is the day.
            <Tr key={day}>
              <Td>{day}</Td>
              <Td number>{count(sent)}</Td>
            </Tr>
          ) : null,
        )}
      </Table>
      <p className="text-muted">
        How it ends:{" "}
        {result.ends.map(({ reason, people }) => `${count(people)} ${reason}`).join(", ")}.
        {result.arms.length > 0 &&
          ` Arms: ${result.arms.map(({ arm, people }) => `${arm} ${count(people)}`).join(", ")}.`}
      </p>
    </div>
  );
};

"use client";

import { useState } from "react";
import { useMany } from "@/app/_ui/bulk/use-many";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { TextField } from "@/app/_ui/form/field";

type Props = { ids: readonly string[]; onClose: () => void; onDone: () => void };

const people = (count: number) => `${count} ${count === 1 ? "contact" : "contacts"}`;

const left = (code: string, count: number) =>
  code === "not_found" ? `${count} gone` : `${count} suppressed before`;

/** Says what suppressing the chosen contacts does, asks why, and does it. */
export const SuppressDialog = ({ ids, onClose, onDone }: Props) => {
  const { begin, pending } = useMany();
  const [detail, setDetail] = useState("");
  const suppress = async () => {
    const done = await begin({
      path: "/api/v1/contacts/suppress",
      ids,
      body: { detail },
      left,
      done: (count) =>
        count === 0 ? "Nobody was suppressed" : `Nothing more is sent to ${people(count)}`,
    });
    if (done) onDone();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Suppress ${people(ids.length)}`}
      summary="They leave every sequence at once, and no sequence writes to them any more. Mails that answer something a person does still come. An admin can lift it for each of them."
    >
      <form
        aria-label="Suppress the chosen contacts"
        onSubmit={(event) => {
          event.preventDefault();
          void suppress();
        }}
      >
        <TextField
          label="Why"
          name="detail"
          optional
          maxLength={500}
          placeholder="Asked by phone"
          value={detail}
          onChange={({ target }) => setDetail(target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" look="danger" pending={pending}>
            Suppress {people(ids.length)}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

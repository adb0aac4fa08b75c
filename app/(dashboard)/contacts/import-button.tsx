"use client";

import { Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { SelectField, TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { Problem, send } from "@/app/_ui/http/send";
import { ConsentOptions } from "@/app/(dashboard)/contacts/contacts-page";
import { ImportResult } from "@/app/(dashboard)/contacts/import-result";
import type { ImportReport } from "@/lib/domain/contacts/schema";

const readFile = async (data: FormData): Promise<string> => {
  const file = data.get("file");
  if (file instanceof File && file.size > 0) return file.text();
  throw new Problem(422, "invalid_input", "Choose a file.", {
    issues: [{ path: "file", code: "required", message: "Choose a CSV file." }],
  });
};

/** Imports a CSV file and says line by line what was not taken. */
export const ImportButton = () => {
  const [open, setOpen] = useState(false);
  const [report, setReport] = useState<ImportReport>();
  const router = useRouter();
  const load = async (data: FormData) => {
    const basis = text(data, "basis");
    const body = {
      csv: await readFile(data),
      ...(basis && { consent: { basis, text: text(data, "words") || "import" } }),
    };
    setReport(await send<ImportReport>("POST", "/api/v1/contacts/import", { body }));
    router.refresh();
  };
  const close = () => {
    setOpen(false);
    setReport(undefined);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Upload aria-hidden />
        Import
      </Button>
      <Dialog
        open={open}
        onOpenChange={(next) => (next ? setOpen(true) : close())}
        title="Import contacts"
        summary="CSV with a line of names: email, and as wanted name, locale, time_zone, user_id. Other columns become properties. At most 10,000 lines."
      >
        {report ? (
          <ImportResult report={report} onClose={close} />
        ) : (
          <Form onSubmit={load} label="Import contacts">
            {({ pending, problemOf }) => (
              <>
                <TextField
                  label="File"
                  name="file"
                  type="file"
                  accept=".csv,.txt,text/csv,text/plain"
                  className="[&_input]:py-1.5"
                  problem={problemOf("file") ?? problemOf("csv")}
                />
                <SelectField
                  label="Ground for marketing"
                  name="basis"
                  defaultValue=""
                  help="Counts for every line of the file. Nobody who asked to be forgotten comes back."
                >
                  <ConsentOptions />
                </SelectField>
                <TextField
                  label="Where they said so"
                  name="words"
                  optional
                  maxLength={200}
                  placeholder="Checkout form of 2025, with a box to object"
                />
                <DialogActions>
                  <Button onClick={close}>Cancel</Button>
                  <Button type="submit" look="primary" pending={pending}>
                    Import
                  </Button>
                </DialogActions>
              </>
            )}
          </Form>
        )}
      </Dialog>
    </>
  );
};

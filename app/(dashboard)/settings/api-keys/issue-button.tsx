"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { SecretOnce } from "@/app/_ui/controls/secret-once";
import { CheckField, SelectField, TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { send } from "@/app/_ui/http/send";
import type { IssuedKey } from "@/lib/domain/tenants/keys/schema";

const DAY_MS = 86_400_000;

/** Makes a key and shows it once. */
export const IssueButton = ({ scopes }: { scopes: string[] }) => {
  const [open, setOpen] = useState(false);
  const [issued, setIssued] = useState<IssuedKey>();
  const router = useRouter();
  const close = () => {
    setOpen(false);
    setIssued(undefined);
  };
  const issue = async (data: FormData) => {
    const days = Number(text(data, "days"));
    const body = {
      name: text(data, "name"),
      scopes: data.getAll("scopes"),
      ...(days > 0 && { expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() }),
    };
    setIssued(await send<IssuedKey>("POST", "/api/v1/api-keys", { body }));
    router.refresh();
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        New key
      </Button>
      <Dialog
        open={open}
        onOpenChange={(next) => (next ? setOpen(true) : close())}
        title={issued ? `“${issued.name}” is ready` : "New API key"}
        summary={
          issued
            ? "Copy the key now. It is shown this once and cannot be read again."
            : "Give it no more rights than the system needs."
        }
      >
        {issued ? (
          <SecretOnce value={issued.key} label="the key" onDone={close} />
        ) : (
          <Form onSubmit={issue} label="New API key">
            {({ pending, problemOf }) => (
              <>
                <TextField
                  label="Name"
                  name="name"
                  placeholder="Shop backend"
                  autoComplete="off"
                  required
                  maxLength={80}
                  problem={problemOf("name")}
                />
                <SelectField
                  label="Works for"
                  name="days"
                  defaultValue="90"
                  problem={problemOf("expiresAt")}
                >
                  <option value="30">30 days</option>
                  <option value="90">90 days</option>
                  <option value="365">One year</option>
                  <option value="0">Until it is revoked</option>
                </SelectField>
                <fieldset className="grid gap-1.5">
                  <legend className="mb-1.5 font-medium text-sm">May</legend>
                  <div className="grid gap-1.5 sm:grid-cols-2">
                    {scopes.map((scope) => (
                      <CheckField
                        key={scope}
                        name="scopes"
                        value={scope}
                        defaultChecked={scope.endsWith(":read")}
                        label={<span className="font-mono text-xs">{scope}</span>}
                      />
                    ))}
                  </div>
                  {problemOf("scopes") && (
                    <p className="text-failed text-sm">{problemOf("scopes")}</p>
                  )}
                </fieldset>
                <DialogActions>
                  <Button onClick={close}>Cancel</Button>
                  <Button type="submit" look="primary" pending={pending}>
                    Make the key
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

"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { SecretOnce } from "@/app/_ui/controls/secret-once";
import { SelectField, TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { send } from "@/app/_ui/http/send";

/** Makes or sets a signing secret and shows it once; the one before stays valid for a while. */
export const RotateSecret = ({ hookId, isFirst }: { hookId: string; isFirst: boolean }) => {
  const [open, setOpen] = useState(false);
  const [secret, setSecret] = useState<string>();
  const router = useRouter();
  const close = () => {
    setOpen(false);
    setSecret(undefined);
  };
  const rotate = async (data: FormData) => {
    const given = text(data, "secret");
    const shown = await send<{ secret: string }>("POST", `/api/v1/hooks/${hookId}/secrets`, {
      body: {
        ...(given && { secret: given }),
        ...(!isFirst && { overlapHours: Number(text(data, "overlapHours")) }),
      },
    });
    setSecret(shown.secret);
    router.refresh();
  };
  return (
    <>
      <Button size="small" className="justify-self-start" onClick={() => setOpen(true)}>
        {isFirst ? "Make a secret" : "Rotate the secret"}
      </Button>
      <Dialog
        open={open}
        onOpenChange={(next) => (next ? setOpen(true) : close())}
        title={secret ? "The secret is ready" : isFirst ? "Signing secret" : "Rotate the secret"}
        summary={
          secret
            ? "Copy it now and give it to the sender. It is shown this once and cannot be read again."
            : "The sender signs each delivery with it; deliveries that do not match are refused."
        }
      >
        {secret ? (
          <SecretOnce value={secret} label="the secret" onDone={close} />
        ) : (
          <Form onSubmit={rotate} label="Signing secret">
            {({ pending, problemOf }) => (
              <>
                <TextField
                  label="Secret of the sender"
                  name="secret"
                  optional
                  autoComplete="off"
                  spellCheck={false}
                  help="Paste it when the sender made one, as Shopify and Stripe do. Left empty, one is made."
                  problem={problemOf("secret")}
                />
                {!isFirst && (
                  <SelectField
                    label="The secret before works for"
                    name="overlapHours"
                    defaultValue="24"
                    problem={problemOf("overlapHours")}
                  >
                    <option value="24">24 hours more</option>
                    <option value="72">72 hours more</option>
                    <option value="1">One hour more</option>
                    <option value="0">Not any more</option>
                  </SelectField>
                )}
                <DialogActions>
                  <Button onClick={close}>Cancel</Button>
                  <Button type="submit" look="primary" pending={pending}>
                    {isFirst ? "Make it" : "Rotate"}
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

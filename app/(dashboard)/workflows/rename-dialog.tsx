"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { send } from "@/app/_ui/http/send";

type Props = { id: string; name: string; open: boolean; onOpenChange: (open: boolean) => void };

/** Gives a workflow another name; what is live keeps running under it. */
export const RenameDialog = ({ id, name, open, onOpenChange }: Props) => {
  const router = useRouter();
  const rename = async (data: FormData) => {
    await send("PATCH", `/api/v1/workflows/${id}`, { body: { name: text(data, "name") } });
    toast.success("Renamed");
    onOpenChange(false);
    router.refresh();
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Rename the workflow">
      <Form onSubmit={rename} label="Rename the workflow">
        {({ pending, problemOf }) => (
          <>
            <TextField
              label="Name"
              name="name"
              defaultValue={name}
              required
              maxLength={120}
              problem={problemOf("name")}
            />
            <DialogActions>
              <Button onClick={() => onOpenChange(false)}>Cancel</Button>
              <Button type="submit" look="primary" pending={pending}>
                Rename
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
};

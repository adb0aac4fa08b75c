"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Form } from "@/app/_ui/form/form";
import { useLeaveGuard } from "@/app/_ui/form/use-leave-guard";

type Props = {
  label: string;
  disabled?: boolean;
  save: (data: FormData) => Promise<void>;
  children: (problemOf: (name: string) => string | undefined) => ReactNode;
};

/** A settings form: says whether it is saved, asks before changes are lost. */
export const SavedForm = ({ label, disabled = false, save, children }: Props) => {
  const router = useRouter();
  const [state, setState] = useState<"clean" | "changed" | "saved">("clean");
  useLeaveGuard(state === "changed");
  const submit = async (data: FormData) => {
    await save(data);
    setState("saved");
    router.refresh();
  };
  return (
    <div onInput={() => setState("changed")}>
      <Form onSubmit={submit} label={label}>
        {({ pending, problemOf }) => (
          <fieldset disabled={disabled} className="grid gap-4">
            {children(problemOf)}
            <div className="flex items-center gap-3">
              <Button
                type="submit"
                look="primary"
                pending={pending}
                disabled={disabled || state !== "changed"}
              >
                Save
              </Button>
              <span role="status" className="text-muted text-sm">
                {state === "changed" && "Not saved yet"}
                {state === "saved" && "Saved"}
              </span>
            </div>
          </fieldset>
        )}
      </Form>
    </div>
  );
};

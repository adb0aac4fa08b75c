"use client";

import { Button } from "@/app/_ui/controls/button";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import type { Industry } from "@/lib/domain/tenants/schema";

/** Makes samples of the company's industry. */
export const TrySamples = ({ industry }: { industry: Industry }) => {
  const { run, pending } = useCommand();
  return (
    <Button
      pending={pending}
      onClick={() =>
        void run(() => send("POST", "/api/v1/samples", { body: { industry } }), {
          done: "Sample data is running",
        })
      }
    >
      Try it with sample data
    </Button>
  );
};

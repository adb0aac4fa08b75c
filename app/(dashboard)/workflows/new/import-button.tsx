"use client";

import { Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { Button } from "@/app/_ui/controls/button";
import { toast } from "@/app/_ui/frame/toast";
import { Problem, send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import type { ImportedWorkflows } from "@/lib/domain/workflows/schema";

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(
      422,
      "invalid_input",
      "This file is not JSON. Choose one that was exported from Steward.",
    );
  }
};

const isMany = (given: unknown): given is { workflows: unknown[] } =>
  typeof given === "object" &&
  given !== null &&
  !("steps" in given) &&
  "workflows" in given &&
  Array.isArray(given.workflows);

/** Makes a draft from an exported file, or one from each document of a file of several. */
export const ImportButton = () => {
  const input = useRef<HTMLInputElement>(null);
  const router = useRouter();
  const { run, pending } = useCommand();
  const load = async (file: File) => {
    const definition = parse(await file.text());
    if (isMany(definition)) {
      const { created } = await send<ImportedWorkflows>("POST", "/api/v1/workflows/import-file", {
        body: definition,
      });
      toast.success(`${created.length} ${created.length === 1 ? "draft" : "drafts"} imported`);
      return router.push("/workflows");
    }
    const { id } = await send<{ id: string }>("POST", "/api/v1/workflows", {
      body: { definition },
    });
    router.push(`/workflows/${id}`);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        aria-label="Workflow file"
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) void run(() => load(file), { refresh: false });
          target.value = "";
        }}
      />
      <Button pending={pending} onClick={() => input.current?.click()}>
        <Upload aria-hidden />
        Import a file
      </Button>
    </>
  );
};

"use client";

import { JsonTree } from "@/app/_ui/data/json-tree";
import { Markdown } from "@/app/_ui/json-form/markdown";
import type { StepKindItem } from "@/lib/domain/workflows/step-kinds/schema";

/** What a kind does, with an example, and what it gives. */
export const StepHelp = ({ kind }: { kind: StepKindItem | undefined }) => {
  if (!kind) return <p className="text-muted">There is no step of this type.</p>;
  const properties = (kind.outputSchema as { properties?: Record<string, unknown> }).properties;
  return (
    <div className="grid gap-4">
      <Markdown text={kind.docs} />
      {properties && (
        <section className="grid gap-2">
          <h3 className="font-medium text-sm">Its output</h3>
          <JsonTree value={properties} path="output" />
        </section>
      )}
    </div>
  );
};

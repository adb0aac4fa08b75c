import { z } from "zod";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";

/** Repeats a body for every item of a list. The interpreter claims and records items in batches; see runs/execution/items. */
export const forEach = defineStep({
  type: "for-each",
  title: "For each",
  summary: "Repeats steps for every item of a list, up to 100,000, some side by side.",
  group: "logic",
  icon: "repeat",
  docs: `Runs the steps of its body for each item. Inside, \`item\` is the item and \`index\` its place from 0; steps of the body read
each other as \`steps.<id>\`.

    items: trigger.body.line_items
    concurrency: 5
    onItemError: continue
    steps:
      - id: stock
        type: http.request
        with: { method: PUT, url: "https://stock.example.com/{{ item.sku }}", json: { sold: "{{ item.quantity }}" } }

The output has \`count\`, \`succeeded\`, \`failed\`, \`results\` (what the body's last step gave, by place; the first 1,000) and
\`errors\` (the first 20). \`retry\` and \`timeoutMs\` belong to the steps inside: each item is tried again by
itself, and the loop takes as long as its items. Steps that wait belong into a workflow of their own.`,
  input: z.strictObject({
    items: z
      .array(z.unknown(), "A list is needed.")
      .max(100_000, "At most 100,000 items.")
      .meta({ title: "Items", description: "An expression that gives a list." }),
    concurrency: z
      .int()
      .min(1)
      .max(20)
      .default(5)
      .meta({ title: "Side by side", description: "How many items at once, at most 20." }),
    batchSize: z.int().min(1).max(5000).optional().meta({
      title: "Items a batch",
      description: "Items of one durable step. Left out, it follows from the number of items.",
    }),
    onItemError: z
      .enum(["fail", "continue"])
      .default("fail")
      .meta({ title: "When an item fails", widget: "select" }),
  }),
  output: z.object({
    count: z.int(),
    succeeded: z.int(),
    failed: z.int(),
    results: z.array(z.unknown()),
    resultsCut: z.boolean(),
    errors: z.array(z.object({ index: z.int(), code: z.string(), message: z.string() })),
  }),
  pure: false,
  body: true,
  expressions: ["items"],
  redact: ({ items, ...rest }) => ({
    ...rest,
    items: { count: items.length, first: items.slice(0, 3) },
  }),
  each: (input) => input,
});

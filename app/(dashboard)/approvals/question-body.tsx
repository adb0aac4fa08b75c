import type { LinkView } from "@/lib/domain/approvals/schema";

/** What is asked: the workflow's words and the facts to decide on. Plain text, never markup. */
export const QuestionBody = ({ message, fields }: Pick<LinkView, "message" | "fields">) => (
  <div className="grid gap-4">
    {message && <p className="whitespace-pre-wrap break-words">{message}</p>}
    {fields.length > 0 && (
      <dl className="divide-y divide-line border-line border-y">
        {fields.map(({ label, value }) => (
          <div key={label} className="grid gap-x-4 gap-y-0.5 py-2 sm:grid-cols-[12rem_1fr]">
            <dt className="break-words text-muted">{label}</dt>
            <dd className="tabular whitespace-pre-wrap break-words">{value}</dd>
          </div>
        ))}
      </dl>
    )}
  </div>
);

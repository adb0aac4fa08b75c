"use client";

import { useState } from "react";
import { CheckField } from "@/app/_ui/form/field";
import { Segments } from "@/app/_ui/json-form/segments";
import { ArmsField } from "@/app/(dashboard)/sequences/[id]/editor/arms-field";
import {
  BoundArea,
  BoundCheck,
  BoundNumber,
  BoundText,
} from "@/app/(dashboard)/sequences/[id]/editor/bound";
import { at, textAt } from "@/app/(dashboard)/sequences/[id]/editor/draft";
import { useEditor } from "@/app/(dashboard)/sequences/[id]/editor/editor-context";
import { LivePreview } from "@/app/(dashboard)/sequences/[id]/editor/live-preview";
import { WhenField } from "@/app/(dashboard)/sequences/[id]/editor/when-field";

const LANGUAGES = [
  { value: "content", title: "English" },
  { value: "contentDe", title: "German" },
] as const;

type Language = (typeof LANGUAGES)[number]["value"];

/** When a mail goes, what it says in which language, and how that looks. */
export const MailForm = ({ index }: { index: number }) => {
  const { draft, set, mayWrite } = useEditor();
  const [language, setLanguage] = useState<Language>("content");
  const path = ["steps", index] as const;
  const isMissing = at(draft, [...path, language]) === undefined;
  const translate = () => set([...path, "contentDe"], at(draft, [...path, "content"]));
  return (
    <div className="grid grid-cols-1 gap-6 xl:grid-cols-2">
      <div className="grid min-w-0 content-start gap-4">
        <WhenField path={[...path, "when"]} label="Send" />
        <div className="justify-self-start">
          <Segments
            label="Language"
            value={language}
            onChange={(next) => setLanguage(next as Language)}
            options={LANGUAGES}
          />
        </div>
        {isMissing ? (
          <p className="text-muted">
            People who read German get the English words.{" "}
            {mayWrite && (
              <button
                type="button"
                onClick={translate}
                className="min-h-6 text-accent underline underline-offset-2"
              >
                Write German ones
              </button>
            )}
          </p>
        ) : (
          <ContentFields index={index} language={language} />
        )}
        <details>
          <summary className="min-h-6 text-muted text-sm">Conditions and limits</summary>
          <div className="mt-3 grid gap-4">
            <BoundText
              path={[...path, "if"]}
              label="Only when"
              optional
              help='Such as person.plan == "pro"; judged right before it would go.'
            />
            <ArmsField index={index} />
            <BoundNumber
              path={[...path, "lateHours"]}
              label="Not any more after, in hours"
              optional
              placeholder="72"
              min={1}
              max={720}
              help="A mail that could not go out for so long is passed over."
            />
            <BoundCheck
              path={[...path, "toHeldOut"]}
              label="Also for those held out, because it answers an act of theirs"
            />
            <BoundText
              path={[...path, "key"]}
              label="Key"
              help="Names the step in logs; never changes."
            />
          </div>
        </details>
      </div>
      <LivePreview
        content={at(draft, [...path, language]) ?? at(draft, [...path, "content"])}
        category={textAt(draft, ["category"])}
        locale={language === "contentDe" ? "de" : "en"}
      />
    </div>
  );
};

const ContentFields = ({ index, language }: { index: number; language: Language }) => {
  const { draft, set, mayWrite } = useEditor();
  const path = ["steps", index, language] as const;
  const hasAction = at(draft, [...path, "action"]) !== undefined;
  return (
    <>
      <BoundText path={[...path, "subject"]} label="Subject" maxLength={200} />
      <BoundText
        path={[...path, "preview"]}
        label="Preview line"
        optional
        maxLength={200}
        help="What inboxes show beside the subject."
      />
      <BoundArea
        path={[...path, "body"]}
        label="Text"
        rows={12}
        help="Markdown: # heading, **bold**, - list, [link](https://…), tables. {{ person.firstName }}, {{ event.… }} and {{ tenant.name }} are filled in."
      />
      <CheckField
        name={`${path.join(".")}.action`}
        label="With a button"
        disabled={!mayWrite}
        checked={hasAction}
        onChange={({ target }) =>
          set([...path, "action"], target.checked ? { label: "", url: "https://" } : undefined)
        }
      />
      {hasAction && (
        <div className="grid gap-4 sm:grid-cols-2">
          <BoundText path={[...path, "action", "label"]} label="Words on it" maxLength={60} />
          <BoundText path={[...path, "action", "url"]} label="Leads to" maxLength={2000} />
        </div>
      )}
    </>
  );
};

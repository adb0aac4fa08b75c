"use client";

import { Pin, PinOff } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { useTesting } from "@/app/(dashboard)/workflows/[id]/editor/test-context";
import { readSample } from "@/app/(dashboard)/workflows/[id]/editor/use-sample";

const BLANK = { trigger: {}, steps: {} };

/** Which data expressions and tests use, and sample data of one's own, kept in this browser. */
export const SampleBox = () => {
  const { sample, source, pinned, pin } = useTesting();
  const [text, setText] = useState<string>();
  const readable = text === undefined ? undefined : readSample(text);
  return (
    <section aria-label="Data" className="grid gap-2 rounded-md border border-line bg-page p-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm">
          {sample ? `With ${source}` : "There is no run yet, so there is no data."}
        </p>
        <span className="flex gap-1">
          {pinned && (
            <Button size="small" onClick={() => pin(undefined)}>
              <PinOff aria-hidden />
              Use the last run
            </Button>
          )}
          {text === undefined && (
            <Button size="small" onClick={() => setText(JSON.stringify(sample ?? BLANK, null, 2))}>
              <Pin aria-hidden />
              {pinned ? "Change" : "Pin sample data"}
            </Button>
          )}
        </span>
      </div>
      {text !== undefined && (
        <>
          <label className="grid gap-1 text-sm">
            Sample data, JSON
            <textarea
              value={text}
              onChange={({ target }) => setText(target.value)}
              rows={10}
              spellCheck={false}
              aria-invalid={readable ? undefined : true}
              className="w-full rounded-md border border-line-strong bg-surface p-2 font-mono text-xs aria-invalid:border-failed"
            />
          </label>
          {!readable && (
            <p className="text-failed text-sm">
              {
                'JSON is needed, such as { "trigger": { "body": {} }, "steps": { "big": { "output": {} } } }.'
              }
            </p>
          )}
          <div className="flex gap-2">
            <Button
              size="small"
              look="primary"
              disabled={!readable}
              onClick={() => {
                pin(readable);
                setText(undefined);
              }}
            >
              Pin it
            </Button>
            <Button size="small" onClick={() => setText(undefined)}>
              Cancel
            </Button>
          </div>
        </>
      )}
    </section>
  );
};

"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { type BulkCommand, previewBulk, startBulk } from "@/app/_ui/bulk/ask-bulk";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { asProblem, type Problem } from "@/app/_ui/http/send";
import { formatCount } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";
import type { BulkAction } from "@/lib/domain/bulk-actions/schema";

type Props = {
  title: string;
  /** What the things are called, one and many. */
  noun: [one: string, many: string];
  /** What is done to them, e.g. "Replay". */
  verb: string;
  summary?: ReactNode;
  command: BulkCommand;
  danger?: boolean;
  /** Choices that make up the command. */
  children?: ReactNode;
  onClose: () => void;
  /** Null when nothing was left to do. */
  onStarted: (action: BulkAction | null) => void;
};

/** Says in numbers what a command over many things will do, then begins it. */
export const BulkDialog = ({ noun, verb, command, danger, children, onClose, ...props }: Props) => {
  const format = useFormat();
  const [count, setCount] = useState<number>();
  const [problem, setProblem] = useState<Problem>();
  const [starting, setStarting] = useState(false);
  const asked = JSON.stringify(command);
  const latest = useRef(command);
  latest.current = command;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the command's text stands for the command.
  useEffect(() => {
    const controller = new AbortController();
    setProblem(undefined);
    previewBulk(latest.current, controller.signal).then(setCount, (error: unknown) => {
      if (!controller.signal.aborted) setProblem(asProblem(error));
    });
    return () => controller.abort();
  }, [asked]);
  const things = (n: number) => `${formatCount(n, format)} ${n === 1 ? noun[0] : noun[1]}`;
  const start = async () => {
    setStarting(true);
    setProblem(undefined);
    try {
      props.onStarted(await startBulk(command));
    } catch (error) {
      setProblem(asProblem(error));
      setStarting(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={props.title}
      {...(props.summary !== undefined && { summary: props.summary })}
    >
      {children}
      <p role="status" className="mt-3 min-h-5 font-medium">
        {count === undefined && !problem && "Counting …"}
        {count === 0 && `No ${noun[0]} fits any more.`}
        {count !== undefined && count > 0 && `This concerns ${things(count)}.`}
      </p>
      {problem && (
        <p role="alert" className="mt-2 rounded-md bg-failed-soft p-3 text-failed text-sm">
          {problem.message}
        </p>
      )}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button
          look={danger ? "danger" : "primary"}
          pending={starting}
          disabled={!count}
          onClick={() => void start()}
        >
          {count ? `${verb} ${things(count)}` : verb}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

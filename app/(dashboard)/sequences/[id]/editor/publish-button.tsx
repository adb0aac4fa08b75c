"use client";

import { Zap } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { Link } from "@/app/_ui/controls/link";
import { CheckField } from "@/app/_ui/form/field";
import { toast } from "@/app/_ui/frame/toast";
import { asProblem, send } from "@/app/_ui/http/send";
import { tellProblem } from "@/app/_ui/http/use-command";
import { isAboutSender, people, problemWords } from "@/app/(dashboard)/sequences/words";
import type {
  MoveResult,
  PublishForesight,
  SequencePublished,
} from "@/lib/domain/sequences/schema";

type Props = { id: string; problems: number; flush: () => Promise<boolean> };

const countOf = ({ inside }: PublishForesight) => inside.reduce((sum, one) => sum + one.people, 0);

/** Says what publishing now would do, in sentences, before it does it. */
export const PublishButton = ({ id, problems, flush }: Props) => {
  const router = useRouter();
  const [foresight, setForesight] = useState<PublishForesight>();
  const [move, setMove] = useState(false);
  const [pending, setPending] = useState(false);
  const busy = async (work: () => Promise<void>) => {
    setPending(true);
    await work().catch(tellProblem);
    setPending(false);
  };
  const look = () =>
    busy(async () => {
      if (!(await flush())) return;
      setMove(false);
      setForesight(await send<PublishForesight>("GET", `/api/v1/sequences/${id}/publish`));
    });
  const publish = () =>
    busy(async () => {
      const { version } = await send<SequencePublished>("POST", `/api/v1/sequences/${id}/publish`);
      toast.success(`Version ${version} is live`);
      setForesight(undefined);
      if (move) {
        const path = `/api/v1/sequences/${id}/move` as const;
        await send<MoveResult>("POST", path, { body: { dryRun: false } }).then(
          ({ moved }) => toast.success(`${people(moved)} moved to version ${version}`),
          (error) => toast.error(`Nobody was moved: ${asProblem(error).message}`),
        );
      }
      router.refresh();
    });
  const inside = foresight ? countOf(foresight) : 0;
  return (
    <>
      <Button look="primary" pending={pending} onClick={() => void look()}>
        {!pending && <Zap aria-hidden />}
        Publish
      </Button>
      {foresight && (
        <Dialog
          open
          onOpenChange={(next) => !next && setForesight(undefined)}
          title={`Publish version ${foresight.version}`}
          summary="What would happen if you publish this now."
        >
          <div className="grid gap-4">
            <ul className="list-disc space-y-1 pl-5">
              {foresight.sentences.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            {foresight.problems.length > 0 && (
              <ul className="rounded-md bg-failed-soft p-3 text-failed text-sm">
                {foresight.problems.map(({ path, message }) => (
                  <li key={path + message}>
                    {isAboutSender(path) ? (
                      <Link href="/settings/mail" className="underline underline-offset-2">
                        {message}
                      </Link>
                    ) : (
                      problemWords(message)
                    )}
                  </li>
                ))}
              </ul>
            )}
            {inside > 0 && foresight.problems.length === 0 && (
              <CheckField
                name="move"
                label={`Also move the ${people(inside)} inside to it`}
                help="They go on at the same step; nobody gets a mail again."
                checked={move}
                onChange={({ target }) => setMove(target.checked)}
              />
            )}
            <DialogActions>
              <Button onClick={() => setForesight(undefined)}>Cancel</Button>
              <Button
                look="primary"
                pending={pending}
                disabled={problems > 0 || foresight.problems.length > 0}
                onClick={() => void publish()}
              >
                Publish
              </Button>
            </DialogActions>
          </div>
        </Dialog>
      )}
    </>
  );
};

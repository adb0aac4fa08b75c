"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { SelectField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { toast } from "@/app/_ui/frame/toast";
import { Live } from "@/app/_ui/http/live";
import { asProblem, send } from "@/app/_ui/http/send";
import type { EnrolmentsMade } from "@/lib/domain/sequences/people/schema";

type Props = { ids: readonly string[]; onClose: () => void; onDone: () => void };
type Sequence = { id: string; name: string };

const people = (count: number) => `${count} ${count === 1 ? "contact" : "contacts"}`;

const LIVE = "/api/v1/sequences?status=live&limit=200&fields=id,name";

/** Asks which live sequence the chosen contacts are to enter, and lets them in. */
export const EnrolDialog = (props: Props) => (
  <Live>
    <Enrol {...props} />
  </Live>
);

const Enrol = ({ ids, onClose, onDone }: Props) => {
  const router = useRouter();
  const { data, error } = useQuery({
    queryKey: ["live-sequences"],
    queryFn: ({ signal }) => send<{ data: Sequence[] }>("GET", LIVE, { signal }),
    staleTime: 0,
  });
  const enrol = async (form: FormData) => {
    const sequenceId = text(form, "sequence");
    const name = data?.data.find(({ id }) => id === sequenceId)?.name ?? "the sequence";
    const body = { sequenceId, contactIds: ids };
    const { entered, skipped } = await send<EnrolmentsMade>("POST", "/api/v1/enrolments", { body });
    const description =
      skipped > 0
        ? `${people(skipped)} left: inside already, or inside before and may not enter again.`
        : undefined;
    if (entered.length === 0) toast.error("Nobody entered", { description });
    else
      toast.success(`${people(entered.length)} entered “${name}”`, {
        description,
        action: {
          label: "See them",
          onClick: () => router.push(`/sequences/${sequenceId}/people`),
        },
      });
    onDone();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Put ${people(ids.length)} into a sequence`}
      summary="The first mail goes when its time has come; consent, caps and suppressions count as for everybody."
    >
      {error && (
        <p role="alert" className="rounded-md bg-failed-soft p-3 text-failed text-sm">
          {asProblem(error).message}
        </p>
      )}
      {!data && !error && <p role="status">Looking for live sequences …</p>}
      {!data && (
        <DialogActions>
          <Button onClick={onClose}>Not now</Button>
        </DialogActions>
      )}
      {data?.data.length === 0 && (
        <>
          <p>No sequence is live. Publish one first, then people can enter it.</p>
          <DialogActions>
            <Button onClick={onClose}>Not now</Button>
            <ButtonLink look="primary" href="/sequences">
              Go to the sequences
            </ButtonLink>
          </DialogActions>
        </>
      )}
      {data && data.data.length > 0 && (
        <Form onSubmit={enrol} label="Put the chosen contacts into a sequence">
          {({ pending, problemOf }) => (
            <>
              <SelectField label="Sequence" name="sequence" problem={problemOf("sequenceId")}>
                {data.data.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </SelectField>
              <DialogActions>
                <Button onClick={onClose}>Not now</Button>
                <Button type="submit" look="primary" pending={pending}>
                  Let {people(ids.length)} in
                </Button>
              </DialogActions>
            </>
          )}
        </Form>
      )}
    </Dialog>
  );
};

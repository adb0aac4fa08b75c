import type { Route } from "next";
import { RowLink, SortTh, Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { Moment } from "@/app/_ui/time/moment";
import { GroupActions } from "@/app/(dashboard)/dead-letters/group-actions";
import type { LetterGroup, LetterState } from "@/lib/domain/dead-letters/schema";

type Props = {
  groups: LetterGroup[];
  query: Record<string, string | undefined>;
  state: LetterState;
  mayWrite: boolean;
};

/** Causes in the order the query asks for; each opens its letters. */
export const GroupTable = ({ groups, query, state, mayWrite }: Props) => (
  <Table
    label="Causes"
    head={
      <>
        <Th>Cause</Th>
        <Th wide>Workflow</Th>
        <SortTh
          number
          path="/dead-letters"
          query={{ ...query, sort: "most" }}
          sorted={query.sort === "most" ? "descending" : undefined}
        >
          Runs
        </SortTh>
        <Th wide number>
          First
        </Th>
        <SortTh
          wide
          number
          path="/dead-letters"
          query={{ ...query, sort: undefined }}
          sorted={query.sort === "most" ? undefined : "descending"}
        >
          Last
        </SortTh>
        {mayWrite && (
          <Th wide>
            <span className="sr-only">Actions</span>
          </Th>
        )}
      </>
    }
  >
    {groups.map((group) => (
      <Tr key={group.group}>
        <Td className="w-full max-w-0 py-3">
          <RowLink
            href={
              `/dead-letters/${group.group}${state === "open" ? "" : `?state=${state}`}` as Route
            }
            className="line-clamp-2"
          >
            {group.message || group.code}
          </RowLink>
          <span className="block text-muted text-xs">
            <span className="font-mono">{group.code}</span>
            {group.stepId && (
              <>
                {" "}
                in <span className="font-mono">{group.stepId}</span>
              </>
            )}
            <span className="md:hidden">
              {" "}
              · <Moment at={group.lastAt} />
            </span>
          </span>
          <span className="mt-1 block text-muted">{group.hint}</span>
        </Td>
        <Td wide className="max-w-56">
          {group.workflows.slice(0, 2).map(({ id, name }) => (
            <span key={id} className="block truncate">
              {name}
            </span>
          ))}
          {group.workflows.length > 2 && (
            <span className="text-muted">and {group.workflows.length - 2} more</span>
          )}
        </Td>
        <Td number className="font-medium">
          {group.count}
        </Td>
        <Td wide number className="text-muted">
          <Moment at={group.firstAt} />
        </Td>
        <Td wide number className="text-muted">
          <Moment at={group.lastAt} />
        </Td>
        {mayWrite && (
          <Td wide>
            <div className="relative z-[1] flex justify-end gap-1.5">
              <GroupActions state={state} filter={{ group: group.group }} scope="row" />
            </div>
          </Td>
        )}
      </Tr>
    ))}
  </Table>
);

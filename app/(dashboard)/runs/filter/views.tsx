"use client";

import { Bookmark, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { Menu, MenuItem, MenuLabel, MenuLine } from "@/app/_ui/controls/menu";
import { TextField } from "@/app/_ui/form/field";
import { text } from "@/app/_ui/form/form";
import { usePerson } from "@/app/_ui/frame/person-context";
import { FIELDS, type Filter } from "@/app/(dashboard)/runs/filter/fields";
import { savedViews, type View } from "@/app/(dashboard)/runs/filter/saved-views";
import { useRunFilter } from "@/app/(dashboard)/runs/filter/use-run-filter";

const GIVEN: View[] = [
  { name: "All runs", filter: {} },
  { name: "Failed in the last 24 hours", filter: { status: "failed", range: "day" } },
  { name: "Under way now", filter: { status: "queued,running,waiting" } },
  { name: "Slower than 10 s, 7 days", filter: { longer: "10000", range: "week" } },
];

/** Ways of looking at the list under a name of one's own; kept in this browser, shared by their address. */
export const Views = () => {
  const { tenant } = usePerson();
  const { query, change } = useRunFilter();
  const store = savedViews(tenant.id);
  const [views, setViews] = useState<View[]>([]);
  const [naming, setNaming] = useState(false);
  const go = ({ filter }: View) =>
    change({ ...Object.fromEntries(FIELDS.map((field) => [field, null])), ...filter });
  const save = (data: FormData) => {
    const held = FIELDS.filter((field) => field !== "cursor" && query[field]);
    const filter = Object.fromEntries(held.map((field) => [field, query[field]])) as Filter;
    store.add({ name: text(data, "name"), filter });
    setNaming(false);
  };
  return (
    <>
      <Menu
        align="start"
        onOpenChange={(open) => open && setViews(store.read())}
        trigger={
          <Button>
            <Bookmark aria-hidden />
            Views
          </Button>
        }
      >
        {GIVEN.map((view) => (
          <MenuItem key={view.name} onSelect={() => go(view)}>
            {view.name}
          </MenuItem>
        ))}
        {views.length > 0 && (
          <>
            <MenuLine />
            <MenuLabel>Yours</MenuLabel>
            {views.map((view) => (
              <MenuItem key={view.name} onSelect={() => go(view)}>
                <span className="min-w-0 flex-1 truncate">{view.name}</span>
              </MenuItem>
            ))}
          </>
        )}
        <MenuLine />
        <MenuItem onSelect={() => setNaming(true)}>
          <Bookmark aria-hidden />
          Save this view
        </MenuItem>
        {views.map(({ name }) => (
          <MenuItem key={name} onSelect={() => store.remove(name)}>
            <Trash2 aria-hidden />
            <span className="min-w-0 truncate">Delete “{name}”</span>
          </MenuItem>
        ))}
      </Menu>
      <Dialog
        open={naming}
        onOpenChange={setNaming}
        title="Save this view"
        summary="Filters, order and columns, under a name, in this browser. To share it, send the address of the page."
      >
        <form action={save}>
          <TextField label="Name" name="name" required maxLength={60} autoComplete="off" />
          <DialogActions>
            <Button onClick={() => setNaming(false)}>Cancel</Button>
            <Button type="submit" look="primary">
              Save
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
};

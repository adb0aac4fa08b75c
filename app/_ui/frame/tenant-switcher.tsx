"use client";

import { ChevronsUpDown, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import {
  Menu,
  MenuChoice,
  MenuChoices,
  MenuItem,
  MenuLabel,
  MenuLine,
} from "@/app/_ui/controls/menu";
import { useFrameActions } from "@/app/_ui/frame/actions";
import { usePerson } from "@/app/_ui/frame/person-context";

/** The company at work, and a menu with the others. */
export const TenantSwitcher = ({ folded }: { folded: boolean }) => {
  const { tenant, tenants } = usePerson();
  const { selectTenant } = useFrameActions();
  const router = useRouter();
  return (
    <Menu
      align="start"
      className="w-60"
      trigger={
        <button
          type="button"
          className="flex h-10 w-full min-w-0 items-center gap-2 rounded-md px-1.5 text-left hover:bg-hover"
        >
          <span
            aria-hidden
            className="grid size-7 shrink-0 place-items-center rounded-md bg-accent font-semibold text-on-accent text-sm"
          >
            {tenant.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="sr-only">Change company:</span>
          {folded && <span className="sr-only">{tenant.name}</span>}
          {!folded && (
            <>
              <span className="min-w-0 flex-1 truncate font-medium">{tenant.name}</span>
              <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-faint" />
            </>
          )}
        </button>
      }
    >
      <MenuLabel>Companies</MenuLabel>
      <MenuChoices
        value={tenant.id}
        onValueChange={(id) => {
          if (id !== tenant.id) void selectTenant(id);
        }}
      >
        {tenants.map(({ id, name, role }) => (
          <MenuChoice key={id} value={id}>
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <span className="text-faint text-xs">{role}</span>
          </MenuChoice>
        ))}
      </MenuChoices>
      <MenuLine />
      <MenuItem onSelect={() => router.push("/new-company")}>
        <Plus aria-hidden />
        New company
      </MenuItem>
    </Menu>
  );
};

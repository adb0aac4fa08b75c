"use client";

import { Columns3 } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import { Menu, MenuCheck, MenuLabel } from "@/app/_ui/controls/menu";
import { RUN_COLUMNS, type RunColumn } from "@/app/_ui/data/run-table";
import { useRunFilter } from "@/app/(dashboard)/runs/filter/use-run-filter";
import { readColumns, writeColumns } from "@/app/(dashboard)/runs/list/columns";

/** Which columns the table shows; part of the address. */
export const ColumnsMenu = () => {
  const { query, change } = useRunFilter();
  const columns = readColumns(query.columns);
  const toggle = (column: RunColumn) =>
    change({
      columns: writeColumns(
        columns.includes(column)
          ? columns.filter((other) => other !== column)
          : [...columns, column],
      ),
    });
  return (
    <Menu
      trigger={
        <Button size="small" className="max-md:hidden">
          <Columns3 aria-hidden />
          Columns
        </Button>
      }
    >
      <MenuLabel>Columns</MenuLabel>
      {Object.entries(RUN_COLUMNS).map(([column, title]) => (
        <MenuCheck
          key={column}
          checked={columns.includes(column as RunColumn)}
          onCheckedChange={() => toggle(column as RunColumn)}
        >
          {title}
        </MenuCheck>
      ))}
    </Menu>
  );
};

"use client";

import { Download } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import { Menu, MenuItem, MenuLabel } from "@/app/_ui/controls/menu";
import { withQuery } from "@/app/_ui/http/read-query";
import { runParams } from "@/app/(dashboard)/runs/list/load-runs";
import type { RunQuery } from "@/lib/domain/runs/schema";

const KINDS = { csv: "CSV for spreadsheets", json: "JSON, one array" } as const;

/** The filtered list as a file; the browser stores it while it arrives. */
export const ExportMenu = ({ query }: { query: RunQuery }) => {
  const { limit: _, cursor: __, ...params } = runParams(query);
  return (
    <Menu
      trigger={
        <Button size="small">
          <Download aria-hidden />
          Export
        </Button>
      }
    >
      <MenuLabel>Every run that matches, up to 50,000</MenuLabel>
      {Object.entries(KINDS).map(([format, title]) => (
        <MenuItem key={format} asChild>
          <a href={withQuery("/api/v1/runs/export", { ...params, format })} download>
            {title}
          </a>
        </MenuItem>
      ))}
    </Menu>
  );
};

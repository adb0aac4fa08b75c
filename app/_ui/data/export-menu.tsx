"use client";

import { Download } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import { Menu, MenuItem, MenuLabel } from "@/app/_ui/controls/menu";
import { withQuery } from "@/app/_ui/http/read-query";

const KINDS = { csv: "CSV for spreadsheets", json: "JSON, one array" } as const;

type Props = {
  /** The export's address. */
  path: string;
  /** The filters of the list. */
  params: Parameters<typeof withQuery>[1];
  /** What one thing of the list is called. */
  one: string;
  /** Which of them are meant, when it is not every one that matches. */
  meant?: string;
  size?: "small" | "normal";
};

/** The filtered list as a file; the browser stores it while it arrives. */
export const ExportMenu = ({
  path,
  params,
  one,
  meant = `Every ${one} that matches, up to 50,000`,
  size = "small",
}: Props) => (
  <Menu
    trigger={
      <Button size={size}>
        <Download aria-hidden />
        Export
      </Button>
    }
  >
    <MenuLabel>{meant}</MenuLabel>
    {Object.entries(KINDS).map(([format, title]) => (
      <MenuItem key={format} asChild>
        <a href={withQuery(path, { ...params, format })} download>
          {title}
        </a>
      </MenuItem>
    ))}
  </Menu>
);

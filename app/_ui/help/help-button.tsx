"use client";

import { CircleHelp } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import { openHelp } from "@/app/_ui/help/open-help";

/** Opens the article that explains this page, beside it; pressed again it closes. */
export const HelpButton = () => (
  <Button
    look="quiet"
    size="icon"
    data-tour="help"
    aria-label="Help on this page"
    title="Help on this page"
    onClick={() => openHelp()}
  >
    <CircleHelp aria-hidden />
  </Button>
);

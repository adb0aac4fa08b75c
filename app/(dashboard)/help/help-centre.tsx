"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { Button } from "@/app/_ui/controls/button";
import { HelpSearch } from "@/app/_ui/help/help-search";
import { startTour } from "@/app/_ui/help/open-help";

/** The search of the help centre; opens articles as pages. */
export const HelpCentre = () => {
  const router = useRouter();
  return (
    <HelpSearch
      isPage
      className="max-w-xl"
      onOpen={(slug) => router.push(`/help/${slug}` as Route)}
    />
  );
};

export const TourButton = () => (
  <Button look="primary" onClick={startTour}>
    Take the tour
  </Button>
);

"use client";

import NextLink, { type LinkProps } from "next/link";
import { useState } from "react";

/**
 * A link whose page is fetched ahead once somebody is about to follow it: points at it, touches it or tabs to it. Fetching
 * ahead all that are in view, as Next does by itself, asks the server dozens of times for a list one only looks at.
 */
export const Link = <Route,>({ onPointerEnter, onFocus, ...rest }: LinkProps<Route>) => {
  const [isMeant, setIsMeant] = useState(false);
  return (
    <NextLink<Route>
      {...(rest as LinkProps<Route>)}
      prefetch={isMeant ? null : false}
      onPointerEnter={(event) => {
        setIsMeant(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setIsMeant(true);
        onFocus?.(event);
      }}
    />
  );
};

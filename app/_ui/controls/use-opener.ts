"use client";

import { useState } from "react";

/**
 * For an overlay that is there only while it is open: remembers what had the focus before, and gives the handler of
 * Radix's `onCloseAutoFocus` that hands it back.
 */
export const useOpener = () => {
  const [opener] = useState(() =>
    typeof document === "undefined" ? null : document.activeElement,
  );
  return (event: Event) => {
    event.preventDefault();
    if (opener instanceof HTMLElement) opener.focus();
  };
};

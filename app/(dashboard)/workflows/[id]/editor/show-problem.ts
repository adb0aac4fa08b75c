/** Which inspector tab shows a step's field. */
export const tabOf = (path: string): string => {
  const field = path.split(".")[2] ?? "";
  if (["needs", "when", "join"].includes(field)) return "order";
  return ["retry", "timeoutMs", "onError"].includes(field) ? "errors" : "setup";
};

/** Puts the focus on the field a path names, else on the nearest one around it. */
export const focusField = (path: string): boolean => {
  for (let parts = path.split("."); parts.length > 0; parts = parts.slice(0, -1)) {
    const box = document.querySelector(`[data-field="${CSS.escape(parts.join("."))}"]`);
    const control = box?.querySelector<HTMLElement>(
      "input,textarea,select,button:not([aria-pressed])",
    );
    if (!control) continue;
    control.focus();
    control.scrollIntoView({ block: "center" });
    return true;
  }
  return false;
};

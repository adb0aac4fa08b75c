const INDENT = "  ";

/** Puts text in place of the selection in a way the browser can undo. */
const insert = (area: HTMLTextAreaElement, text: string) => {
  // The only way to keep the browser's own undo; the fallback loses it but still types.
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

const shiftLines = (area: HTMLTextAreaElement, outwards: boolean) => {
  const { value, selectionStart, selectionEnd } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const block = value.slice(from, selectionEnd);
  const moved = outwards ? block.replace(/^ {1,2}/gm, "") : block.replace(/^/gm, INDENT);
  area.setSelectionRange(from, selectionEnd);
  insert(area, moved);
  area.setSelectionRange(from, from + moved.length);
};

const newLine = (area: HTMLTextAreaElement) => {
  const before = area.value.slice(0, area.selectionStart);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const indent = /^[^\S\n]*/.exec(line)?.[0] ?? "";
  insert(area, `\n${indent}${/[{[]\s*$/.test(line) ? INDENT : ""}`);
};

/**
 * What Tab, Shift+Tab and Enter do while code is edited; true when the key was used up. After Escape, Tab leaves the
 * field as everywhere else.
 */
export const editKey = (area: HTMLTextAreaElement, key: string, shift: boolean): boolean => {
  const spansLines = area.value.slice(area.selectionStart, area.selectionEnd).includes("\n");
  if (key === "Tab" && (shift || spansLines)) shiftLines(area, shift);
  else if (key === "Tab") insert(area, INDENT);
  else if (key === "Enter") newLine(area);
  else return false;
  return true;
};

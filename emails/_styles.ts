import { MONO, PALETTE } from "./_brand";

const { text, muted, line, page, card, danger } = PALETTE.light;
const wrap = { overflowWrap: "anywhere", wordBreak: "break-word" } as const;
const body = {
  ...wrap,
  margin: "0 0 16px",
  fontSize: 15,
  lineHeight: "24px",
  color: text,
} as const;
const cell = {
  ...wrap,
  padding: "8px 0",
  fontSize: 14,
  lineHeight: "20px",
  color: text,
  verticalAlign: "top",
  borderTop: `1px solid ${line}`,
} as const;
const note = {
  ...wrap,
  margin: "0 0 8px",
  fontSize: 13,
  lineHeight: "20px",
  color: muted,
} as const;

/** The type scale and boxes of every mail, inline because many clients read nothing else. */
export const styles = {
  brand: { ...body, fontSize: 16, fontWeight: 600 },
  card: {
    padding: "32px 32px 16px",
    backgroundColor: card,
    border: `1px solid ${line}`,
    borderRadius: 8,
    borderCollapse: "separate",
  },
  heading: {
    ...wrap,
    margin: "0 0 16px",
    fontSize: 20,
    lineHeight: "28px",
    fontWeight: 600,
    color: text,
  },
  subheading: { ...body, margin: "8px 0 12px", fontSize: 16, fontWeight: 600 },
  text: body,
  note,
  link: { ...wrap, textDecoration: "underline" },
  button: { ...wrap, padding: "12px 20px", borderRadius: 8, fontSize: 15, fontWeight: 600 },
  failed: { ...note, margin: "0 0 4px", fontWeight: 600, color: danger },
  facts: { margin: "0 0 24px", tableLayout: "fixed" },
  factHead: { ...cell, borderTop: "none", paddingRight: 12, fontWeight: 400, color: muted },
  factName: { ...cell, width: "30%", paddingRight: 12, fontWeight: 400, color: muted },
  factValue: cell,
  code: {
    ...body,
    margin: "0 0 24px",
    padding: "12px 16px",
    borderRadius: 8,
    backgroundColor: page,
    fontFamily: MONO,
    whiteSpace: "pre-wrap",
  },
  inlineCode: { ...wrap, fontFamily: MONO, fontSize: 13 },
  quote: { ...body, paddingLeft: 16, borderLeft: `3px solid ${line}`, color: muted },
  steps: { ...body, margin: "0 0 24px", paddingLeft: 22 },
  step: { marginBottom: 6 },
  divider: { margin: "8px 0 24px", borderTop: `1px solid ${line}` },
} as const;

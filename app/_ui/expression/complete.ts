import { childOf, type Known, keysOf, sampleOf, typeWord } from "@/app/_ui/expression/known";
import { SIGNATURES } from "@/app/_ui/expression/signatures";

/** One thing to choose. `insert` replaces the text from `from` to the caret; the caret ends up before the last `back` characters. */
export type Completion = {
  label: string;
  insert: string;
  back: number;
  type: string;
  detail: string;
};

export type Completions = { from: number; options: Completion[] };

/** `bare`: the whole text is an expression. `template`: expressions stand in `{{ … }}`. */
export type Mode = "bare" | "template";

const NONE: Completions = { from: 0, options: [] };
const OPTIONS_MAX = 60;
const NAME = /^[A-Za-z_]\w*$/;
const PATH = /([A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d+\]|\["[^"\]]*"\]|\['[^'\]]*'\])*)\.(\w*)$/;
const WORD = /(?<![\w.])([A-Za-z_]\w*)?$/;
const PART = /\.([A-Za-z_]\w*)|\[(\d+)\]|\["([^"\]]*)"\]|\['([^'\]]*)'\]/g;
const LOOP = /([A-Za-z_][\w.[\]"']*)\.(?:map|filter|all|exists|exists_one)\(\s*([A-Za-z_]\w*)\s*,/g;

/** Where the expression begins that the caret stands in; undefined outside of braces. */
const startOf = (text: string, caret: number, mode: Mode): number | undefined => {
  if (mode === "bare") return 0;
  const open = text.lastIndexOf("{{", caret - 1);
  if (open < 0 || open + 2 > caret) return undefined;
  return text.slice(open, caret).includes("}}") ? undefined : open + 2;
};

const inText = (source: string): boolean => {
  let quote = "";
  for (const [at, char] of [...source].entries()) {
    if (quote) {
      if (char === quote && source[at - 1] !== "\\") quote = "";
    } else if (char === '"' || char === "'") quote = char;
  }
  return quote !== "";
};

/** What a path leads to; a loop's variable stands for the first item of its list. */
const resolve = (path: string, root: Known, before: string): Known => {
  const name = /^\w+/.exec(path)?.[0] ?? "";
  const rest = path.slice(name.length);
  const looped = [...before.matchAll(LOOP)].findLast(([, , variable]) => variable === name)?.[1];
  let at = looped ? childOf(resolve(looped, root, ""), 0) : childOf(root, name);
  for (const [, field, index, double, single] of rest.matchAll(PART))
    at = childOf(at, index === undefined ? (field ?? double ?? single ?? "") : Number(index));
  return at;
};

const variable = (key: string, known: Known): Completion => {
  const plain = NAME.test(key);
  return {
    label: key,
    insert: plain ? key : `[${JSON.stringify(key)}]`,
    back: 0,
    type: typeWord(known),
    detail: sampleOf(known.value) || (known.schema?.description ?? ""),
  };
};

const functionsFor = (typed: string): Completion[] =>
  Object.entries(SIGNATURES)
    .filter(
      ([name, { call }]) => name.toLowerCase().startsWith(typed) && call.startsWith(`${name}(`),
    )
    .map(([name, { call, does }]) => ({
      label: call,
      insert: `${name}()`,
      back: 1,
      type: "function",
      detail: does,
    }));

const methodsFor = (typed: string, known: Known): Completion[] =>
  typeWord(known) !== "list"
    ? []
    : Object.entries(SIGNATURES)
        .filter(([name, { call }]) => call.startsWith(`list.${name}(`) && name.startsWith(typed))
        .map(([name, { call, does }]) => ({
          label: call.slice("list.".length),
          insert: `${name}(x, )`,
          back: 1,
          type: "function",
          detail: does,
        }));

/** What can stand at the caret, best first: fields of what is before the point, else variables and functions. */
export const complete = (text: string, caret: number, mode: Mode, root: Known): Completions => {
  const start = startOf(text, caret, mode);
  if (start === undefined) return NONE;
  const source = text.slice(start, caret);
  if (inText(source)) return NONE;
  const path = PATH.exec(source);
  if (path) {
    const [, base = "", typed = ""] = path;
    const known = resolve(base, root, source);
    const lower = typed.toLowerCase();
    const fields = keysOf(known)
      .filter((key) => key.toLowerCase().startsWith(lower))
      .map((key) => variable(key, childOf(known, key)));
    const options = [...fields, ...methodsFor(lower, known)].slice(0, OPTIONS_MAX);
    // A name that is no word goes into brackets, and the point before it away.
    return { from: caret - typed.length, options };
  }
  const typed = WORD.exec(source)?.[1] ?? "";
  const lower = typed.toLowerCase();
  const roots = keysOf(root)
    .filter((key) => key.toLowerCase().startsWith(lower))
    .map((key) => variable(key, childOf(root, key)));
  return {
    from: caret - typed.length,
    options: [...roots, ...functionsFor(lower)].slice(0, OPTIONS_MAX),
  };
};

/** The text and caret after choosing. */
export const choose = (
  text: string,
  caret: number,
  from: number,
  { insert, back }: Completion,
): { text: string; caret: number } => {
  const cut = insert.startsWith("[") && text[from - 1] === "." ? from - 1 : from;
  const next = text.slice(0, cut) + insert + text.slice(caret);
  return { text: next, caret: cut + insert.length - back };
};

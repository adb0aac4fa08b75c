import type { StepKindItem } from "@/lib/domain/workflows/step-kinds/schema";

const GROUP_TITLES: [id: string, title: string][] = [
  ["app", "Do something"],
  ["logic", "Decide and repeat"],
  ["data", "Shape data"],
  ["wait", "Wait"],
  ["people", "Ask people"],
];

export type KindGroup = { id: string; title: string; kinds: StepKindItem[] };

/** The kinds that fit a search, by group in a fixed order. */
export const groupKinds = (kinds: readonly StepKindItem[], search = ""): KindGroup[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ type, title, summary }: StepKindItem) => {
    const text = `${type} ${title} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const known = new Set(GROUP_TITLES.map(([id]) => id));
  const others = [...new Set(kinds.map(({ group }) => group))].filter((id) => !known.has(id));
  return [...GROUP_TITLES, ...others.map((id): [string, string] => [id, id])].flatMap(
    ([id, title]) => {
      const found = kinds.filter((kind) => kind.group === id && fits(kind));
      return found.length > 0 ? [{ id, title, kinds: found }] : [];
    },
  );
};

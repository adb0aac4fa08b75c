import type { Need } from "@/lib/domain/templates/schema";
import type { Industry } from "@/lib/domain/tenants/schema";

type Json = Record<string, unknown>;

/** What a template makes of the values: the parts of a workflow document that depend on them. */
type Parts = { trigger: Json & { type: string }; steps: (Json & { id: string; type: string })[] };

type Told = {
  id: string;
  title: string;
  /** One sentence: the trouble it takes away. */
  why: string;
  /** One sentence: what is there when a run has ended. */
  outcome: string;
  industries: Industry[];
  uses: string[];
  popularity: 1 | 2 | 3 | 4 | 5;
  sample: Json;
};

export type Template = Told & {
  needs: Need[];
  build: (values: Readonly<Record<string, string>>) => Parts;
};

/** Makes a template; `build` can only name what `needs` asks for. */
export const defineTemplate = <const Name extends string>({
  build,
  ...told
}: Told & {
  needs: (Need & { name: Name })[];
  build: (values: Readonly<Record<Name, string>>) => Parts;
}): Template => ({ ...told, build: (values) => build(values as Record<Name, string>) });

/** The workflow document of a template with these values. */
export const documentOf = (
  { title, outcome, build }: Template,
  values: Readonly<Record<string, string>>,
): Json => ({ schemaVersion: 1, name: title, description: outcome, ...build(values) });

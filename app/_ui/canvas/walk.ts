import type { Graph } from "@/app/_ui/canvas/graph";

type Place = { x: number; y: number };
type Key = "ArrowRight" | "ArrowLeft" | "ArrowUp" | "ArrowDown" | "Home" | "End";

export const WALK_KEYS: ReadonlySet<string> = new Set([
  "ArrowRight",
  "ArrowLeft",
  "ArrowUp",
  "ArrowDown",
  "Home",
  "End",
]);

/**
 * The node an arrow key leads to from `at`: right and left along the edges (to the nearest in height), up and down to
 * the nearest node above or below in the same column, else any. The node itself when there is none.
 */
export const walk = (
  { nodes, edges }: Graph,
  places: ReadonlyMap<string, Place>,
  at: string,
  key: Key,
): string => {
  const here = places.get(at);
  if (!here || key === "Home") return nodes[0]?.id ?? at;
  if (key === "End") return nodes.at(-1)?.id ?? at;
  const placeOf = (id: string) => places.get(id) ?? here;
  const nearest = (ids: string[], cost: (place: Place) => number) =>
    ids.reduce<string | undefined>(
      (best, id) => (best === undefined || cost(placeOf(id)) < cost(placeOf(best)) ? id : best),
      undefined,
    ) ?? at;
  if (key === "ArrowRight" || key === "ArrowLeft") {
    const along = edges.flatMap(({ from, to }) =>
      key === "ArrowRight" ? (from === at ? [to] : []) : to === at ? [from] : [],
    );
    return nearest(along, ({ y }) => Math.abs(y - here.y));
  }
  const beyond = nodes.flatMap(({ id }) => {
    const { y } = placeOf(id);
    return (key === "ArrowUp" ? y < here.y : y > here.y) ? [id] : [];
  });
  return nearest(beyond, ({ x, y }) => Math.abs(y - here.y) + 4 * Math.abs(x - here.x));
};

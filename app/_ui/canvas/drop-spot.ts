import { type Graph, TRIGGER_ID } from "@/app/_ui/canvas/graph";
import { NODE_WIDTH, type Place } from "@/app/_ui/canvas/layout";

/** Where a dropped step comes: behind a node, or between two; `x` and `y` are where the drawing tells so. */
export type Spot = { after: string; before?: string; x: number; y: number };

type Point = { x: number; y: number };

const REACH = 28;

const right = ({ x, y, height }: Place): Point => ({ x: x + NODE_WIDTH, y: y + height / 2 });
const left = ({ x, y, height }: Place): Point => ({ x, y: y + height / 2 });

/** How far a point is from the curve of an edge; far when it is not between its ends. */
const fromCurve = ({ x, y }: Point, from: Point, to: Point): number => {
  const t = (x - from.x) / (to.x - from.x);
  if (!(t >= 0 && t <= 1)) return Number.POSITIVE_INFINITY;
  return Math.abs(y - (from.y + (to.y - from.y) * (3 * t ** 2 - 2 * t ** 3)));
};

/**
 * What a point of the drawing means for a step that is dropped there: on a node behind it, on an arrow between its ends,
 * elsewhere behind the nearest node that is not at the right of it.
 */
export const spotAt = (
  { nodes, edges }: Graph,
  places: ReadonlyMap<string, Place>,
  point: Point,
): Spot => {
  const known = nodes.flatMap(({ id }) => {
    const place = places.get(id);
    return place ? [{ id, place, end: right(place) }] : [];
  });
  const under = known.find(
    ({ place: { x, y, height } }) =>
      point.x >= x && point.x <= x + NODE_WIDTH && point.y >= y && point.y <= y + height,
  );
  if (under) return { after: under.id, ...under.end };
  const near = edges.flatMap(({ from, to, kind }) => {
    const [start, end] = [places.get(from), places.get(to)];
    if (!start || !end || kind === "error") return [];
    const [a, b] = [right(start), left(end)];
    const distance = fromCurve(point, a, b);
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    return distance <= REACH ? [{ distance, after: from, before: to, ...middle }] : [];
  });
  const [edge] = near.sort((a, b) => a.distance - b.distance);
  if (edge) return { after: edge.after, before: edge.before, x: edge.x, y: edge.y };
  const [behind] = known
    .filter(({ place }) => place.x <= point.x)
    .sort(
      (a, b) =>
        Math.hypot(a.end.x - point.x, a.end.y - point.y) -
        Math.hypot(b.end.x - point.x, b.end.y - point.y),
    );
  const { id = TRIGGER_ID, end = { x: 0, y: 0 } } = behind ?? known[0] ?? {};
  return { after: id, ...end };
};

import dagre from "@dagrejs/dagre";
import type { Graph } from "@/app/_ui/canvas/graph";

export const NODE_WIDTH = 220;
/** Without and with the line that tells state and problems. */
export const NODE_HEIGHT = 58;
export const NODE_HEIGHT_STATE = 84;

const CHIP_PX = 7;
const CHIP_MAX = 180;

export type Place = { x: number; y: number; height: number };

/** Where each node stands, its upper left corner in px, left to right; the same for the same graph. */
export const layOut = ({ nodes, edges }: Graph, tall: ReadonlySet<string>): Map<string, Place> => {
  const drawing = new dagre.graphlib.Graph({ multigraph: true });
  drawing.setGraph({ rankdir: "LR", nodesep: 32, ranksep: 44, marginx: 0, marginy: 0 });
  drawing.setDefaultEdgeLabel(() => ({}));
  const heights = new Map<string, number>();
  for (const { id } of nodes) {
    const height = tall.has(id) ? NODE_HEIGHT_STATE : NODE_HEIGHT;
    heights.set(id, height);
    drawing.setNode(id, { width: NODE_WIDTH, height });
  }
  for (const { id, from, to, chip, kind } of edges) {
    const words = kind === "error" ? "on error" : (chip ?? "");
    const width = Math.min(CHIP_MAX, words.length * CHIP_PX + 28);
    drawing.setEdge(from, to, { width, height: 26, labelpos: "c" }, id);
  }
  dagre.layout(drawing);
  return new Map(
    nodes.map(({ id }) => {
      const { x = 0, y = 0 } = drawing.node(id) as { x?: number; y?: number };
      const height = heights.get(id) ?? NODE_HEIGHT;
      return [id, { x: x - NODE_WIDTH / 2, y: y - height / 2, height }];
    }),
  );
};

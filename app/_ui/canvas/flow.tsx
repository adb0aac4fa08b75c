"use client";

import "@xyflow/react/dist/base.css";
import {
  Background,
  type Connection,
  MarkerType,
  MiniMap,
  type NodeChange,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import { type CSSProperties, useEffect, useMemo, useRef } from "react";
import type { CanvasProps } from "@/app/_ui/canvas/canvas-props";
import { nodeIds, problemsByNode, readGraph, TRIGGER_ID } from "@/app/_ui/canvas/graph";
import { layOut, NODE_WIDTH } from "@/app/_ui/canvas/layout";
import { StepEdge, type StepEdgeType } from "@/app/_ui/canvas/step-edge";
import { EditContext, StepNode, type StepNodeType } from "@/app/_ui/canvas/step-node";
import { useCanvasKeys } from "@/app/_ui/canvas/use-canvas-keys";
import { DropMark, useDrop } from "@/app/_ui/canvas/use-drop";
import { useFocusFollows } from "@/app/_ui/canvas/use-focus-follows";
import { useReveal } from "@/app/_ui/canvas/use-reveal";
import { ZoomButtons } from "@/app/_ui/canvas/zoom-buttons";
import { cn } from "@/app/_ui/cn";

const NODE_TYPES = { step: StepNode };
const EDGE_TYPES = { step: StepEdge };
const MINI_MAP_OVER = 30;
const READABLE = 0.75;
const FIT = { maxZoom: 1, padding: 0.12 };
const WHOLE = { maxZoom: 1, padding: 0.04 };
/** Zero for people who want no motion. */
const glideMs = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200);

const COLOURS = {
  "--xy-background-pattern-dots-color-default": "var(--line)",
  "--xy-connectionline-stroke-default": "var(--accent)",
  "--xy-selection-background-color-default": "color-mix(in oklab, var(--accent) 12%, transparent)",
  "--xy-selection-border-default": "1px solid var(--accent)",
  "--xy-minimap-background-color-default": "var(--surface)",
  "--xy-minimap-mask-background-color-default": "color-mix(in oklab, var(--page) 70%, transparent)",
} as CSSProperties;

/** The drawing itself; loaded when first shown. */
export const Flow = (props: CanvasProps) => (
  <ReactFlowProvider>
    <Drawing {...props} />
  </ReactFlowProvider>
);

const useDrawing = ({ document, kinds, states, problems = [], selected, edit }: CanvasProps) => {
  const graph = useMemo(() => readGraph(document), [document]);
  const looks = useMemo(() => new Map(kinds.map((kind) => [kind.type, kind])), [kinds]);
  const counts = useMemo(() => problemsByNode(problems, nodeIds(document)), [problems, document]);
  const tall = [...new Set([...counts.keys(), ...Object.keys(states ?? {})])].sort().join("\n");
  const places = useMemo(() => layOut(graph, new Set(tall.split("\n"))), [graph, tall]);
  const nodes = useMemo(() => {
    const chosen = new Set(selected);
    const hasNext = new Set(graph.edges.map(({ from }) => from));
    const tabbable = graph.nodes.find(({ id }) => chosen.has(id))?.id ?? TRIGGER_ID;
    return graph.nodes.map((node): StepNodeType => {
      const { x = 0, y = 0, height = 0 } = places.get(node.id) ?? {};
      const size = { width: NODE_WIDTH, height };
      const handle = { y: height / 2, width: 1, height: 1 };
      return {
        id: node.id,
        type: "step",
        position: { x, y },
        ...size,
        measured: size,
        handles: [
          { type: "target", position: Position.Left, x: 0, ...handle },
          { type: "source", position: Position.Right, x: NODE_WIDTH, ...handle },
        ],
        selected: chosen.has(node.id),
        data: {
          node,
          kind: looks.get(node.type),
          state: states?.[node.id],
          problems: counts.get(node.id) ?? 0,
          isLeaf: !hasNext.has(node.id),
          tabbable: node.id === tabbable,
        },
      };
    });
  }, [graph, places, selected, looks, states, counts]);
  const edges = useMemo(
    () =>
      graph.edges.map((edge): StepEdgeType => {
        const end = states?.[edge.to]?.status;
        const taken = states && end !== undefined && end !== "pending" && end !== "skipped";
        return {
          id: edge.id,
          type: "step",
          source: edge.from,
          target: edge.to,
          focusable: false,
          selectable: false,
          markerEnd: {
            type: MarkerType.ArrowClosed,
            width: 14,
            height: 14,
            color: edge.kind === "error" ? "var(--failed-fill)" : "var(--line-strong)",
          },
          data: { edge, taken },
        };
      }),
    [graph, states],
  );
  return { graph, places, nodes, edges, isEditable: edit !== undefined };
};

const Drawing = (props: CanvasProps) => {
  const { selected, onSelect, onDropStep, edit, label, whole = false, className } = props;
  const frame = useRef<HTMLElement>(null);
  const { graph, places, nodes, edges, isEditable } = useDrawing(props);
  const flow = useReactFlow<StepNodeType, StepEdgeType>();
  const reveal = useReveal({ frame, places, selected });
  const keys = useCanvasKeys({ props, graph, places, frame, reveal });
  const { spot, listeners } = useDrop({ graph, places, onDropStep });
  const [only] = selected;
  useFocusFollows({ frame, graph, selected });
  useEffect(() => {
    if (!frame.current) return;
    const watch = new ResizeObserver(() => {
      if (whole) void flow.fitView(WHOLE);
      else if (only !== undefined) reveal(only);
    });
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, [whole, flow, only, reveal]);
  const change = (changes: NodeChange<StepNodeType>[]) => {
    const next = new Set(selected);
    for (const one of changes) {
      if (one.type !== "select") continue;
      if (one.selected) next.add(one.id);
      else next.delete(one.id);
    }
    const ids = graph.nodes.map(({ id }) => id).filter((id) => next.has(id));
    if (ids.join("\n") !== selected.join("\n")) onSelect(ids);
  };
  // All of it when that can be read, else its beginning.
  const open = async (drawn: typeof flow) => {
    await drawn.fitView(whole ? WHOLE : FIT);
    const box = frame.current?.getBoundingClientRect();
    const start = places.get(TRIGGER_ID);
    if (whole || !box || !start || drawn.getZoom() >= READABLE) return;
    const y = box.height / 2 - (start.y + start.height / 2) * READABLE;
    await drawn.setViewport({ x: 24 - start.x * READABLE, y, zoom: READABLE });
  };
  const isFree = ({ source, target }: Connection | StepEdgeType) =>
    source !== target && !leadsTo(edges, target, source);
  return (
    <EditContext value={edit}>
      <section
        ref={frame}
        aria-label={label}
        aria-describedby="canvas-keys"
        className={cn("relative isolate overflow-hidden bg-page", className)}
        {...keys}
        {...listeners}
      >
        <ReactFlow<StepNodeType, StepEdgeType>
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={change}
          onPaneClick={() => onSelect([])}
          onConnect={({ source, target }) => edit?.connect(source, target)}
          isValidConnection={isFree}
          nodesDraggable={false}
          nodesConnectable={isEditable}
          nodesFocusable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          multiSelectionKeyCode={["Meta", "Control"]}
          zoomOnScroll={false}
          preventScrolling={false}
          zoomOnDoubleClick={false}
          minZoom={0.15}
          maxZoom={1.5}
          onInit={(flow) => void open(flow)}
          proOptions={{ hideAttribution: true }}
          style={COLOURS}
        >
          <Background gap={20} size={1.5} />
          {spot && <DropMark {...{ spot, graph }} />}
          {graph.nodes.length > MINI_MAP_OVER && (
            <MiniMap
              pannable
              ariaLabel="Mini map"
              nodeColor="var(--line-strong)"
              className="!rounded-md !border !border-line max-md:hidden"
            />
          )}
        </ReactFlow>
        <ZoomButtons
          onFit={() => void flow.fitView(whole ? WHOLE : { ...FIT, duration: glideMs() })}
        />
        <p id="canvas-keys" className="sr-only">
          {isEditable
            ? "Arrow keys move along the connections, Enter opens a step, A adds one after it, Delete takes it away, Control Z undoes. The list view shows the same steps in order."
            : "Arrow keys move along the connections. The list view shows the same steps in order."}
        </p>
      </section>
    </EditContext>
  );
};

/** Whether one gets from `from` to `to` along the edges. */
const leadsTo = (edges: readonly StepEdgeType[], from: string, to: string): boolean => {
  const seen = new Set([from]);
  for (const at of seen)
    for (const { source, target } of edges) if (source === at) seen.add(target);
  return seen.has(to);
};

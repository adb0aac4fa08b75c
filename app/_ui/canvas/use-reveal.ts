"use client";

import { useReactFlow } from "@xyflow/react";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { NODE_WIDTH, type Place } from "@/app/_ui/canvas/layout";

type Around = {
  frame: RefObject<HTMLElement | null>;
  places: ReadonlyMap<string, Place>;
  selected: readonly string[];
};

const MARGIN = 8;

/**
 * Moves the drawing just so far that one sees where one works: to a step that is not wholly in view (which the answer does),
 * to the only chosen one, and, when what one saw is taken away, to the nearest of those that are left.
 */
export const useReveal = ({ frame, places, selected }: Around) => {
  const flow = useReactFlow();
  const [only] = selected;
  const look = useCallback(() => {
    // By the frame as it is now; the drawing hears later of a panel that has just opened beside it.
    const box = frame.current?.getBoundingClientRect();
    if (!box) return undefined;
    const { x, y, zoom } = flow.getViewport();
    const isInside = (place: Place) => {
      const left = place.x * zoom + x;
      const top = place.y * zoom + y;
      return (
        left >= MARGIN &&
        top >= MARGIN &&
        left + NODE_WIDTH * zoom <= box.width - MARGIN &&
        top + place.height * zoom <= box.height - MARGIN
      );
    };
    const centre = (place: Place) => ({
      x: box.width / 2 - (place.x + NODE_WIDTH / 2) * zoom,
      y: box.height / 2 - (place.y + place.height / 2) * zoom,
      zoom,
    });
    const distance = (place: Place) => Math.hypot(centre(place).x - x, centre(place).y - y);
    return { isInside, centre, distance };
  }, [flow, frame]);
  const reveal = useCallback(
    (id: string) => {
      const place = places.get(id);
      const view = look();
      if (place && view && !view.isInside(place)) void flow.setViewport(view.centre(place));
    },
    [flow, places, look],
  );
  useEffect(() => {
    if (only !== undefined) reveal(only);
  }, [only, reveal]);
  const before = useRef(places);
  useEffect(() => {
    const isLess = places.size < before.current.size;
    before.current = places;
    const view = isLess && only === undefined ? look() : undefined;
    const left = [...places.values()];
    if (!view || left.some(view.isInside)) return;
    const [nearest] = left.sort((a, b) => view.distance(a) - view.distance(b));
    if (nearest) void flow.setViewport(view.centre(nearest));
  }, [flow, places, only, look]);
  return reveal;
};

import { House, type LucideIcon, Play, Settings, Stamp, Workflow } from "lucide-react";
import type { Route } from "next";

export type Room = { title: string; href: Route; letter: string; icon: LucideIcon };

/** The rooms of the rail in the order of the work; `g` and the letter goes there. */
export const ROOMS: Room[] = [
  { title: "Home", href: "/", letter: "h", icon: House },
  { title: "Workflows", href: "/workflows", letter: "w", icon: Workflow },
  { title: "Runs", href: "/runs", letter: "r", icon: Play },
  { title: "Approvals", href: "/approvals", letter: "a", icon: Stamp },
];

/** At the foot of the rail. */
export const FOOT_ROOMS: Room[] = [
  { title: "Settings", href: "/settings", letter: "s", icon: Settings },
];

export const EVERY_ROOM = [...ROOMS, ...FOOT_ROOMS];

/** Whether `path` lies in the room. */
export const isInRoom = (path: string, { href }: Room) =>
  href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);

import { House, Inbox, type LucideIcon, Play, Settings, Stamp, Workflow } from "lucide-react";
import type { Route } from "next";

export type Room = {
  title: string;
  href: Route;
  letter: string;
  icon: LucideIcon;
  /** The list whose answer says how many things wait there for people. */
  waiting?: {
    path: `/api/v1/${string}`;
    count: (answer: { open?: number; data?: unknown[] }) => number;
    one: string;
    many: string;
  };
};

/** The rooms of the rail in the order of the work; `g` and the letter goes there. */
export const ROOMS: Room[] = [
  { title: "Home", href: "/", letter: "h", icon: House },
  { title: "Workflows", href: "/workflows", letter: "w", icon: Workflow },
  { title: "Runs", href: "/runs", letter: "r", icon: Play },
  {
    title: "Dead letters",
    href: "/dead-letters",
    letter: "d",
    icon: Inbox,
    waiting: {
      path: "/api/v1/dead-letters/groups?limit=1",
      count: ({ open = 0 }) => open,
      one: "open dead letter",
      many: "open dead letters",
    },
  },
  {
    title: "Approvals",
    href: "/approvals",
    letter: "a",
    icon: Stamp,
    waiting: {
      path: "/api/v1/approvals?status=pending&mine=true&limit=100",
      count: ({ data = [] }) => data.length,
      one: "question for you",
      many: "questions for you",
    },
  },
];

/** At the foot of the rail. */
export const FOOT_ROOMS: Room[] = [
  { title: "Settings", href: "/settings", letter: "s", icon: Settings },
];

export const EVERY_ROOM = [...ROOMS, ...FOOT_ROOMS];

/** Whether `path` lies in the room. */
export const isInRoom = (path: string, { href }: Room) =>
  href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);

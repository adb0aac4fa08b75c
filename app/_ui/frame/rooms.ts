import {
  Bell,
  CircleHelp,
  ContactRound,
  House,
  Inbox,
  type LucideIcon,
  Mails,
  Play,
  Settings,
  Stamp,
  Workflow,
} from "lucide-react";
import type { Route } from "next";

export type Room = {
  title: string;
  href: Route;
  letter: string;
  icon: LucideIcon;
  /** The list whose answer counts in `open` how many things wait there for people. */
  waiting?: {
    path: `/api/v1/${string}`;
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
      path: "/api/v1/approvals?limit=1&fields=id",
      one: "question for you",
      many: "questions for you",
    },
  },
  { title: "Sequences", href: "/sequences", letter: "e", icon: Mails },
  { title: "Contacts", href: "/contacts", letter: "c", icon: ContactRound },
];

/** At the foot of the rail. */
export const FOOT_ROOMS: Room[] = [
  { title: "Settings", href: "/settings", letter: "s", icon: Settings },
  { title: "Help", href: "/help", letter: "?", icon: CircleHelp },
];

/** Reached from the bell at the top, not from the rail. */
const NOTIFICATIONS: Room = {
  title: "Notifications",
  href: "/notifications",
  letter: "n",
  icon: Bell,
};

export const EVERY_ROOM = [...ROOMS, NOTIFICATIONS, ...FOOT_ROOMS];

/** Whether `path` lies in the room. */
export const isInRoom = (path: string, { href }: Room) =>
  href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);

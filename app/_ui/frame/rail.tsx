"use client";

import { PanelLeft } from "lucide-react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { cn } from "@/app/_ui/cn";
import { Link } from "@/app/_ui/controls/link";
import { remember } from "@/app/_ui/frame/remember";
import { FOOT_ROOMS, isInRoom, ROOMS, type Room } from "@/app/_ui/frame/rooms";
import { TenantSwitcher } from "@/app/_ui/frame/tenant-switcher";
import { WaitingBadge } from "@/app/_ui/frame/waiting-badge";

const ITEM =
  "flex h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-muted hover:bg-hover hover:text-ink [&_svg]:size-4 [&_svg]:shrink-0";

/** The way through the rooms; 240 px, or 56 px with icons only. Narrow screens show it in a drawer. */
export const Rail = ({ initiallyFolded }: { initiallyFolded: boolean }) => {
  const [folded, setFolded] = useState(initiallyFolded);
  const fold = () => {
    remember("rail", folded ? "open" : "folded");
    setFolded(!folded);
  };
  return (
    <aside
      className={cn(
        "sticky top-0 hidden h-dvh shrink-0 flex-col border-line border-r bg-surface md:flex",
        folded ? "w-14" : "w-60",
      )}
    >
      <RailBody folded={folded} />
      <div className="border-line border-t p-2">
        <button
          type="button"
          onClick={fold}
          aria-expanded={!folded}
          title={folded ? "Unfold the menu" : undefined}
          className={ITEM}
        >
          <PanelLeft aria-hidden />
          <span className={cn(folded && "sr-only")}>{folded ? "Unfold the menu" : "Fold"}</span>
        </button>
      </div>
    </aside>
  );
};

/** Tenant, rooms and help, as rail or drawer hold them. */
export const RailBody = ({ folded, onGo }: { folded: boolean; onGo?: () => void }) => {
  const path = usePathname();
  const link = (room: Room) => (
    <li key={room.href}>
      <RoomLink room={room} folded={folded} here={isInRoom(path, room)} {...(onGo && { onGo })} />
    </li>
  );
  return (
    <>
      <div className="p-2">
        <TenantSwitcher folded={folded} />
      </div>
      <nav
        aria-label="Rooms"
        className="flex min-h-0 flex-1 flex-col justify-between overflow-y-auto p-2"
      >
        <ul data-tour="rooms" className="grid gap-0.5">
          {ROOMS.map(link)}
        </ul>
        <ul className="grid gap-0.5">{FOOT_ROOMS.map(link)}</ul>
      </nav>
    </>
  );
};

type LinkProps = { room: Room; folded: boolean; here: boolean; onGo?: () => void };

const RoomLink = ({ room, folded, here, onGo }: LinkProps) => {
  const { title, href, icon: Icon, waiting } = room;
  return (
    <Link
      href={href}
      aria-current={here ? "page" : undefined}
      title={folded ? title : undefined}
      {...(onGo && { onClick: onGo })}
      className={cn(ITEM, "relative", here && "bg-hover font-medium text-ink")}
    >
      <Icon aria-hidden className={cn(here && "text-accent")} />
      <span className={cn(folded && "sr-only")}>{title}</span>
      {waiting && <WaitingBadge waiting={waiting} folded={folded} />}
    </Link>
  );
};

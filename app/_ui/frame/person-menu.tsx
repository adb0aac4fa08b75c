"use client";

import { Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "@/app/_ui/controls/button";
import {
  Menu,
  MenuChoice,
  MenuChoices,
  MenuItem,
  MenuLabel,
  MenuLine,
} from "@/app/_ui/controls/menu";
import { useFrameActions } from "@/app/_ui/frame/actions";
import { usePerson } from "@/app/_ui/frame/person-context";
import { readTheme } from "@/app/_ui/frame/theme";
import { openOverlay } from "@/app/_ui/keyboard/overlay";

const THEMES = [
  { id: "system", title: "System", icon: Monitor },
  { id: "light", title: "Light", icon: Sun },
  { id: "dark", title: "Dark", icon: Moon },
];

/** Who is signed in, the theme, the way out. */
export const PersonMenu = () => {
  const { name, email, theme } = usePerson();
  const { setTheme, signOut } = useFrameActions();
  const router = useRouter();
  const initials = (name || email)
    .split(/[\s.@]+/)
    .slice(0, 2)
    .map((part) => part.slice(0, 1).toUpperCase())
    .join("");
  return (
    <Menu
      className="w-60"
      trigger={
        <Button look="quiet" size="icon">
          <span
            aria-hidden
            className="grid size-7 place-items-center rounded-full border border-line bg-raised text-ink text-xs"
          >
            {initials}
          </span>
          <span className="sr-only">Your account: {name || email}</span>
        </Button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="truncate font-medium">{name || email}</p>
        {name && <p className="truncate text-muted text-sm">{email}</p>}
      </div>
      <MenuLine />
      <MenuItem onSelect={() => router.push("/settings")}>
        <UserRound aria-hidden />
        Profile
      </MenuItem>
      <MenuItem onSelect={() => openOverlay("shortcuts")}>
        <Keyboard aria-hidden />
        Keyboard shortcuts
      </MenuItem>
      <MenuLine />
      <MenuLabel>Theme</MenuLabel>
      <MenuChoices value={theme} onValueChange={(value) => setTheme(readTheme(value))}>
        {THEMES.map(({ id, title, icon: Icon }) => (
          <MenuChoice key={id} value={id}>
            <Icon aria-hidden />
            {title}
          </MenuChoice>
        ))}
      </MenuChoices>
      <MenuLine />
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
};

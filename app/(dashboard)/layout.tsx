import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { type Person, PersonProvider } from "@/app/_ui/frame/person-context";
import { Rail } from "@/app/_ui/frame/rail";
import { readTheme, THEME_COOKIE } from "@/app/_ui/frame/theme";
import { Toasts } from "@/app/_ui/frame/toasts";
import { ToolsProvider } from "@/app/_ui/frame/tools-context";
import { TopEnd, TopStart } from "@/app/_ui/frame/top-tools";
import { HelpRoot } from "@/app/_ui/help/help-root";
import { Hotkeys } from "@/app/_ui/keyboard/hotkeys";
import { FormatProvider } from "@/app/_ui/time/format-context";
import { visit } from "@/app/(dashboard)/visit";

/** The frame around every room: rail at the left, the page at the right. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const [{ me, tenant, format }, jar] = await Promise.all([visit(), cookies()]);
  const person: Person = {
    name: me.user.fullName,
    email: me.user.email,
    role: tenant.role,
    tenant: { id: tenant.id, name: tenant.name },
    tenants: me.tenants.map(({ id, name, role }) => ({ id, name, role })),
    theme: readTheme(jar.get(THEME_COOKIE)?.value),
  };
  return (
    <PersonProvider person={person}>
      <FormatProvider format={format}>
        <div className="flex">
          <Rail initiallyFolded={jar.get("rail")?.value === "folded"} />
          <ToolsProvider start={<TopStart />} end={<TopEnd />}>
            {children}
          </ToolsProvider>
          <HelpRoot />
        </div>
        <Hotkeys />
        <Toasts theme={person.theme} />
      </FormatProvider>
    </PersonProvider>
  );
}

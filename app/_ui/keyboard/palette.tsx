"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import {
  Building2,
  Keyboard,
  KeyRound,
  LogOut,
  Monitor,
  Moon,
  Plus,
  Sun,
  UserPlus,
  Workflow,
} from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useFrameActions } from "@/app/_ui/frame/actions";
import { usePerson } from "@/app/_ui/frame/person-context";
import { EVERY_ROOM } from "@/app/_ui/frame/rooms";
import { Live } from "@/app/_ui/http/live";
import { send } from "@/app/_ui/http/send";
import { openOverlay } from "@/app/_ui/keyboard/overlay";
import { Entry, Group } from "@/app/_ui/keyboard/palette-parts";

const THEMES = [
  { id: "system", title: "System", icon: Monitor },
  { id: "light", title: "Light", icon: Sun },
  { id: "dark", title: "Dark", icon: Moon },
] as const;

type Item = { id: string; name: string };

const loadWorkflows = () =>
  send<{ data: Item[] }>("GET", "/api/v1/workflows?limit=200&fields=id,name").then(
    ({ data }) => data,
  );

/** Everything by typing: rooms, workflows, actions, companies, theme. */
export const Palette = ({ onClose }: { onClose: () => void }) => (
  <Live>
    <PaletteDialog onClose={onClose} />
  </Live>
);

const PaletteDialog = ({ onClose }: { onClose: () => void }) => {
  const router = useRouter();
  const { tenant, tenants } = usePerson();
  const { setTheme, selectTenant, signOut } = useFrameActions();
  const workflows = useQuery({ queryKey: ["palette", "workflows"], queryFn: loadWorkflows });
  const act = (work: () => void) => () => {
    onClose();
    work();
  };
  const go = <T extends string>(href: Route<T>) => act(() => router.push(href));
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="rising fixed inset-x-3 top-3 z-50 mx-auto max-w-xl overflow-hidden rounded-lg border border-line bg-raised shadow-raised sm:top-[14vh]"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <Command label="Commands" loop>
            <Command.Input
              placeholder="Go to, find a workflow, or do something"
              className="h-12 w-full border-line border-b bg-transparent px-4 text-lg outline-none"
            />
            <Command.List className="max-h-[min(60vh,420px)] overflow-y-auto p-1.5">
              <Command.Empty className="p-6 text-center text-muted">Nothing matches.</Command.Empty>
              <Group heading="Go to">
                {EVERY_ROOM.map(({ title, href, icon }) => (
                  <Entry key={href} id={`go ${title}`} onSelect={go(href)} icon={icon}>
                    {title}
                  </Entry>
                ))}
              </Group>
              {workflows.data && workflows.data.length > 0 && (
                <Group heading="Workflows">
                  {workflows.data.map(({ id, name }) => (
                    <Entry
                      key={id}
                      id={`workflow ${name} ${id}`}
                      onSelect={go(`/workflows/${id}`)}
                      icon={Workflow}
                    >
                      {name}
                    </Entry>
                  ))}
                </Group>
              )}
              <Group heading="Do">
                <Entry id="new workflow" onSelect={go("/workflows/new")} icon={Plus}>
                  New workflow
                </Entry>
                <Entry id="invite member" onSelect={go("/settings/members")} icon={UserPlus}>
                  Invite a member
                </Entry>
                <Entry id="api key" onSelect={go("/settings/api-keys")} icon={KeyRound}>
                  Make an API key
                </Entry>
                <Entry
                  id="shortcuts"
                  onSelect={act(() => openOverlay("shortcuts"))}
                  icon={Keyboard}
                >
                  Keyboard shortcuts
                </Entry>
                <Entry id="sign out" onSelect={act(() => void signOut())} icon={LogOut}>
                  Sign out
                </Entry>
              </Group>
              {tenants.length > 1 && (
                <Group heading="Change company">
                  {tenants
                    .filter(({ id }) => id !== tenant.id)
                    .map(({ id, name }) => (
                      <Entry
                        key={id}
                        id={`company ${name} ${id}`}
                        onSelect={act(() => void selectTenant(id))}
                        icon={Building2}
                      >
                        {name}
                      </Entry>
                    ))}
                </Group>
              )}
              <Group heading="Theme">
                {THEMES.map(({ id, title, icon }) => (
                  <Entry key={id} id={`theme ${id}`} onSelect={act(() => setTheme(id))} icon={icon}>
                    {title} theme
                  </Entry>
                ))}
              </Group>
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

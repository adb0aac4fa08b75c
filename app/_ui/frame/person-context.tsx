"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Role } from "@/lib/core/caller";

export type Person = {
  name: string;
  email: string;
  role: Role;
  tenant: { id: string; name: string };
  tenants: { id: string; name: string; role: Role }[];
  theme: "system" | "light" | "dark";
};

const Context = createContext<Person | undefined>(undefined);

export const PersonProvider = ({ person, children }: { person: Person; children: ReactNode }) => (
  <Context value={person}>{children}</Context>
);

/** Who looks at the page, in which tenant. Only inside the dashboard. */
export const usePerson = (): Person => {
  const person = useContext(Context);
  if (!person) throw new Error("This part belongs inside the dashboard.");
  return person;
};

"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { remember } from "@/app/_ui/frame/remember";
import type { Theme } from "@/app/_ui/frame/theme";
import { send } from "@/app/_ui/http/send";
import { tellProblem } from "@/app/_ui/http/use-command";

/** What the frame's menus do, wherever they stand: change theme, change tenant, sign out. */
export const useFrameActions = () => {
  const router = useRouter();
  const setTheme = useCallback(
    (theme: Theme) => {
      if (theme === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = theme;
      remember("theme", theme);
      router.refresh();
    },
    [router],
  );
  const selectTenant = useCallback(async (id: string) => {
    try {
      await send("POST", `/api/v1/tenants/${id}/select`);
      // A full load: nothing of the other tenant may stay in memory.
      window.location.assign("/");
    } catch (error) {
      tellProblem(error);
    }
  }, []);
  const signOut = useCallback(async () => {
    try {
      await send("POST", "/api/auth/sign-out");
      window.location.assign("/sign-in");
    } catch (error) {
      tellProblem(error);
    }
  }, []);
  return { setTheme, selectTenant, signOut };
};

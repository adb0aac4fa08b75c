import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { readTheme, THEME_COOKIE } from "@/app/_ui/frame/theme";

export const metadata: Metadata = {
  title: { default: "Steward", template: "%s · Steward" },
  description: "The back office that runs itself.",
  robots: { index: false },
};

export const viewport: Viewport = { colorScheme: "light dark" };

/** The document. Reading the cookie keeps every page dynamic, which the script nonce of `proxy.ts` needs. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html
      lang="en"
      {...(theme !== "system" && { "data-theme": theme })}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2 focus:shadow-raised"
        >
          Skip to content
        </a>
        {children}
      </body>
    </html>
  );
}

import type { NextConfig } from "next";

/** Headers of every answer; the page policy with its nonce is per request and comes from `proxy.ts`. */
const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  {
    key: "Permissions-Policy",
    value:
      "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
  },
];

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: true,
  reactStrictMode: true,
  agentRules: false,
  devIndicators: false,
  // `npm test` and `npm run check` run the type checker once over everything, tests included.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // Together half of a build's work: small code matters where functions start cold, a cache where a build comes after.
    serverMinification: Boolean(process.env.VERCEL),
    turbopackFileSystemCacheForBuild: !process.env.CI,
    optimizePackageImports: ["radix-ui", "lucide-react"],
    // Pages take no body, and what the proxy is sent is held in memory.
    proxyClientMaxBodySize: "64kb",
  },
  // Help articles are files that are read when a page is asked for.
  outputFileTracingIncludes: { "/**": ["content/help/*.md"] },
  headers: async () => [
    { source: "/:path*", headers: everywhere },
    {
      source: "/api/:path*",
      headers: [
        {
          key: "Content-Security-Policy",
          value: "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        },
      ],
    },
    {
      source: "/:path*",
      has: [{ type: "header", key: "x-forwarded-proto", value: "https" }],
      headers: [{ key: "Strict-Transport-Security", value: "max-age=63072000; includeSubDomains" }],
    },
  ],
};

export default config;

import type { NextConfig } from "next";

const config: NextConfig = {
  // The web server serves pages and sockets on one port and sets all security headers: see server/http/gate.ts.
  poweredByHeader: false,
  reactStrictMode: true,
  // Neither is used, so neither is open: no optimiser that fetches, no source for readers of the bundle.
  images: { unoptimized: true },
  productionBrowserSourceMaps: false,
  devIndicators: false,
  // A page or endpoint takes memory from its first visit on, not from the start.
  experimental: { preloadEntriesOnStart: false },
  // Types and lint are checked by npm run check, over the whole repository at once.
  typescript: { ignoreBuildErrors: true },
};

export default config;

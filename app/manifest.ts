import type { MetadataRoute } from "next";

/** Makes Chiffon installable. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: "/",
    name: "Chiffon",
    short_name: "Chiffon",
    description: "Say what your homelab should do, read the plan, approve it, watch it run.",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#fbf8fa",
    theme_color: "#7d1f5c",
    icons: [
      { src: "/icons/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      {
        src: "/icons/icon-maskable-512.png",
        sizes: "512x512",
        type: "image/png",
        purpose: "maskable",
      },
    ],
    shortcuts: [
      { name: "New request", url: "/" },
      { name: "Approvals", url: "/approvals" },
    ],
  };
}

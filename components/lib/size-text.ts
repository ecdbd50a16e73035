/** Memory for people, in powers of two: "180 MiB", "1.4 GiB". */
export function memoryText(mib: number): string {
  if (mib >= 1_024) return `${(mib / 1_024).toFixed(1)} GiB`;
  return mib < 10 ? `${Math.max(0.1, mib).toFixed(1)} MiB` : `${Math.round(mib)} MiB`;
}

/** What went over a network, in powers of ten: "900 kB", "2.1 MB", "1.4 GB". */
export function bytesText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}

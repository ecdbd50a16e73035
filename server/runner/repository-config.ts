import { isAbsolute, join, normalize, relative } from "node:path";
import { type AnsibleSettings, readAnsibleSettings } from "#server/lib/ansible-settings.ts";

/** Reads an `ansible.cfg` that lies in `configDir`, inside `treePath`. Paths become absolute. Pure; never fails. */
export function readRepositoryConfig(
  text: string,
  { configDir, treePath }: { configDir: string; treePath: string },
): AnsibleSettings {
  return readAnsibleSettings(text, (path) => {
    const full = normalize(isAbsolute(path) ? path : join(configDir, path));
    return isInside(full, treePath) ? full : null;
  });
}

/** True for the directory itself and everything below it, by name alone (links are not followed). */
export function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}

/** The compose file of an app in the Runtipi store, as it was read: image, tag, ports, folders, environment. */
export function runtipi(app: string): string {
  return `https://github.com/runtipi/runtipi-appstore/blob/9ae305b6028e5fa295ab9d539586aa8097a3c847/apps/${app}/docker-compose.yml`;
}

/** The template of an app in the TrueNAS catalogue, as it was read: how it proves that it is up. */
export function truenas(app: string): string {
  return `https://github.com/truenas/apps/blob/5a5f8aa813f103f38ab66e25e8867447a1dc50c0/ix-dev/${app}/templates/docker-compose.yaml`;
}

/** The compose file of an app in Umbrel's store, as it was read: image, tag, ports, folders, environment. */
export function umbrel(app: string): string {
  return `https://github.com/getumbrel/umbrel-apps/blob/6372367174937ebc78556be6bc397979a29b7748/${app}/docker-compose.yml`;
}

/** A compose template of Coolify, as it was read: ports, folders, environment, how it proves that it is up. */
export function coolify(service: string): string {
  return `https://github.com/coollabsio/coolify/blob/379abb252621f34b318190bd49b614aed9818716/templates/compose/${service}.yaml`;
}

/** A file of a project's own repository, as it was read. */
export function github(repository: string, commit: string, path: string): string {
  return `https://github.com/${repository}/blob/${commit}/${path}`;
}

/** A package of Debian 12: its units and its settings files were read in the package itself. */
export function debian(name: string): string {
  return `https://packages.debian.org/bookworm/${name}`;
}

/** A package of the npm registry. */
export function npm(name: string): string {
  return `https://www.npmjs.com/package/${name}`;
}

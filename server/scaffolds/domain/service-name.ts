/** What a service is called in the files about it. */
export interface ServiceName {
  /** Lower case with dashes: file names, units, containers. */
  readonly service: string;
  /** Lower case with underscores, begins with a letter: the role and what its variables begin with. */
  readonly role: string;
}

const longest = 50;
const allowed = /^[\p{L}\p{N}][\p{L}\p{N} ._+&'-]*$/u;
/** Group names with a meaning of their own, and what Ansible's own variables begin with. */
const reserved = new Set(["all", "ungrouped", "localhost", "ansible"]);

/**
 * Reads what a person calls a service: "Uptime Kuma" is uptime-kuma. Never a path, a template or an option: everything
 * that is written comes from the name made here.
 *
 * @returns the name, or why it is none, for a person
 */
export function readServiceName(asked: string): ServiceName | { readonly refusal: string } {
  const text = asked.trim();
  if (text === "") return { refusal: "Give the service's name, such as jellyfin." };
  if (text.length > longest)
    return { refusal: `A service's name has at most ${longest} characters.` };
  if (!allowed.test(text) || text.includes(".."))
    return { refusal: "A service's name is letters, digits, blanks and dashes." };
  const service = slugOf(text);
  if (service === "") return { refusal: "A service's name needs letters from a to z, or digits." };
  if (reserved.has(service))
    return {
      refusal: `Ansible keeps the name ${service} for itself. Give the service's own name.`,
    };
  return { service, role: roleOf(service) };
}

function slugOf(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[\p{M}']/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}

/** A role must begin with a letter, and its variables not with what Ansible reserves. */
function roleOf(service: string): string {
  const name = service.replaceAll("-", "_");
  return /^(?:\d|ansible_)/.test(name) ? `service_${name}` : name;
}

import { type Document, isMap, parseDocument } from "yaml";
import type { KeptHost } from "#server/contracts/host.ts";
import { AppError } from "#server/lib/app-error.ts";

/** The inventory file of the hosts that people add in Chiffon. */
export const hostsFile = "hosts.yml";

/** The file before its first host. */
export const emptyHostsFile = `# The hosts that were added in Chiffon. It changes them here, and leaves everything else that you write as it is.
all:
  hosts: {}
`;

/** True when the file has a host of that name. @throws inventory_unusable */
export function hasHost(text: string | null, name: string): boolean {
  return read(text).hasIn(["all", "hosts", name]);
}

/**
 * The file with a host as it is described, new or changed. Variables and groups that a person wrote stay, but for the
 * groups that the description leaves out.
 *
 * @throws inventory_unusable when the file cannot be read
 */
export function withHost(text: string | null, host: KeptHost): string {
  const document = read(text);
  const place = ["all", "hosts", host.name];
  if (!isMap(document.getIn(place))) document.setIn(place, document.createNode({}));
  const variables = {
    ansible_connection: host.connection === "local" ? "local" : null,
    ansible_host: host.address,
    ansible_user: host.user,
    ansible_port: host.port,
  };
  for (const [name, value] of Object.entries(variables)) {
    if (value === null) document.deleteIn([...place, name]);
    else document.setIn([...place, name], value);
  }
  for (const group of groupsOf(document))
    if (!host.groups.includes(group)) leave(document, group, host.name);
  for (const group of host.groups)
    if (!document.hasIn(membership(group, host.name)))
      document.setIn(membership(group, host.name), document.createNode({}));
  return withoutEmptyGroups(document).toString();
}

/** The file without a host. @throws inventory_unusable */
export function withoutHost(text: string | null, name: string): string {
  const document = read(text);
  document.deleteIn(["all", "hosts", name]);
  for (const group of groupsOf(document)) leave(document, group, name);
  return withoutEmptyGroups(document).toString();
}

function read(text: string | null): Document {
  const document = parseDocument(text ?? emptyHostsFile);
  const [fault] = document.errors;
  const isUsable = fault === undefined && (document.contents === null || isMap(document.contents));
  if (!isUsable) {
    throw new AppError("inventory_unusable", {
      message: `${hostsFile} of your hosts cannot be read: ${fault?.message.split("\n")[0] ?? "it holds no mapping"}. Correct it there first.`,
    });
  }
  if (document.contents === null) return read(emptyHostsFile);
  for (const place of [["all"], ["all", "hosts"]])
    if (!isMap(document.getIn(place))) document.setIn(place, document.createNode({}));
  return document;
}

function membership(group: string, host: string): string[] {
  return ["all", "children", group, "hosts", host];
}

function leave(document: Document, group: string, host: string): void {
  if (document.hasIn(membership(group, host))) document.deleteIn(membership(group, host));
}

function groupsOf(document: Document): string[] {
  const children = document.getIn(["all", "children"]);
  return isMap(children) ? children.items.map(({ key }) => String(key)) : [];
}

/** A group that only held the host that went; one with variables or children stays. */
function withoutEmptyGroups(document: Document): Document {
  for (const group of groupsOf(document)) {
    const place = ["all", "children", group];
    const content: unknown = document.getIn(place);
    const hosts = document.getIn([...place, "hosts"]);
    const isEmpty = isMap(hosts) && hosts.items.length === 0;
    if (isMap(content) && content.items.length === 1 && isEmpty) document.deleteIn(place);
  }
  return document;
}

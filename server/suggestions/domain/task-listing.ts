/**
 * What `ansible-playbook --list-tasks` says of each playbook it was given, in order, in a form in which two listings
 * can be compared: names of ansibleTasks without their case and without the collection of Ansible's own modules, which
 * mended names and modules may change; number, order, hosts and tags as they are.
 */
export function readTaskListings(said: string): string[] {
  return said
    .split(/^playbook: .*$/m)
    .slice(1)
    .map((listing) => listing.split("\n").map(comparableLine).filter(Boolean).join("\n"));
}

function comparableLine(line: string): string {
  const [, name = line, tags = ""] = /^(.*?)(\tTAGS: .*)?$/.exec(line) ?? [];
  return `${name
    .trimEnd()
    .toLowerCase()
    .replaceAll(/\bansible\.(?:builtin|legacy)\./g, "")}${tags}`;
}

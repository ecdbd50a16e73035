/** Words that playbooks begin their names with. Any other may be a name, which keeps its letter. */
const verbs = new Set(
  (
    "add apply back build change check clean clear collect configure copy create delete deploy disable enable ensure " +
    "export fetch gather generate get import initialise initialize install list make migrate mount move open prepare " +
    "prune publish pull push reboot reload remove renew replace report reset restart restore rotate run save secure " +
    "send set show shut start stop sync synchronise synchronize test turn uninstall update upgrade verify wait write"
  ).split(" "),
);

/** What a playbook is called, as it stands in the middle of a sentence: "Add the portals" is "add the portals". */
export function inSentence(name: string): string {
  const [first = ""] = name.split(/\s/, 1);
  return verbs.has(first.toLowerCase()) && /^[A-Z][a-z]*$/.test(first)
    ? `${first.toLowerCase()}${name.slice(first.length)}`
    : name;
}

const call = /^[\s`$#>]*(?:sudo\s+)?ansible-playbook\s+([^`\n]+)`*$/;
/** Options that say how it is to be run; Chiffon decides these by itself or asks on the card. */
const manner =
  /(?:^|\s)(?:-[KkJbvDC]+|--(?:ask-become-pass|ask-pass|ask-vault-pass(?:word)?|become|check|diff|verbose|force-handlers|flush-cache))(?=\s|$)/g;
const option = (names: string) =>
  new RegExp(`(?:^|\\s)(?:${names})(?:=|\\s+)("[^"]*"|'[^']*'|\\S+)`, "g");
const limit = option("--limit|-l");
const tags = option("--tags|-t");
const values = option("--extra-vars|-e");

/**
 * A call as it is typed into a terminal, in the words that one would say: `ansible-playbook site.yml -l nas -t web -K` is
 * "run site.yml on nas --tags web". Any other text stays as it is.
 */
export function sayTerminalCall(text: string): string {
  const given = call.exec(text.trim())?.[1];
  if (given === undefined) return text;
  const bare = (value: string): string => value.replace(/^["']|["']$/g, "");
  const said = given
    .replace(manner, "")
    .replace(limit, (_match, hosts: string) => ` on ${bare(hosts)}`)
    .replace(tags, (_match, names: string) => ` --tags ${bare(names)}`)
    .replace(values, (_match, pairs: string) => ` with ${bare(pairs)}`);
  return `run ${said.trim()}`;
}

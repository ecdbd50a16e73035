/**
 * Agents that a request names as its doer: "… with agent attic", "… via attic-agent", "… on agent attic". Only names
 * that exist count, so that software called an agent is none. In the order of the alphabet.
 */
export function namedAgents(text: string, names: readonly string[]): string[] {
  const said = ` ${text
    .toLowerCase()
    .replace(/["'“”‘’`,;:!?()]/g, " ")
    .replace(/\s+/g, " ")
    .trim()} `;
  return names
    .filter((name) => {
      const lower = name.toLowerCase();
      return ["agent ", "agent named ", "agent called "].some((lead) =>
        [" ", ". "].some((end) => said.includes(` ${lead}${lower}${end}`)),
      );
    })
    .sort();
}

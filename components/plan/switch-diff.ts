import type { SwitchLine } from "#server/contracts/playbook.ts";

/** The change that switches a line on, as git applies it with `--unidiff-zero`: no line around it is shown. */
export function switchDiff({ path, line, text, switchedOn }: SwitchLine): string {
  return [
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -${line} +${line} @@`,
    `-${text}`,
    `+${switchedOn}`,
  ].join("\n");
}

/** Shell commands that make a branch with that change and nothing else. */
export function branchCommands(line: SwitchLine): string {
  const variable = /^\w+/.exec(line.text)?.[0] ?? "it";
  return `git switch -c keep-${variable}-on
git apply --unidiff-zero <<'EOF'
${switchDiff(line)}
EOF
git commit -m 'Keep ${variable} on' -- '${line.path}'
`;
}

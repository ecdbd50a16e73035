const mask = "[redacted]";
const secret =
  "(?:pass(?:w(?:or)?d|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|psk)";
/** A name that speaks of a secret with its value: bound by a sign anywhere, by a space where the name begins its line. */
const bound = new RegExp(
  `^(.*?${secret}[\\w.-]*["']?\\s*(?:[:=]+|=>)\\s*["']?)(?=[^\\s"'])(.+?)(["']?,?\\s*)$`,
  "i",
);
const spaced = new RegExp(
  `^([+\\- ]?\\s*[\\w.-]*${secret}[\\w.-]*\\s+["']?)([^\\s"'].*?)(["']?)$`,
  "i",
);
const keyBegins = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const keyEnds = /-----END [A-Z ]*PRIVATE KEY-----/;

/** Longer lines are cut before they are searched, or one of them could take very long. */
const longestLine = 1_000;

/**
 * A diff with what its lines call a password, a token or a key masked: such values stand in plain files as well, where
 * nobody has marked them. Values that Chiffon knows are masked before.
 */
export function maskSecrets(diff: string): string {
  let isInKey = false;
  return diff
    .split("\n")
    .map(shortened)
    .map((line) => {
      if (/^(?:---|\+\+\+|@@)/.test(line) && !keyBegins.test(line)) return line;
      if (keyBegins.test(line)) isInKey = true;
      const isKey = isInKey;
      if (keyEnds.test(line)) isInKey = false;
      if (isKey) return `${line.slice(0, 1)}${mask}`;
      const pattern = bound.test(line) ? bound : spaced;
      return line.replace(
        pattern,
        (_whole, name: string, _value, end: string) => name + mask + end,
      );
    })
    .join("\n");
}

function shortened(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}

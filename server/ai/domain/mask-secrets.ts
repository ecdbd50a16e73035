const mark = "[redacted]";

/** Places where people and files put secrets, with what stands before them kept. First match wins. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, mark],
  [/\$ANSIBLE_VAULT;[^\n]*(?:\n\s*[0-9a-f]+)*/g, mark],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,200}):[^\s/@]{1,500}@/gi, `$1:${mark}@`],
  [/\b(?:eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)/g, mark],
  [/\b(?:sk|pk|rk|ghp|gho|ghs|glpat|xox[abpr])[-_][\w-]{12,}/g, mark],
  [/\bgithub_pat_\w{20,}/g, mark],
  [/\bAKIA[0-9A-Z]{12,}\b/g, mark],
  [/\b(bearer|basic)\s+[\w+/=.-]{8,}/gi, `$1 ${mark}`],
  [
    /\b([\w-]{0,40}(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|private[_-]?key|credential)s?)(["']?\s*(?:[:=]|\bis\b|\bto\b)\s*)(?:"[^"\n]{1,500}"|'[^'\n]{1,500}'|[^\s,;"']{1,500})/gi,
    `$1$2${mark}`,
  ],
  [
    /\b((?:with|and|the|its|new|admin|root|my)\s+(?:admin\s+|root\s+|new\s+)?(?:passw(?:or)?d|passphrase|pwd|api[_-]?key|token))\s+(?!for\b|is\b|of\b|to\b|in\b|on\b|manager\b|vault\b|store\b|and\b|should\b|must\b|reset\b)(?:"[^"\n]{1,500}"|'[^'\n]{1,500}'|[^\s,;"']{4,500})/gi,
    `$1 ${mark}`,
  ],
];

/**
 * Takes out what looks like a secret, whether or not anybody knows it as one: keys, tokens, passwords in addresses and
 * after the word "password". Errs on the side of taking out too much; prompts lose little by it.
 */
export function maskSecrets(text: string): string {
  return patterns.reduce((masked, [pattern, instead]) => masked.replace(pattern, instead), text);
}

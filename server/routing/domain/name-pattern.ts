/**
 * Whether a name fits a pattern: `*` stands for anything, `?` for one character, case does not matter. Takes at most
 * length of name × length of pattern steps, whatever the pattern.
 */
export function fitsPattern(pattern: string, name: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = name.toLowerCase();
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let starAt = 0;
  while (at < given.length) {
    const sign = wanted[inPattern];
    if (sign === "*") {
      star = inPattern++;
      starAt = at;
    } else if (sign === "?" || sign === given[at]) {
      at += 1;
      inPattern += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++starAt;
    } else return false;
  }
  return /^\**$/.test(wanted.slice(inPattern));
}

/** The beginning of a text, marked where it was cut; never half a character, which Postgres refuses in JSON. */
export function shortened(text: string, most: number, mark = "…"): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - mark.length).replace(/[\ud800-\udbff]$/, "")}${mark}`;
}

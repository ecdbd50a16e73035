let count = 0;

/**
 * An id for things that live in this tab only. Unique within the tab.
 *
 * Not `crypto.randomUUID`: browsers withhold it from pages served over plain http.
 */
export function localId(prefix: string): string {
  count += 1;
  return `${prefix}-${Date.now().toString(36)}-${count}`;
}

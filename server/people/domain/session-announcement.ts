/** Channel that says whose sockets must go. */
export const sessionChannel = "chiffon_session";

/** What is said on it: one session ended, or a person's role or standing changed. */
export type SessionAnnouncement =
  | { readonly kind: "session"; readonly sessionId: string }
  | { readonly kind: "person"; readonly personId: string };

/** The payload for an announcement: `session ID` or `person ID`. */
export function formatAnnouncement(announcement: SessionAnnouncement): string {
  return announcement.kind === "session"
    ? `session ${announcement.sessionId}`
    : `person ${announcement.personId}`;
}

/** Reads a payload; null when it is none of ours. */
export function parseAnnouncement(payload: string): SessionAnnouncement | null {
  const [kind, id, ...rest] = payload.split(" ");
  if (id === undefined || id === "" || rest.length > 0) return null;
  if (kind === "session") return { kind, sessionId: id };
  return kind === "person" ? { kind, personId: id } : null;
}

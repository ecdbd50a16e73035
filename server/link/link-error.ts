import { type LinkErrorName, type LinkErrorPayload, linkErrors } from "#server/contracts/link.ts";

/** What Chiffon refuses an agent with, by name; see `linkErrors`. */
export class LinkError extends Error {
  readonly kind: LinkErrorName;
  readonly more: Partial<Pick<LinkErrorPayload, "lastSequence" | "serverTime" | "at">>;

  constructor(kind: LinkErrorName, more: LinkError["more"] & { readonly message?: string } = {}) {
    const { message, ...rest } = more;
    super(message ?? linkErrors[kind].message);
    this.name = "LinkError";
    this.kind = kind;
    this.more = rest;
  }

  /** As the agent is told. */
  payload(): LinkErrorPayload {
    const { code, retryable } = linkErrors[this.kind];
    return { code, name: this.kind, message: this.message.slice(0, 1000), retryable, ...this.more };
  }
}

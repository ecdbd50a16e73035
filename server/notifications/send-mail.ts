import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import type { ChannelTarget } from "#server/contracts/notification.ts";
import {
  type OutgoingRule,
  resolveOutgoing,
  SendFault,
  toFault,
} from "#server/platform/outgoing-http.ts";
import { type Message, sendTimeoutMs } from "./message.ts";

type MailTarget = Extract<ChannelTarget, { kind: "mail" }>;

/**
 * Mails a message. Its Message-ID is the delivery's id: mail servers and readers that know it show a repeat once.
 *
 * @param password null where the server takes mail from everyone
 * @throws SendFault
 */
export async function sendMail(
  target: MailTarget,
  password: string | null,
  message: Message,
  rule: OutgoingRule,
): Promise<void> {
  const { host, port, security, user, from, to } = target;
  const address = await inTime(resolveOutgoing(host, rule), target);
  const transport = createTransport({
    host: address,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    // Connected to by its address, and known by its name.
    tls: { servername: isIP(host) === 0 ? host : "" },
    ...(user === null || password === null ? {} : { auth: { user, pass: password } }),
    connectionTimeout: sendTimeoutMs,
    greetingTimeout: sendTimeoutMs,
    socketTimeout: sendTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { deliveryId, title, lines, link, at } = message;
  const text = [...lines, ...(link === null ? [] : ["", link])].join("\n");
  try {
    const sending = transport.sendMail({
      ...{ from: { name: "Chiffon", address: from }, to, subject: title, text, date: at },
      messageId: `<${deliveryId}@chiffon.local>`,
      headers: { "auto-submitted": "auto-generated" },
    });
    await inTime(sending, target);
  } catch (error) {
    throw mailFault(error, target);
  } finally {
    transport.close();
  }
}

/** A server that answers bit by bit gets so long in all; what it is left with is closed. @throws SendFault */
async function inTime<T>(work: Promise<T>, { host, port }: MailTarget): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const fault = new SendFault(`${host}:${port} ${silence}`, { isFinal: false });
    timer = setTimeout(() => reject(fault), 2 * sendTimeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What nodemailer says, in words. */
function mailFault(error: unknown, target: MailTarget): SendFault {
  if (error instanceof SendFault) return error;
  const place = `${target.host}:${target.port}`;
  const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown };
  const status = typeof responseCode === "number" ? responseCode : null;
  const fault = (message: string, isFinal: boolean) =>
    new SendFault(`${place} ${message}`, { isFinal, cause: error });
  if (code === "EAUTH") {
    const named = target.user === null ? ", with a user's name" : "";
    const said = status ?? "no reason given";
    const isFinal = status === null || status >= 500;
    return fault(`refuses the user or the password (${said}): give them again${named}.`, isFinal);
  }
  if (code === "ETLS") return fault(noEncryption, true);
  if (status !== null) return fault(refusalWords(status, target), status >= 500);
  if (code === "ETIMEDOUT" || code === "EGREETING") return fault(silence, false);
  return toFault(causeOf(error), place);
}

const noEncryption =
  "offers no encryption that works: choose another way to encrypt, or another port (TLS is 465, STARTTLS 587).";
const silence =
  "does not answer as a mail server: is it switched on, does a firewall let this machine through, and is the encryption right (TLS is 465, STARTTLS 587)?";

function refusalWords(status: number, { user }: MailTarget): string {
  const login = user === null ? ", and whether it wants a user and a password" : "";
  return `refuses the mail (${status}): check the addresses it comes from and goes to${login}.`;
}

/** The fault of the connection, whose code nodemailer replaces by its own and leaves in the words. */
function causeOf(error: unknown): unknown {
  const { cause } = Object(error) as { cause?: unknown };
  if (cause !== undefined) return cause;
  const said = error instanceof Error ? error.message : "";
  const own = /\b(E[A-Z]{4,}|[A-Z]+_[A-Z_]{6,})\b/.exec(said)?.[1];
  return own === undefined ? error : Object.assign(new Error(said), { code: own });
}

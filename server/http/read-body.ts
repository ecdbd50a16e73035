import { AppError } from "#server/lib/app-error.ts";

/** Largest body taken. */
export const maxBodyBytes = 1024 * 1024;

/**
 * Reads a JSON body. An empty one counts as `{}`, so that actions without input can be posted plainly.
 *
 * @throws unsupported_media_type, body_too_large, invalid_input
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;\s*charset=("?)utf-8\2\s*)?$/i.test(type.trim()))
    throw new AppError("unsupported_media_type");
  const text = await readText(request);
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's message quotes the body; nobody needs it echoed.
    throw new AppError("invalid_input", { message: "The body is not valid JSON." });
  }
}

/** Reads a body as it is. @throws body_too_large beyond so many bytes */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  const tooLarge = { message: `The body is larger than ${Math.floor(maxBytes / 1024)} KiB.` };
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes)
    throw new AppError("body_too_large", tooLarge);
  if (request.body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined);
      throw new AppError("body_too_large", tooLarge);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

/** Reads the fields of a form; one that is there twice counts as none. @throws unsupported_media_type, body_too_large */
export async function readFormBody(request: Request): Promise<Record<string, string>> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type.trim()))
    throw new AppError("unsupported_media_type", {
      message: "Send application/x-www-form-urlencoded.",
    });
  const form = new URLSearchParams(await readText(request));
  const single = [...form.keys()].filter((name) => form.getAll(name).length === 1);
  return Object.fromEntries(single.map((name) => [name, form.get(name) ?? ""]));
}

async function readText(request: Request): Promise<string> {
  const bytes = await readBytes(request, maxBodyBytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("invalid_input", { message: "The body is not UTF-8." });
  }
}

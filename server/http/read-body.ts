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

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes)
    throw new AppError("body_too_large");
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBodyBytes) {
      await reader.cancel().catch(() => undefined);
      throw new AppError("body_too_large");
    }
    chunks.push(value);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new AppError("invalid_input", { message: "The body is not UTF-8." });
  }
}

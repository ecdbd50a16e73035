import { openApiDocument } from "./document.ts";

let text: string | null = null;

/** The document as an answer. It is written once: the table does not change while a process runs. */
export function openApiResponse(): Response {
  text ??= JSON.stringify(openApiDocument());
  return new Response(text, { headers: { "content-type": "application/json; charset=utf-8" } });
}

/** More than this is no message of ours. */
const maxEventChars = 16 * 1024 * 1024;

/**
 * The data of each event of a `text/event-stream`, as it arrives.
 *
 * @throws Error on an event that does not end
 */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    rest = `${rest}${decoder.decode(chunk, { stream: true })}`.replaceAll("\r\n", "\n");
    const events = rest.split("\n\n");
    rest = events.pop() ?? "";
    if (rest.length > maxEventChars) throw new Error("the answer is too long");
    for (const event of events) {
      const data = event.split("\n").filter((line) => line.startsWith("data:"));
      const text = data.map((line) => line.slice("data:".length).replace(/^ /, "")).join("\n");
      if (text !== "") yield text;
    }
  }
}

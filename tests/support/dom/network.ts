import { vi } from "vitest";

/** A request as it left the page. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  /** As it is on the wire: `/api/v1` speaks snake_case. */
  readonly body: unknown;
}

/** Stands where the network is: what the page asks is noted and answered by what the test says. */
export interface Network {
  readonly sent: readonly SentRequest[];
  /** The query of each of them. */
  readonly queries: readonly Readonly<Record<string, string>>[];
  /** Answers every later request to "GET /api/..."; keys are given in camelCase and sent as the path speaks. */
  answer(request: string, body: object, status?: number): void;
  /** From now on nothing gets through. */
  cut(): void;
}

/** Takes the place of `fetch` until the test ends. A request nobody answers is answered 404. */
export function standInNetwork(): Network {
  const sent: SentRequest[] = [];
  const queries: Record<string, string>[] = [];
  const answers = new Map<string, { body: object; status: number }>();
  let isCut = false;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const method = init.method ?? "GET";
    const { pathname: path, searchParams } = new URL(url, "http://chiffon");
    queries.push(Object.fromEntries(searchParams));
    sent.push({ method, path, body: init.body ? JSON.parse(String(init.body)) : null });
    if (isCut) throw new TypeError("Failed to fetch");
    const { body, status } = answers.get(`${method} ${path}`) ?? { body: notFound, status: 404 };
    return Response.json(path.startsWith("/api/v1/") ? snakeCased(body) : body, { status });
  });
  return {
    sent,
    queries,
    answer: (request, body, status = 200) => void answers.set(request, { body, status }),
    cut: () => {
      isCut = true;
    },
  };
}

const notFound = { code: "not_found", errorMessage: "That does not exist.", fix: "Go back." };

function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeCased(inner),
    ]),
  );
}

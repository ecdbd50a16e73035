import { z } from "zod";
import type { Gpu } from "#server/contracts/agent.ts";

const maxCards = 32;
const bytesPerMb = 1024 * 1024;

/** What `nvidia-smi` is asked with; {@link readNvidia} reads the answer. */
export const nvidiaQuery = [
  "--query-gpu=name,memory.total,memory.free",
  "--format=csv,noheader,nounits",
] as const;

/** The cards of an answer of `nvidia-smi`, a line each; sizes come in mebibytes, "[N/A]" where it does not know. */
export function readNvidia(text: string): Gpu[] {
  return text
    .split("\n")
    .map((line) => line.split(",").map((cell) => cell.trim()))
    .filter((cells) => cells.length >= 3)
    .slice(0, maxCards)
    .map((cells) => ({
      vendor: "nvidia",
      // A name may hold commas; sizes do not.
      name: cells.slice(0, -2).join(", ").slice(0, 200),
      vramTotalMb: sizeOf(cells.at(-2)),
      vramAvailableMb: sizeOf(cells.at(-1)),
    }));
}

/** What `rocm-smi` is asked with; {@link readRocm} reads the answer. */
export const rocmQuery = ["--showproductname", "--showmeminfo", "vram", "--json"] as const;

/** The cards of an answer of `rocm-smi`: an object with a key a card; sizes come as bytes in text. */
export function readRocm(text: string): Gpu[] {
  const cards = Object.entries(readJson(text)).filter(([key]) => /^card\d+$/.test(key));
  return cards.slice(0, maxCards).map(([, card]) => {
    const fields: Readonly<Record<string, unknown>> = { ...Object(card) };
    const total = sizeOf(fields["VRAM Total Memory (B)"]) / bytesPerMb;
    const used = sizeOf(fields["VRAM Total Used Memory (B)"]) / bytesPerMb;
    const name = fields["Card Series"] ?? fields["Card series"] ?? fields["Card model"] ?? "";
    return {
      vendor: "amd",
      name: String(name).slice(0, 200),
      vramTotalMb: Math.round(total),
      vramAvailableMb: Math.max(0, Math.round(total - used)),
    };
  });
}

const number = z.number().nullish().catch(null);
const controllersSchema = z
  .array(
    z.object({
      vendor: z.string().nullish().catch(null),
      model: z.string().nullish().catch(null),
      vram: number,
      memoryTotal: number,
      memoryFree: number,
    }),
  )
  .nullish()
  .catch(null);

/** The cards that systeminformation found; one whose memory is the machine's own has none. */
export function readControllers(controllers: unknown): Gpu[] {
  const found = controllersSchema.parse(controllers) ?? [];
  return found.slice(0, maxCards).map(({ vendor, model, vram, memoryTotal, memoryFree }) => {
    const total = Math.max(0, memoryTotal ?? vram ?? 0);
    return {
      vendor: vendorOf(`${vendor ?? ""} ${model ?? ""}`),
      name: (model ?? "").slice(0, 200),
      vramTotalMb: total,
      // What nobody measures counts as in use: a card is promised only what is known to be free.
      vramAvailableMb: Math.min(total, Math.max(0, memoryFree ?? 0)),
    };
  });
}

/** One list of cards: a vendor's own tool knows its cards better than anybody else. */
export function joinCards(ownTools: readonly Gpu[], found: readonly Gpu[]): Gpu[] {
  const told = new Set(ownTools.map(({ vendor }) => vendor));
  return [...ownTools, ...found.filter(({ vendor }) => !told.has(vendor))].slice(0, maxCards);
}

function vendorOf(words: string): Gpu["vendor"] {
  if (/nvidia/i.test(words)) return "nvidia";
  if (/\bamd\b|advanced micro|\bati\b|radeon/i.test(words)) return "amd";
  return /intel/i.test(words) ? "intel" : "other";
}

function sizeOf(value: unknown): number {
  const size = Number(value);
  return Number.isFinite(size) && size > 0 ? size : 0;
}

function readJson(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

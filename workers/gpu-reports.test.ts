import { describe, expect, it } from "vitest";
import { joinCards, readControllers, readNvidia, readRocm } from "./gpu-reports.ts";

/** Two cards, as the query prints them. */
const twoCards = `NVIDIA GeForce RTX 4090, 24564, 23011
NVIDIA RTX A2000 12GB, 12282, 12018
`;
const withoutMemory = "Quadro 2000, [N/A], [N/A]\n";
const noDriver =
  "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n";
/** As ROCm 6 prints it. */
const radeon = JSON.stringify({
  card0: {
    "VRAM Total Memory (B)": "17163091968",
    "VRAM Total Used Memory (B)": "1073741824",
    "Card Series": "Navi 21 [Radeon RX 6800/6800 XT / 6900 XT]",
    "Card Model": "0x73bf",
    "Card Vendor": "Advanced Micro Devices, Inc. [AMD/ATI]",
  },
  system: { "Driver version": "6.7.0" },
});

describe("cards as their vendors' tools report them", () => {
  it("nvidia-smi", () => {
    expect(readNvidia(twoCards)).toEqual([
      {
        ...{ vendor: "nvidia", name: "NVIDIA GeForce RTX 4090" },
        ...{ vramTotalMb: 24_564, vramAvailableMb: 23_011 },
      },
      {
        ...{ vendor: "nvidia", name: "NVIDIA RTX A2000 12GB" },
        ...{ vramTotalMb: 12_282, vramAvailableMb: 12_018 },
      },
    ]);
    expect(readNvidia(withoutMemory)).toMatchObject([{ vramTotalMb: 0, vramAvailableMb: 0 }]);
    expect(readNvidia("")).toEqual([]);
    expect(readNvidia(noDriver)).toEqual([]);
  });

  it("rocm-smi", () => {
    expect(readRocm(radeon)).toEqual([
      {
        ...{ vendor: "amd", name: "Navi 21 [Radeon RX 6800/6800 XT / 6900 XT]" },
        ...{ vramTotalMb: 16_368, vramAvailableMb: 15_344 },
      },
    ]);
    for (const odd of ["", "{", "null", "[]", '{"card0":null}', '{"card0":{}}'])
      expect(() => readRocm(odd)).not.toThrow();
  });

  it("systeminformation, of any vendor, with unknown memory as none", () => {
    const found = readControllers([
      { vendor: "Intel Corporation", model: "UHD Graphics 630", vram: null },
      { vendor: "Advanced Micro Devices, Inc. [AMD/ATI]", model: "Navi 21", vram: 256 },
      { vendor: "NVIDIA Corporation", model: "GA102", memoryTotal: 24_564, memoryFree: 100 },
      { vendor: "ASPEED Technology, Inc.", model: "ASPEED Graphics Family", vram: -1 },
    ]);
    expect(
      found.map(({ vendor, vramTotalMb, vramAvailableMb }) => [
        vendor,
        vramTotalMb,
        vramAvailableMb,
      ]),
    ).toEqual([
      ["intel", 0, 0],
      ["amd", 256, 0],
      ["nvidia", 24_564, 100],
      ["other", 0, 0],
    ]);
    for (const odd of [null, undefined, "x", [1], [{ vram: "x" }]])
      expect(() => readControllers(odd)).not.toThrow();
    expect(joinCards(readNvidia(twoCards), found).map(({ vendor }) => vendor)).toEqual([
      ...["nvidia", "nvidia", "intel", "amd", "other"],
    ]);
  });
});

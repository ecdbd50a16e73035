import { z } from "zod";

/** What a run's processes used, as far as it was seen. Kept in the run's directory while it goes on. */
export const runUsageSchema = z.object({
  /** How often its processes were looked at. */
  samples: z.number().int().nonnegative(),
  /** Most memory that all of them held at once. */
  peakMemoryMib: z.number().nonnegative(),
  /** Most that all of them had used together; who ended unseen by a waiting parent is missing. */
  cpuSeconds: z.number().nonnegative(),
  /** Most memory on graphics cards that all of them held at once; null where none could be asked. */
  peakVramMib: z.number().nonnegative().nullable(),
  /** Bytes that its ssh processes carried, in both directions; null where that may not be read. */
  sshBytes: z.number().int().nonnegative().nullable(),
});
export type RunUsage = z.infer<typeof runUsageSchema>;

/** One look at all processes of a run. */
export interface UsageSample {
  readonly memoryKib: number;
  readonly cpuSeconds: number;
  /** What each ssh process has carried since it began, by process. */
  readonly sshBytes: ReadonlyMap<string, number>;
  /** Whether there was an ssh process that may not be read. */
  readonly hasHiddenSsh: boolean;
}

/** Sums as they are kept: those of `RunUsage`, with what each ssh process that is still there had carried. */
export const keptUsageSchema = runUsageSchema.extend({
  sshAlive: z.record(z.string(), z.number().int().nonnegative()),
  /** One could not be read: nobody knows the sum. */
  hasHiddenSsh: z.boolean(),
});
export type KeptUsage = z.infer<typeof keptUsageSchema>;

/** Before the first look. */
export const noUsage: KeptUsage = {
  samples: 0,
  peakMemoryMib: 0,
  cpuSeconds: 0,
  peakVramMib: null,
  sshBytes: 0,
  sshAlive: {},
  hasHiddenSsh: false,
};

/** Takes a look into the sums. A counter goes on where it stood, so that looking again after a restart counts nothing twice. */
export function addSample(kept: KeptUsage, sample: UsageSample): KeptUsage {
  const sshAlive: Record<string, number> = {};
  let added = 0;
  for (const [key, bytes] of sample.sshBytes) {
    const before = kept.sshAlive[key] ?? 0;
    const now = Math.max(before, bytes);
    added += now - before;
    sshAlive[key] = now;
  }
  return {
    samples: kept.samples + 1,
    peakMemoryMib: Math.max(kept.peakMemoryMib, roundMib(sample.memoryKib / 1024)),
    cpuSeconds: Math.max(kept.cpuSeconds, sample.cpuSeconds),
    peakVramMib: kept.peakVramMib,
    sshBytes: (kept.sshBytes ?? 0) + added,
    sshAlive,
    hasHiddenSsh: kept.hasHiddenSsh || sample.hasHiddenSsh,
  };
}

/** Takes what the graphics cards said of the run's processes into the sums. */
export function addVram(kept: KeptUsage, vramMib: number): KeptUsage {
  return { ...kept, peakVramMib: Math.max(kept.peakVramMib ?? 0, roundMib(vramMib)) };
}

/** The sums without their workings. */
export function usageOf({ sshAlive: _, hasHiddenSsh, ...usage }: KeptUsage): RunUsage {
  return { ...usage, sshBytes: hasHiddenSsh ? null : usage.sshBytes };
}

const roundMib = (mib: number) => Math.round(mib * 10) / 10;

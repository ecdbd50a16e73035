import { type FSWatcher, watch } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

const chunkBytes = 64 * 1024;

/** Reads a file that another process appends to, from an offset on. The returned bytes are valid until the next read. */
export class GrowingFile {
  private readonly path: string;
  private readonly chunk = Buffer.alloc(chunkBytes);
  private offset: number;
  private handle: FileHandle | null = null;

  constructor(path: string, offset: number) {
    this.path = path;
    this.offset = offset;
  }

  /** The next bytes, at most 64 KiB; null when there are none now, or no file. */
  async read(): Promise<Buffer | null> {
    this.handle ??= await openIfPresent(this.path);
    if (!this.handle) return null;
    const { bytesRead } = await this.handle.read(this.chunk, 0, chunkBytes, this.offset);
    if (bytesRead === 0) return null;
    this.offset += bytesRead;
    return this.chunk.subarray(0, bytesRead);
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = null;
  }
}

async function openIfPresent(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Rings when something changes in one of the directories, or the signal aborts. Where watching fails, time alone rings. */
export class Alarm {
  private readonly watchers: FSWatcher[] = [];
  private readonly signal: AbortSignal | undefined;
  private hasRung = true;
  private wake: (() => void) | null = null;
  private readonly ring = () => {
    this.hasRung = true;
    this.wake?.();
  };

  constructor(directories: readonly string[], signal: AbortSignal | undefined) {
    this.signal = signal;
    signal?.addEventListener("abort", this.ring, { once: true });
    for (const directory of directories) {
      try {
        const watcher = watch(directory, this.ring);
        watcher.on("error", () => watcher.close());
        this.watchers.push(watcher);
      } catch {
        // Out of inotify watches: the time limit of wait() is enough.
      }
    }
  }

  /** Waits until it rings, at most this long; returns at once when it rang since the last wait. */
  async wait(limitMs: number): Promise<void> {
    if (!this.hasRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wake = null;
    }
    this.hasRung = false;
  }

  close(): void {
    this.signal?.removeEventListener("abort", this.ring);
    for (const watcher of this.watchers) watcher.close();
  }
}

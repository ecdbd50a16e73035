import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";

const MAX_BYTES = 10 * 1024 * 1024;
const KEPT_FILES = 3;

/** Appends lines to one file, moving it to `.1`, `.2`, `.3` whenever it has grown past `maxBytes`. */
export class ProcessLog {
  readonly file: string;
  readonly #maxBytes: number;
  #descriptor: number;
  #isOpen = true;
  #bytes: number;

  constructor(file: string, maxBytes: number = MAX_BYTES) {
    this.file = file;
    this.#maxBytes = maxBytes;
    this.#descriptor = openSync(file, "a", 0o600);
    this.#bytes = fstatSync(this.#descriptor).size;
  }

  write(line: string): void {
    if (!this.#isOpen) return;
    if (this.#bytes > this.#maxBytes) this.#rotate();
    this.#bytes += writeSync(this.#descriptor, `${line}\n`);
  }

  /** Safe to repeat. */
  close(): void {
    if (this.#isOpen) closeSync(this.#descriptor);
    this.#isOpen = false;
  }

  #rotate(): void {
    closeSync(this.#descriptor);
    rotateFile(this.file);
    this.#descriptor = openSync(this.file, "a", 0o600);
    this.#bytes = 0;
  }
}

/** Rotates a file that another program writes: to be called before that program is started. */
export function rotateIfLarge(file: string): void {
  if (existsSync(file) && statSync(file).size > MAX_BYTES) rotateFile(file);
}

function rotateFile(file: string): void {
  for (let number = KEPT_FILES - 1; number >= 1; number--) {
    if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`);
  }
  renameSync(file, `${file}.1`);
}

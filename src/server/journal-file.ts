/** The journal on disk: one writer, one lock, and one wait for the disk for all who wait at the same time. */
import * as fs from 'node:fs';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { HvsimError } from '../errors.ts';
import { type Journal, type JournalLine, readLines } from './journal.ts';

const syncData = promisify(fs.fdatasync);

export interface JournalFileOptions {
  /** Goes on with what the file says; without it the file is written anew. */
  readonly resume: boolean;
  /** Whether an answer waits until the disk has what led to it. */
  readonly fsync: boolean;
  readonly warn: (text: string) => void;
}

/** Files that this process has open: a lock that it holds itself is not a stale one. */
const held = new Set<string>();

/**
 * Opens a journal.
 *
 * @throws HvsimError `state-locked`, `wrong-state` for what cannot be read as one, `cannot-read`, `cannot-write`
 */
export function openJournalFile(file: string, options: JournalFileOptions): JournalFile {
  const path = resolve(file);
  // What is no file would be waited for without end, or be replaced by one.
  const there = attempt('write', file, () => fs.statSync(path, { throwIfNoEntry: false }));
  if (there && !there.isFile()) {
    throw new HvsimError('cannot-read', `${file} cannot be read: it is ${there.isDirectory() ? 'a folder' : 'no regular file'}.`);
  }
  const release = takeLock(path, file);
  try {
    return new JournalFile(path, file, release, options);
  } catch (error) {
    release();
    throw error;
  }
}

export class JournalFile implements Journal {
  readonly name: string;
  readonly earlier: readonly JournalLine[];
  readonly #path: string;
  readonly #release: () => void;
  readonly #fsync: boolean;
  #file: number;
  /** After how many bytes the file is torn: what stands there goes with the first write, when it is sure that the file is ours. */
  #torn: number | undefined;
  /** Where a new file is written that takes the place of the old one when it is settled. */
  #newPath: string | undefined;
  #begun = 0;
  #waiting: string[] = [];
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #failed: HvsimError | undefined;

  constructor(path: string, name: string, release: () => void, { resume, fsync, warn }: JournalFileOptions) {
    this.#path = path;
    this.name = name;
    this.#release = release;
    this.#fsync = fsync;
    const bytes = resume ? readIfThere(path, name) : new Uint8Array();
    const { lines, bytes: whole, isTorn } = readLines(bytes, name);
    this.earlier = lines;
    this.#file = resume ? attempt('write', name, () => fs.openSync(path, 'a', 0o600)) : this.#openNew();
    if (!isTorn) return;
    this.#torn = whole;
    warn(`${name}: the last record is cut off after byte ${whole} and left out; the run ended while it was written`);
  }

  write(text: string): void {
    this.#waiting.push(text);
    this.#next ??= this.#writing.then(() => this.#flush());
    // Whoever waits in `settled` is told; where nobody does, the next who asks will be.
    this.#next.catch(() => {});
  }

  settled(): Promise<void> {
    if (this.#failed) return Promise.reject(this.#failed);
    return this.#next ?? this.#writing;
  }

  startOver(): void {
    this.#waiting = [];
    this.#torn = undefined;
    const old = this.#file;
    this.#file = this.#openNew();
    this.#writing = this.#writing.finally(() => fs.closeSync(old));
  }

  /** Comes when everything is written and the file is free for another. */
  async close(): Promise<void> {
    try {
      await this.settled();
    } finally {
      fs.closeSync(this.#file);
      this.#release();
    }
  }

  async #flush(): Promise<void> {
    const text = `${this.#waiting.join('\n')}\n`;
    this.#waiting = [];
    this.#next = undefined;
    const newPath = this.#newPath;
    this.#newPath = undefined;
    this.#writing = this.#put(text, newPath);
    return this.#writing;
  }

  #openNew(): number {
    this.#begun += 1;
    const path = `${this.#path}.new${this.#begun}`;
    this.#newPath = path;
    return attempt('write', this.name, () => fs.openSync(path, 'w', 0o600));
  }

  async #put(text: string, newPath: string | undefined): Promise<void> {
    if (this.#failed) throw this.#failed;
    try {
      if (this.#torn !== undefined) {
        fs.ftruncateSync(this.#file, this.#torn);
        this.#torn = undefined;
      }
      const bytes = new TextEncoder().encode(text);
      for (let from = 0; from < bytes.length; ) from += fs.writeSync(this.#file, bytes, from);
      if (this.#fsync) await syncData(this.#file);
      if (newPath !== undefined) replace(newPath, this.#path, this.#fsync);
    } catch (error) {
      this.#failed = cannot('write', this.name, error);
      throw this.#failed;
    }
  }
}

/** Puts the new file in the place of the old one, in one step. */
function replace(newPath: string, path: string, fsync: boolean): void {
  fs.renameSync(newPath, path);
  if (!fsync || process.platform === 'win32') return;
  const folder = fs.openSync(dirname(path), 'r');
  fs.fsyncSync(folder);
  fs.closeSync(folder);
}

function readIfThere(path: string, name: string): Uint8Array {
  return attempt('read', name, () => {
    try {
      return fs.readFileSync(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return new Uint8Array();
      throw error;
    }
  });
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

function attempt<T>(what: 'read' | 'write', name: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw cannot(what, name, error);
  }
}

const cannot = (what: 'read' | 'write', name: string, error: unknown): HvsimError => {
  const done = what === 'read' ? 'read' : 'written';
  return new HvsimError(`cannot-${what}`, `${name} cannot be ${done}: ${(error as Error).message}.`, { cause: error });
};

/**
 * Makes a file beside the journal with the process that uses it. The lock of a process that is gone is taken over.
 *
 * @returns what releases the lock
 */
function takeLock(path: string, name: string): () => void {
  const file = `${path}.lock`;
  const remove = () => attempt('write', file, () => fs.rmSync(file, { force: true }));
  if (held.has(path)) throw locked(name, process.pid, file);
  for (let tries = 0; !isMade(file, tries); tries += 1) {
    const pid = Number(new TextDecoder().decode(readIfThere(file, file)));
    if (pid !== process.pid && isRunning(pid)) throw locked(name, pid, file);
    remove();
  }
  held.add(path);
  return () => {
    if (held.delete(path)) remove();
  };
}

/** Makes a lock, and tells whether it could: not where there is one already. */
function isMade(file: string, tries: number): boolean {
  try {
    fs.writeFileSync(file, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && tries < 3) return false;
    throw cannot('write', file, error);
  }
}

const locked = (name: string, pid: number, file: string): HvsimError =>
  new HvsimError(
    'state-locked',
    `${name} is in use by the running server with process id ${pid}. Stop it first; if that is no server, delete ${file}.`,
  );

function isRunning(pid: number): boolean {
  if (!(Number.isInteger(pid) && pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Whether a process is dead and only its parent has not taken note, as in containers whose first process never does. */
function isZombie(pid: number): boolean {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

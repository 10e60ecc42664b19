/** The journal on disk: one writer, one lock, and one wait for the disk for all who wait at the same time. */
import * as fs from 'node:fs';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { HvsimError } from '../errors.ts';
import { attempt } from './attempt.ts';
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

/** @throws HvsimError `state-locked`, `wrong-state` for what cannot be read as a journal, `cannot-read`, `cannot-write` */
export function openJournalFile(file: string, options: JournalFileOptions): JournalFile {
  const path = resolve(file);
  // What is no file would be waited for without end, or be replaced by one.
  const there = attempt(() => fs.statSync(path, { throwIfNoEntry: false }), cannot('write', file));
  if (there && !there.isFile())
    throw new HvsimError('cannot-read', `${file} cannot be read: it is ${there.isDirectory() ? 'a folder' : 'no regular file'}.`);
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
  /** Never rejected: who waits in `settled` is told, and where nobody does, the next who asks. */
  #writing: Promise<void> = Promise.resolve();
  #failed: HvsimError | undefined;

  constructor(path: string, name: string, release: () => void, { resume, fsync, warn }: JournalFileOptions) {
    this.#path = path;
    this.name = name;
    this.#release = release;
    this.#fsync = fsync;
    const { lines, bytes, isTorn } = readLines(resume ? readIfThere(path, name) : new Uint8Array(), name);
    this.earlier = lines;
    this.#file = resume ? attempt(() => fs.openSync(path, 'a', 0o600), cannot('write', name)) : this.#openNew();
    if (!isTorn) return;
    this.#torn = bytes;
    warn(`${name}: the last record is cut off after byte ${bytes} and left out; the run ended while it was written`);
  }

  write(text: string): void {
    if (this.#waiting.push(text) === 1) this.#writing = this.#writing.then(() => this.#flush());
  }

  async settled(): Promise<void> {
    await this.#writing;
    if (this.#failed) throw this.#failed;
  }

  startOver(): void {
    this.#waiting = [];
    this.#torn = undefined;
    const old = this.#file;
    this.#file = this.#openNew();
    this.#writing = this.#writing.then(() => fs.closeSync(old));
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

  #openNew(): number {
    this.#begun += 1;
    const path = `${this.#path}.new${this.#begun}`;
    this.#newPath = path;
    return attempt(() => fs.openSync(path, 'w', 0o600), cannot('write', this.name));
  }

  async #flush(): Promise<void> {
    const bytes = new TextEncoder().encode(this.#waiting.map((text) => `${text}\n`).join(''));
    const newPath = this.#newPath;
    this.#waiting = [];
    // After a failure nothing more is written; after a start over there may be nothing to write.
    if (this.#failed || bytes.length === 0) return;
    this.#newPath = undefined;
    try {
      if (this.#torn !== undefined) fs.ftruncateSync(this.#file, this.#torn);
      this.#torn = undefined;
      for (let from = 0; from < bytes.length; ) from += fs.writeSync(this.#file, bytes, from);
      if (this.#fsync) await syncData(this.#file);
      if (newPath !== undefined) replace(newPath, this.#path, this.#fsync);
    } catch (error) {
      this.#failed = cannot('write', this.name)(error);
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

const readIfThere = (path: string, name: string): Uint8Array =>
  attempt(() => unless('ENOENT', () => fs.readFileSync(path)) ?? new Uint8Array(), cannot('read', name));

/** What an action gives; undefined where it fails with a code. */
function unless<T>(code: string, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return undefined;
    throw error;
  }
}

const cannot = (what: 'read' | 'write', name: string) => (error: unknown) => {
  const done = what === 'read' ? 'read' : 'written';
  return new HvsimError(`cannot-${what}`, `${name} cannot be ${done}: ${(error as Error).message}.`, { cause: error });
};

/** Takes over the lock of a process that is gone. Returns what releases it. */
function takeLock(path: string, name: string): () => void {
  const file = `${path}.lock`;
  const make = () => {
    fs.writeFileSync(file, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  };
  const remove = () => attempt(() => fs.rmSync(file, { force: true }), cannot('write', file));
  const locked = (pid: number) => {
    const what = `${name} is in use by the running server with process id ${pid}.`;
    return new HvsimError('state-locked', `${what} Stop it first; if that is no server, delete ${file}.`);
  };
  if (held.has(path)) throw locked(process.pid);
  // Another that finds the lock stale too may be quicker.
  for (let tries = 0; !attempt(() => unless(tries < 3 ? 'EEXIST' : '', make), cannot('write', file)); tries += 1) {
    const pid = Number(new TextDecoder().decode(readIfThere(file, file)));
    if (pid !== process.pid && isRunning(pid)) throw locked(pid);
    remove();
  }
  held.add(path);
  return () => {
    if (held.delete(path)) remove();
  };
}

function isRunning(pid: number): boolean {
  if (!(Number.isInteger(pid) && pid > 0)) return false;
  try {
    process.kill(pid, 0);
    // Dead, and only its parent has not taken note, as in containers whose first process never does.
    const stat = unless('ENOENT', () => fs.readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? '';
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch (error) {
    return ['EPERM', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}

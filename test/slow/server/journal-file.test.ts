import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type JournalFile, openJournalFile } from '../../../src/server/journal-file.ts';

const newFile = (text?: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'hvsim-')), 'state.ndjson');
  if (text !== undefined) writeFileSync(file, text);
  return file;
};

const open = (file: string, warnings: string[] = [], resume = true): JournalFile =>
  openJournalFile(file, { resume, fsync: true, warn: (text) => warnings.push(text) });

describe('a journal on disk', () => {
  it('has everything that was written before it settled', async () => {
    const file = newFile();
    const journal = open(file);
    journal.write('{"a":1}');
    await journal.settled();
    expect(readFileSync(file, 'utf8')).toBe('{"a":1}\n');
    for (let index = 0; index < 50; index += 1) journal.write(`{"b":${index}}`);
    await Promise.all([journal.settled(), journal.settled()]);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(51);
    await journal.close();
  });

  it('goes on with what is there, and leaves out a last record that is cut off, with a warning', async () => {
    const file = newFile('{"a":1}\n{"b":2}\n{"c":');
    const warnings: string[] = [];
    const journal = open(file, warnings);
    expect(journal.earlier.map(({ text }) => text)).toEqual(['{"a":1}', '{"b":2}']);
    expect(warnings).toEqual([expect.stringMatching(/last record is cut off after byte 16/)]);
    journal.write('{"d":4}');
    await journal.close();
    expect(readFileSync(file, 'utf8')).toBe('{"a":1}\n{"b":2}\n{"d":4}\n');
  });

  it('is as it was, with what is cut off, until something is written', async () => {
    const text = '{"a":1}\nsomebody else’s\n';
    const file = newFile(text);
    await open(file).close();
    expect(readFileSync(file, 'utf8')).toBe(text);
    const journal = open(file);
    journal.write('{"b":2}');
    await journal.close();
    expect(readFileSync(file, 'utf8')).toBe('{"a":1}\n{"b":2}\n');
  });

  it('is replaced in one step when it starts over', async () => {
    const file = newFile('{"a":1}\n');
    const journal = open(file);
    journal.startOver();
    journal.write('{"b":2}');
    expect(readFileSync(file, 'utf8')).toBe('{"a":1}\n');
    await journal.settled();
    expect(readFileSync(file, 'utf8')).toBe('{"b":2}\n');
    for (let index = 0; index < 5; index += 1) {
      journal.startOver();
      journal.write(`{"c":${index}}`);
    }
    journal.write('{"d":1}');
    await journal.close();
    expect(readFileSync(file, 'utf8')).toBe('{"c":4}\n{"d":1}\n');
  });

  it('is written anew where it is only a record', async () => {
    const file = newFile('{"a":1}\n');
    const journal = open(file, [], false);
    expect(journal.earlier).toEqual([]);
    journal.write('{"b":2}');
    await journal.close();
    expect(readFileSync(file, 'utf8')).toBe('{"b":2}\n');
  });

  it('is locked while it is open, in this process too', async () => {
    const file = newFile();
    const journal = open(file);
    expect(() => open(file)).toThrow(
      expect.objectContaining({ code: 'state-locked', message: expect.stringContaining(String(process.pid)) }),
    );
    await journal.close();
    await open(file).close();
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('is refused while another process has it, and taken over from one that is gone', async () => {
    const file = newFile();
    writeFileSync(`${file}.lock`, '1\n');
    expect(() => open(file)).toThrow(/in use by the running server with process id 1\b/);
    for (const stale of ['999999999\n', '', 'nonsense']) {
      writeFileSync(`${file}.lock`, stale);
      await open(file).close();
    }
  });

  // In a container whose first process takes note of no end, a server that was killed stays in the list of processes.
  it.runIf(process.platform === 'linux')('is taken over from a process that is dead and that nobody took note of', async () => {
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const procOf = (pid: number, file: string) => readFileSync(`/proc/${pid}/${file}`, 'latin1');
    try {
      const [text] = await once(parent.stdout, 'data');
      const pid = Number(text);
      const isDead = () => /\) Z /.test(procOf(pid, 'stat'));
      // A shell would take note; what it becomes does not.
      await vi.waitFor(() => expect(procOf(parent.pid ?? 0, 'comm')).toBe('sleep\n'), 10_000);
      process.kill(pid);
      await vi.waitFor(() => expect(isDead()).toBe(true), 10_000);
      const file = newFile();
      writeFileSync(`${file}.lock`, `${pid}\n`);
      await open(file).close();
      expect(isDead()).toBe(true);
    } finally {
      parent.kill();
    }
  });

  it('says what cannot be read or written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hvsim-'));
    mkdirSync(join(folder, 'inner'));
    expect(() => open(join(folder, 'inner'))).toThrow(expect.objectContaining({ code: 'cannot-read' }));
    expect(() => open(join(folder, 'missing', 'state'))).toThrow(expect.objectContaining({ code: 'cannot-write' }));
    expect(() => open(join(folder, 'inner'), [], false)).toThrow(expect.objectContaining({ code: 'cannot-read' }));
    expect(() => open('/dev/null')).toThrow('/dev/null cannot be read: it is no regular file.');
    expect(readdirSync(folder)).toEqual(['inner']);
  });

  it('gives the lock back where the file is damaged', async () => {
    const file = newFile('{"a":1}\nnonsense\n{"b":2}\n');
    expect(() => open(file)).toThrow(expect.objectContaining({ code: 'wrong-state' }));
    expect(existsSync(`${file}.lock`)).toBe(false);
  });
});

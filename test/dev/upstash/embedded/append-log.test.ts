/** The log on disk: whatever a crash leaves of the last line, what was written before it is there. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LogRecord, openAppendLog } from '../../../../src/dev/upstash/embedded/append-log.ts';

const records: readonly LogRecord[] = [
  { atMs: 1n, commands: [['set', 'a', '\x00\xff\n"']] },
  {
    atMs: 2n,
    commands: [
      ['set', 'b', '1'],
      ['incr', 'b'],
    ],
  },
  { atMs: 3n, commands: [['del', 'a']] },
];

describe('the append log', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-log-'));
    file = join(folder, 'log');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(list: readonly LogRecord[]): void {
    const log = openAppendLog(file, () => {});
    for (const record of list) log.append(record);
    log.close();
  }

  function read(): LogRecord[] {
    const found: LogRecord[] = [];
    openAppendLog(file, (record) => found.push(record)).close();
    return found;
  }

  it('gives back what was appended, byte by byte, and counts its size', () => {
    write(records);
    expect(read()).toEqual(records);
    const log = openAppendLog(file, () => {});
    expect(log.size()).toBe(readFileSync(file).length);
    log.append({ atMs: 4n, commands: [['set', '\xfc', '']] });
    expect(log.size()).toBe(readFileSync(file).length);
    log.close();
  });

  it('cut at any byte, it keeps the whole records before the cut and takes new ones', () => {
    write(records);
    const whole = readFileSync(file);
    const headerEnd = whole.indexOf('\n') + 1;
    for (let cut = headerEnd; cut < whole.length; cut++) {
      writeFileSync(file, whole.subarray(0, cut));
      const complete = whole.subarray(headerEnd, cut).toString('latin1').split('\n').length - 1;
      write([{ atMs: 9n, commands: [['ping']] }]);
      expect(read()).toEqual([...records.slice(0, complete), { atMs: 9n, commands: [['ping']] }]);
    }
  });

  it('drops a last line that a power cut filled with zeros', () => {
    write(records);
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(64), Buffer.from('\n')]));
    expect(read()).toEqual(records);
  });

  it('refuses to go on over damage in the middle and over files of others', () => {
    write(records);
    const damaged = readFileSync(file, 'utf8').replace('"incr"', '"in');
    writeFileSync(file, damaged);
    expect(read).toThrow(/damaged at line 3/);
    writeFileSync(file, 'something else\n');
    expect(read).toThrow(/not a log/);
  });

  it('is replaced as a whole by a rewrite', () => {
    write(records);
    const log = openAppendLog(file, () => {});
    log.rewrite([{ atMs: 5n, commands: [['set', 'b', '2']] }]);
    log.append({ atMs: 6n, commands: [['incr', 'b']] });
    log.close();
    expect(read().map(({ atMs }) => atMs)).toEqual([5n, 6n]);
    expect(log.size()).toBe(readFileSync(file).length);
  });
});

/** One data folder, one server. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../../src/dev/upstash/folder-lock.ts';

describe('lockFolder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes the folder, holds it once, and lets it go', () => {
    const inner = join(folder, 'a', 'b');
    const release = lockFolder(inner);
    expect(readFileSync(join(inner, 'lock'), 'utf8')).toBe(String(process.pid));
    expect(() => lockFolder(inner)).toThrow(/already runs a server/);
    release();
    release();
    lockFolder(inner)();
  });

  it('respects a lock of a living process and names the file', () => {
    writeFileSync(join(folder, 'lock'), String(process.ppid));
    expect(() => lockFolder(folder)).toThrow(`process ${process.ppid} already runs a server`);
    expect(() => lockFolder(folder)).toThrow(join(folder, 'lock'));
  });

  it.each([['4194305'], [''], ['nonsense'], ['-1']])('takes over a lock left behind by %j', (owner) => {
    writeFileSync(join(folder, 'lock'), owner);
    lockFolder(folder)();
  });
});

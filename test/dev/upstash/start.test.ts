/** Starting and ending the whole server: which engine, whose folder, what is left after a failure. */
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRedisServer } from '../../../src/dev/upstash/redis-process.ts';
import { startUpstash } from '../../../src/dev/upstash/start.ts';
import { connect } from './contract.ts';

describe('startUpstash', () => {
  let folder = '';
  let dataDir = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-start-'));
    dataDir = join(folder, 'data');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('takes redis-server when PATH has one, else the embedded engine', async () => {
    const server = await startUpstash({ dataDir, token: 't' });
    expect(server.engine).toBe(findRedisServer() ? 'redis' : 'embedded');
    expect(await connect(server).ping()).toBe('PONG');
    await server.stop();
    await server.stop();
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  });

  it('refuses a folder in use and leaves its server alone', async () => {
    const first = await startUpstash({ dataDir, token: 't', engine: 'embedded' });
    await expect(startUpstash({ dataDir, token: 't', engine: 'embedded' })).rejects.toThrow(/already runs/);
    expect(await connect(first).set('a', '1')).toBe('OK');
    await first.stop();
  });

  it('frees the folder when the port is taken or the token is empty', async () => {
    const other = await startUpstash({ dataDir: join(folder, 'other'), token: 't', engine: 'embedded' });
    const port = Number(new URL(other.url).port);
    await expect(startUpstash({ dataDir, token: 't', port, engine: 'embedded' })).rejects.toThrow(
      /EADDRINUSE/,
    );
    await expect(startUpstash({ dataDir, token: '', engine: 'embedded' })).rejects.toThrow(/token/);
    const server = await startUpstash({ dataDir, token: 't', engine: 'embedded' });
    await server.stop();
    await other.stop();
  });
});

describe('findRedisServer', () => {
  it('looks for an executable along PATH, in order', () => {
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-path-'));
    const file = join(folder, 'redis-server');
    const path = ['/nowhere', folder].join(delimiter);
    expect(findRedisServer(path)).toBe(null);
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, 0o644);
    expect(findRedisServer(path)).toBe(null);
    chmodSync(file, 0o755);
    expect(findRedisServer(path)).toBe(file);
    expect(findRedisServer('')).toBe(null);
    rmSync(folder, { recursive: true });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signalbox } from './run-signalbox.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('an input without a request', () => {
  test.each(['explain', 'simulate', 'classify'])('%s says so of standard input', (command) => {
    const { status, out, err } = signalbox([command], ' \n\n');
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('Standard input holds no request.');
  });

  test('diff says so of a file, by its name', () => {
    const file = join(folder, 'none.jsonl');
    writeFileSync(file, '');
    const { status, out, err } = signalbox(['diff', 'routes.config.ts', 'routes.config.ts', file]);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(`${file} holds no request.`);
  });
});

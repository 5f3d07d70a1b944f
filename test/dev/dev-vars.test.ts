import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDevVars, variableReader } from '../../src/dev/dev-vars.ts';

function devVarsOf(text: string): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-dev-vars-'));
  try {
    const file = join(folder, '.dev.vars');
    writeFileSync(file, text);
    return readDevVars(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a file of names and values, with comments and quotes', () => {
  const text = '# keys\nOPENAI_API_KEY=sk-1\nB="two words # no comment"\n\nexport C=3 # comment\nD=\n';
  expect(devVarsOf(text)).toEqual({ OPENAI_API_KEY: 'sk-1', B: 'two words # no comment', C: '3', D: '' });
});

test('no file is no variables; an unreadable one is an error', () => {
  expect(readDevVars(join(tmpdir(), 'signalbox-no-such-file'))).toEqual({});
  expect(() => readDevVars(tmpdir())).toThrow('EISDIR');
});

test('the process wins over the file, and an empty value is none', () => {
  const read = variableReader(
    { A: 'process', B: '', C: undefined },
    { A: 'file', B: 'file', C: 'file', D: '' },
  );
  expect(read('A')).toBe('process');
  expect(read('B')).toBeUndefined();
  expect(read('C')).toBe('file');
  expect(read('D')).toBeUndefined();
  expect(read('E')).toBeUndefined();
});

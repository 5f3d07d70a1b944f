/** Which files are text, what they say, and the same file with other words. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase64 } from '../../src/core/base64.ts';
import { readDataUrl } from '../../src/core/data-url.ts';
import {
  fileText,
  isTextType,
  isUnreadable,
  readTextFile,
  rewriteTextFile,
} from '../../src/core/text-file.ts';

const encode = (text: string) => toBase64(new TextEncoder().encode(text));
const latin1 = btoa('M\xfcller wohnt in K\xf6ln');
const utf16 = btoa('a\0n\0n\0a\0');

test.each([
  'text/plain',
  'Text/Markdown; charset=utf-8',
  'text/csv',
  'application/json',
  'application/x-yaml',
  'application/xml',
  'application/ld+json',
  'image/svg+xml',
])('%s is text', (mediaType) => {
  expect(isTextType(mediaType)).toBe(true);
  expect(readTextFile({ mediaType, data: encode('Grüße') })).toBe('Grüße');
  expect(isUnreadable({ mediaType, data: latin1 })).toBe(true);
});

test.each([
  ['application/pdf', encode('%PDF-1.7 anna')],
  ['application/pdf', btoa('%PDF-1.7\n%\xe2\xe3\xcf\xd3')],
  ['application/octet-stream', btoa('PK\x03\x04 anna')],
  ['application/octet-stream', latin1],
  ['', utf16],
  ['', 'no base64: ä'],
  ['', ''],
  ['image/png', encode('anna')],
  ['audio/mpeg', encode('anna')],
])('%s %s is none, and nobody says that it is', (mediaType, data) => {
  expect(readTextFile({ mediaType, data })).toBeNull();
  expect(isUnreadable({ mediaType, data })).toBe(false);
});

test.each(['', 'application/octet-stream', 'application/pdf', 'application/x-unknown'])(
  'bytes of text are text, though the type %j does not say so',
  (mediaType) => {
    const text = `Grüße von anna. ${'Und mehr. '.repeat(40)}`;
    expect(readTextFile({ mediaType, data: encode(text) })).toBe(text);
  },
);

test.each([latin1, utf16, '%%', 'äöü'])('what says it is text and cannot be read: %s', (data) => {
  expect(isUnreadable({ mediaType: 'text/plain', data })).toBe(true);
  expect(readTextFile({ mediaType: 'text/plain', data })).toBeNull();
});

test('base64 may be broken into lines and without its padding', () => {
  const data = encode('two words').replaceAll('=', '');
  expect(readTextFile({ mediaType: 'text/plain', data: `${data.slice(0, 4)}\n${data.slice(4)}` })).toBe(
    'two words',
  );
});

describe('rewritten', () => {
  test('it is read as it was written, byte order mark and all', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => !one.includes('\0'));
    fc.assert(
      fc.property(text, fc.boolean(), (said, isMarked) => {
        const file = { mediaType: 'text/plain', data: encode(`${isMarked ? '\uFEFF' : ''}${said}`) };
        const data = rewriteTextFile(file, (one) => `${one}!`);
        expect(readTextFile({ ...file, data })).toBe(`${isMarked ? '\uFEFF' : ''}${said}!`);
      }),
    );
  });

  test.each([
    ['nothing is changed', 'text/plain', 'YW5uYQ', (text: string) => text],
    ['it is none', 'image/png', encode('anna'), () => 'other'],
    ['it cannot be read', 'text/plain', latin1, () => 'other'],
  ])('it stays where %s', (_, mediaType, data, change) => {
    expect(rewriteTextFile({ mediaType, data }, change)).toBe(data);
  });
});

test('a file of a request is decoded once', () => {
  const source = { kind: 'data' as const, mediaType: 'text/plain', data: encode('anna') };
  expect(fileText(source)).toBe('anna');
  source.data = '';
  expect(fileText(source)).toBe('anna');
  expect(fileText({ kind: 'text', text: 'plain' })).toBe('plain');
  expect(fileText({ kind: 'url', url: 'https://a.test/a.txt' })).toBeNull();
});

test.each([
  ['data:text/plain;base64,YQ==', 'text/plain', true, 'YQ=='],
  ['DATA:text/plain;charset=utf-8;BASE64,YQ==', 'text/plain', true, 'YQ=='],
  ['data:;base64,', '', true, ''],
  ['data:,a,b', '', false, 'a,b'],
])('%s', (url, mediaType, isBase64, data) => {
  expect(readDataUrl(url)).toMatchObject({ mediaType, isBase64, data });
  expect(`${readDataUrl(url)?.head}${data}`).toBe(url);
});

test.each(['data:text/plain;base64', 'https://a.test/,', ''])('%j is no data URL', (text) => {
  expect(readDataUrl(text)).toBeNull();
});

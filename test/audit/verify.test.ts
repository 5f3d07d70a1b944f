/** The chain of the audit log: whatever is done to one entry of 10,000 is found, with its place. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { beginChain, linkEntry, readAuditKey, signHead } from '../../src/audit/chain.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { type AuditEntry, type AuditHead, recordEvent } from '../../src/core/audit.ts';

const log = 'audit_test';
const count = 10_000;

const recordOf = (seq: number, rule = 'high-risk') =>
  recordEvent(
    {
      action: 'safeguard',
      actor: `key-${seq % 7}`,
      object: `req_${seq}`,
      details: { rules: [rule], actions: ['refuse'], outcome: 'refused', risk: 'high' },
    },
    Date.UTC(2026, 10, 21) + seq * 1000,
  );

async function chain(from: AuditEntry | null, to: number, rule?: string): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let { seq, hash } = from ?? { seq: 0, hash: await beginChain(log) };
  while (seq < to) {
    const entry = await linkEntry(recordOf(++seq, rule), seq, hash);
    entries.push(entry);
    hash = entry.hash;
  }
  return entries;
}

const print = (values: readonly unknown[]) => values.map((each) => JSON.stringify(each));

async function makeKey() {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const bytes = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
  const key = await readAuditKey(Buffer.from(bytes as ArrayBuffer).toString('base64'));
  if (key === null) throw new Error('no key');
  return key;
}

let entries: readonly AuditEntry[];
let lines: readonly string[];
let heads: readonly AuditHead[];
let key: Awaited<ReturnType<typeof makeKey>>;

const headAt = (seq: number, by = key, chainOf = entries) =>
  signHead({ log, seq, hash: chainOf[seq - 1]?.hash ?? '', at: '2026-11-21T00:00:00.000Z' }, by);

beforeAll(async () => {
  key = await makeKey();
  entries = await chain(null, count);
  lines = print(entries);
  heads = await Promise.all([2500, 5000, 7500, count].map((seq) => headAt(seq)));
});

const place = fc.integer({ min: 1, max: count });
/** Each run hashes up to 10,000 entries. */
const law = (property: fc.IAsyncProperty<[number, number]>) => fc.assert(property, { numRuns: 4 });
const faultOf = async (changed: readonly string[]) =>
  (await verifyAudit([...changed, ...print(heads)], { keys: [key.public] })).fault;

test('what nobody has touched is right, whole and from any entry on', async () => {
  const whole = await verifyAudit([...lines, ...print(heads)], { keys: [key.public] });
  expect(whole).toEqual({
    fault: null,
    entries: count,
    firstSeq: 1,
    lastSeq: count,
    heads: 4,
    isSigned: true,
  });
  const rest = [...lines.slice(4000), ...print(heads)];
  expect(await verifyAudit(rest)).toMatchObject({ fault: null, firstSeq: 4001, entries: 6000 });
});

describe('of 10,000 entries one is', () => {
  test('changed in one byte', async () => {
    await law(
      fc.asyncProperty(place, fc.nat(), async (seq, nat) => {
        const line = lines[seq - 1] ?? '';
        const at = nat % line.length;
        const other = String.fromCharCode(line.charCodeAt(at) ^ (1 + (nat % 7)));
        const changed = lines.with(seq - 1, line.slice(0, at) + other + line.slice(at + 1));
        const fault = await faultOf(changed);
        expect(fault).toMatchObject({ line: seq, after: seq - 1 });
      }),
    );
  });

  test('left out', async () => {
    await law(
      fc.asyncProperty(place, fc.nat(), async (seq, _) => {
        const fault = await faultOf(lines.toSpliced(seq - 1, 1));
        // The first may be gone for its age: then the others begin with the second, and nothing is wrong.
        if (seq === 1) expect(fault).toBeNull();
        else if (seq === count) expect(fault).toMatchObject({ fault: 'cut-short', seq });
        else expect(fault).toEqual({ fault: 'missing', seq, line: seq, after: seq - 1 });
      }),
    );
  });

  test('moved', async () => {
    await law(
      fc.asyncProperty(place, place, async (seq, to) => {
        fc.pre(seq !== to);
        const line = lines[seq - 1] ?? '';
        const fault = await faultOf(lines.toSpliced(seq - 1, 1).toSpliced(to - 1, 0, line));
        expect(fault).toMatchObject({ fault: 'out-of-order', line: Math.min(seq, to) });
      }),
    );
  });

  test('written a second time', async () => {
    await law(
      fc.asyncProperty(place, fc.nat(), async (seq, _) => {
        const line = lines[seq - 1] ?? '';
        const fault = await faultOf(lines.toSpliced(seq, 0, line));
        expect(fault).toEqual({ fault: 'repeated', seq, line: seq + 1, after: seq });
      }),
    );
  });

  test('forked: another stands in its place, or beside it', async () => {
    await law(
      fc.asyncProperty(place, fc.nat(), async (seq, _) => {
        const [other] = await chain(entries[seq - 2] ?? null, seq, 'other');
        const text = JSON.stringify(other);
        const inPlace = await faultOf(lines.with(seq - 1, text));
        if (seq === count) expect(inPlace).toMatchObject({ fault: 'rewritten', seq: count, after: 7500 });
        else expect(inPlace).toEqual({ fault: 'forked', seq, line: seq + 1, after: seq - 1 });
        const beside = await faultOf(lines.toSpliced(seq, 0, text));
        expect(beside).toEqual({ fault: 'forked', seq, line: seq + 1, after: seq });
      }),
    );
  });
});

describe('all is written anew from one entry on', () => {
  test('a chain alone does not show it; the next signed head does, and says between which', async () => {
    const anew = [...lines.slice(0, 5999), ...print(await chain(entries[5998] ?? null, count, 'other'))];
    expect((await verifyAudit(anew)).fault).toBeNull();
    expect(await faultOf(anew)).toMatchObject({ fault: 'rewritten', seq: 7500, after: 5000 });
    const kept = [await headAt(6500)];
    expect((await verifyAudit(anew, { kept })).fault).toMatchObject({
      fault: 'rewritten',
      seq: 6500,
      line: null,
    });
  });

  test('with heads signed by another key: told against the right one', async () => {
    const forged = await chain(null, 100, 'other');
    const other = await makeKey();
    const file = [...print(forged), JSON.stringify(await headAt(100, other, forged))];
    expect((await verifyAudit(file)).fault).toBeNull();
    expect((await verifyAudit(file, { keys: [key.public] })).fault).toMatchObject({
      fault: 'wrong-signature',
      seq: 100,
    });
    expect((await verifyAudit(file, { keys: [key.public, other.public] })).fault).toBeNull();
  });

  test('a head without a signature, or of another log', async () => {
    const [first] = heads;
    if (first === undefined) throw new Error('no head');
    const bare = JSON.stringify({ ...first, signature: null });
    expect((await verifyAudit([...lines, bare], { keys: [key.public] })).fault?.fault).toBe('unsigned');
    expect(await verifyAudit([...lines, bare])).toMatchObject({ fault: null, isSigned: false });
    const other = await signHead({ ...first, log: 'audit_other' }, key);
    expect((await verifyAudit(lines, { kept: [other] })).fault?.fault).toBe('other-log');
    expect((await verifyAudit([...lines, '{"seq":1}'])).fault).toMatchObject({
      fault: 'unreadable',
      line: count + 1,
    });
  });
});

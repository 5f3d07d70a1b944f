/** A file of usage in a real R2 bucket: its bytes, its hash and its manifest, and bytes that are others are refused. */
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { sendExport } from '../../src/alerts/send-export.ts';
import type { ExportManifest } from '../../src/finance/export.ts';

const bucket = (env as unknown as { EXPORTS: R2Bucket }).EXPORTS;

const ports = {
  bucket: (name: string) => (name === 'EXPORTS' ? bucket : null),
  secret: () => null,
  send: fetch,
  now: Date.now,
};

async function fileOf(text: string, change: Partial<ExportManifest> = {}) {
  const bytes = new Uint8Array(new TextEncoder().encode(text));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const manifest = {
    object: 'export_manifest',
    kind: 'focus',
    focus_version: '1.2',
    from: '2026-11-20T00:00:00Z',
    to: '2026-11-21T00:00:00Z',
    time_zone: 'UTC',
    filter: {},
    complete_until: '2026-11-21T09:00:00Z',
    is_complete: true,
    cost_usd: '0.000000500',
    estimated_cost_usd: '0.000000000',
    correction_cost_usd: '0.000000000',
    attempts: 1,
    unpriced_attempts: 0,
    config_version: 'c',
    release: '1',
    file: 'focus.csv',
    rows: 1,
    bytes: bytes.length,
    sha256,
    ...change,
  } satisfies ExportManifest;
  return { bytes, manifest };
}

const to = { kind: 'r2', binding: 'EXPORTS', prefix: 'signalbox/' } as const;

test('the file and its manifest are there, with the hash beside them', async () => {
  const whole = await fileOf('a,b\r\n1,2\r\n');
  expect(await sendExport('export_1', whole, to, ports)).toBe('taken');
  const file = await bucket.get('signalbox/focus.csv');
  expect(await file?.text()).toBe('a,b\r\n1,2\r\n');
  expect(file?.httpMetadata?.contentType).toBe('text/csv; charset=utf-8');
  expect(file?.customMetadata).toEqual({
    sha256: whole.manifest.sha256,
    rows: '1',
    cost_usd: '0.000000500',
    complete_until: '2026-11-21T09:00:00Z',
  });
  const manifest = await bucket.get('signalbox/focus.csv.manifest.json');
  expect(await manifest?.json()).toEqual(whole.manifest);
});

test('bytes that do not fit their hash are not put, and no manifest says they were', async () => {
  const whole = await fileOf('c,d\r\n', { file: 'broken.csv', sha256: '0'.repeat(64) });
  expect(await sendExport('export_2', whole, to, ports)).toBe('no_answer');
  expect(await bucket.get('signalbox/broken.csv')).toBeNull();
  expect(await bucket.get('signalbox/broken.csv.manifest.json')).toBeNull();
});

test('a bucket that is not bound', async () => {
  const whole = await fileOf('');
  expect(await sendExport('export_3', whole, { ...to, binding: 'OTHER' }, ports)).toBe('no_bucket');
});

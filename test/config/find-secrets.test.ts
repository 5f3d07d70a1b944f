import { describe, expect, it } from 'vitest';
import { auto, problemsOf, withModel, withRoute } from './broken.ts';

describe('secrets', () => {
  // Put together here, so that no scanner takes this file for a leak.
  const random = 'a1B2c3D4'.repeat(6);
  const secrets = [
    `sk-proj-${random}`,
    `sk-ant-api03-${random}`,
    `gsk_${random}`,
    `AIza${random}`,
    `Bearer ${random}`,
    random,
    `eyJ${random}.eyJ${random}.x`,
  ];

  it.each(secrets)('are found in any setting and never shown: %#', (secret) => {
    const places = [
      withRoute({ name: secret }),
      withRoute({ use: [secret] }),
      withRoute({ onClientAbort: secret }),
      { routes: [auto], providers: { openai: { apiKey: secret } } },
      { routes: [auto], corsOrigins: [secret] },
    ];
    for (const input of places) {
      const problems = problemsOf(input);
      expect(problems).toContainEqual(expect.objectContaining({ what: 'looks like a key or password' }));
      expect(JSON.stringify(problems)).not.toContain(secret.slice(0, 10));
    }
  });

  it.each([
    'https://api.cloudflare.com/client/v4/accounts/0123456789abcdef0123456789abcdef/ai/v1',
    'my-own-model-with-a-very-long-name-2026-11-21',
    'sk-model',
  ])('are not seen in %s', (harmless) => {
    const problems = problemsOf(withModel({ wireName: harmless }));
    expect(problems).toEqual([]);
  });
});

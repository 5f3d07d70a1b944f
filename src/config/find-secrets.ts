/**
 * Finds texts that look like keys or passwords in a configuration. The file is committed and its hash is shown, so a
 * key in it is a leak. Reports the place only, never the text.
 */
import type { Report } from './problem.ts';

const keyShapes: readonly RegExp[] = [
  /^(sk|rk|pk)[-_][A-Za-z0-9_-]{16,}/,
  /^(gsk_|xai-|AIza|ghp_|github_pat_|glpat-|xox[abprs]-|AKIA|ya29\.)/,
  /^whsec_/,
  // whoever has the address may write there
  /^https:\/\/(hooks\.slack\.com\/services|discord(app)?\.com\/api\/webhooks)\//,
  /^Bearer\s/i,
  /^eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

/** Long unbroken text of letters and digits: names of models and URLs have words and separators instead. */
const randomText = /^(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9+/_=]{32,}$/;

const longestRead = 4096;

/** True for what is a key by its form, whatever it opens. */
export function looksSecret(text: string): boolean {
  const read = text.slice(0, longestRead).trim();
  return keyShapes.some((shape) => shape.test(read)) || randomText.test(read);
}

/** Looks like a key, and stands in every token of that application. */
const knownPublic = 'dashboard.access.audience';

export function findSecrets(value: unknown, path: string, report: Report): void {
  if (typeof value === 'string') {
    if (path === knownPublic || !looksSecret(value)) return;
    report(
      path,
      'looks like a key or password',
      'take it out, store it with `wrangler secret put`, and revoke it',
    );
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      findSecrets(item, `${path}[${index}]`, report);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value))
      findSecrets(item, path === '' ? key : `${path}.${key}`, report);
  }
}

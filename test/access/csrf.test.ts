/** Which requests count as a page's own. */
import { describe, expect, test } from 'vitest';
import { checkOrigin } from '../../src/access/csrf.ts';

const url = 'https://router.example/dashboard/sign-in';
const own = 'https://router.example';

function isTaken(headers: Record<string, string>): boolean {
  try {
    checkOrigin(new Request(url, { method: 'POST', headers }));
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'wrong_origin', status: 403 });
    return false;
  }
}

describe('a form', () => {
  test.each([
    { origin: own },
    { 'sec-fetch-site': 'same-origin' },
    { origin: own, 'sec-fetch-site': 'same-origin' },
    // a page of ours under Referrer-Policy: no-referrer
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
  ])('of the dashboard is taken: %o', (headers) => {
    expect(isTaken(headers)).toBe(true);
  });

  test.each([
    {},
    { origin: 'null' },
    { origin: '' },
    { origin: 'https://evil.example' },
    { origin: 'http://router.example' },
    { origin: 'https://router.example:8443' },
    { origin: 'https://sibling.router.example' },
    { origin: `${own}.evil.example` },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'Same-Origin' },
    // each alone would do, and the other says otherwise
    { origin: own, 'sec-fetch-site': 'same-site' },
    { origin: own, 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { referer: `${own}/dashboard` },
  ])('of elsewhere is refused: %o', (headers) => {
    expect(isTaken(headers as Record<string, string>)).toBe(false);
  });
});

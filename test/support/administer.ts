/** What an administrator asks of the running router, for tests: keys and limits are made before what is tested. */
import { expect } from 'vitest';

/** Routers that tests start are given this one. */
export const adminToken = 'admin-token';

/** `url`: the router's, without a path. */
export async function administer<Answer>(url: string, path: string, body: object): Promise<Answer> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

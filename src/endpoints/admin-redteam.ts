/** POST /admin/redteam-runs: what a red team's run came to, for good: it becomes an entry of the audit log. */
import { RouterError } from '../core/errors.ts';
import { eventOf, readRun, totalsOf } from '../core/redteam-run.ts';
import { readAdminBody } from './admin-call.ts';
import { type Call, type Endpoint, json } from './endpoint.ts';

/** Errors: `invalid_request`, naming the field; `store_unavailable`. */
async function answerRun({ http, deps: { audit } }: Call): Promise<Response> {
  if (audit === null) {
    const message = 'Runs are kept in the audit log, which needs the Durable Object AUDIT of wrangler.toml.';
    throw new RouterError('store_unavailable', message, { retryable: false });
  }
  const read = readRun(await readAdminBody(http));
  if (!read.ok) throw new RouterError('invalid_request', read.error.message, { param: read.error.field });
  audit.append(eventOf(read.value, 'admin'));
  const { risky, benign } = totalsOf(read.value);
  return json({ object: 'redteam_run', missed: risky.unexpected, false_alarms: benign.unexpected });
}

export const redteamEndpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/admin/redteam-runs',
    auth: 'admin',
    errors: 'openai-chat',
    summary: 'Keep what a red team’s run came to: `config`, `corpus`, `tier`, `mode`, `kinds`',
    answer: answerRun,
  },
];

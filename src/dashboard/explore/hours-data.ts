/** The hours of the Explore page as data for its script: in columns, as far as whoever asks may see them. */
import { type Endpoint, json } from '../../endpoints/endpoint.ts';
import { printUsd } from '../../finance/print-csv.ts';
import { type Signed, sessionEndpoint } from '../serve.tsx';
import { loadHours } from './load-hours.ts';

async function answerHours(call: Signed): Promise<Response> {
  const { figures, hours } = await loadHours(call);
  const { completeUntilMs } = figures.period;
  const body = {
    object: 'hours',
    time_zone: call.deps.config.ledger.timeZone,
    complete_until: completeUntilMs === null ? null : new Date(completeUntilMs).toISOString(),
    at: hours.map(({ atMs }) => atMs / 1000),
    requests: hours.map(({ requests }) => requests),
    cost_usd: hours.map(({ cost }) => (cost === null ? null : printUsd(cost))),
    first_event_p50_ms: hours.map(({ firstEventP50 }) => firstEventP50),
    first_event_p95_ms: hours.map(({ firstEventP95 }) => firstEventP95),
  };
  return json(body, { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' });
}

export const hoursEndpoint: Endpoint = sessionEndpoint(
  { method: 'GET', path: '/dashboard/data/hours.json', role: 'viewer', summary: 'Hours of the Explore page' },
  answerHours,
);

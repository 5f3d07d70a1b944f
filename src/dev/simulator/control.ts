// The control endpoints under /_control: faults, received requests, the invoice.
// Must not be reachable under a provider's path, and must stay local: requests are shown raw.

import { type FaultRule, type FaultRules, faultTable } from './faults.ts';
import { isObject, parseJson } from './json.ts';
import { markerMeanings } from './markers.ts';
import type { Records } from './records.ts';

export interface Control {
  faults: FaultRules;
  records: Records;
}

export interface ControlAnswer {
  status: number;
  body: unknown;
}

type ControlHandler = (
  control: Control,
  text: string,
  query: URLSearchParams,
) => ControlAnswer | Promise<ControlAnswer>;

const ok = (body: unknown): ControlAnswer => ({ status: 200, body });
const cleared = ok({ cleared: true });

const handlers: Readonly<Record<string, ControlHandler>> = {
  'GET /_control': () =>
    ok({ endpoints: Object.keys(handlers), faults: faultTable, markers: markerMeanings }),
  'GET /_control/faults': ({ faults }) => ok({ faults: faults.list() }),
  'POST /_control/faults': ({ faults }, text) => addFault(faults, text),
  'DELETE /_control/faults': ({ faults }) => {
    faults.clear();
    return cleared;
  },
  // `?settled=true` answers when no request is under way.
  'GET /_control/requests': async ({ records }, _text, query) => {
    if (query.get('settled') === 'true') await records.settled();
    return ok({ requests: records.list() });
  },
  'DELETE /_control/requests': ({ records }) => {
    records.hide();
    return cleared;
  },
  'GET /_control/invoice': ({ records }) => ok({ lines: records.invoice() }),
  // Bills the provider's last answer once more, so that its invoice and a ledger differ.
  'POST /_control/invoice': ({ records }, text) => {
    const given = parseJson(text);
    const provider = isObject(given) && typeof given.provider === 'string' ? given.provider : '';
    if (records.billAgain(provider)) return { status: 201, body: { lines: records.invoice() } };
    return { status: 400, body: { error: 'Send {"provider": ...}: one that has answered.' } };
  },
};

export async function answerControl(
  control: Control,
  method: string,
  url: URL,
  text: string,
): Promise<ControlAnswer> {
  const name = `${method} ${url.pathname.replace(/\/$/, '')}`;
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (handler === undefined) return { status: 404, body: { error: `No control endpoint ${name}` } };
  return handler(control, text, url.searchParams);
}

function addFault(faults: FaultRules, text: string): ControlAnswer {
  const rule = readRule(parseJson(text));
  const problem =
    rule === undefined ? 'Send {"fault": ..., "provider"?, "model"?, "after"?, "times"?}.' : faults.add(rule);
  return problem === undefined
    ? { status: 201, body: { faults: faults.list() } }
    : { status: 400, body: { error: problem } };
}

function readRule(given: unknown): FaultRule | undefined {
  if (!isObject(given) || given.fault === undefined) return undefined;
  const { provider, model, after, times, fault } = given;
  if (provider !== undefined && typeof provider !== 'string') return undefined;
  if (model !== undefined && typeof model !== 'string') return undefined;
  if (after !== undefined && typeof after !== 'number') return undefined;
  if (times !== undefined && typeof times !== 'number') return undefined;
  return {
    // Checked by FaultRules.add.
    fault: fault as FaultRule['fault'],
    ...(provider !== undefined && { provider }),
    ...(model !== undefined && { model }),
    ...(after !== undefined && { after }),
    ...(times !== undefined && { times }),
  };
}

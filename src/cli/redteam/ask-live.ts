/**
 * Cases sent to a running router: what it refuses, and who serves the rest. Answers are dropped unread: whether a model
 * helps is not asked here.
 */
import type { Config } from '../../core/config.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { type RiskLevel, riskLevels } from '../../core/risk.ts';
import type { ProtocolId, SafeguardLevel } from '../../core/target.ts';
import { splitTargetName } from '../../core/target-name.ts';
import { protocolOf } from '../../intake/read-request.ts';
import { UsageError } from '../command.ts';
import type { Surroundings } from '../decide-offline.ts';
import type { NumberedSubject } from '../read-subjects.ts';
import type { RedteamCase } from './case.ts';
import { decideCalm, isSteppedUp, servedBy, type Treatment, unserved } from './treatment.ts';

export type LiveRouter = { readonly url: string; readonly key: string };

const loopback = ['127.0.0.1', 'localhost', '[::1]'];
const atOnce = 4;
/** Nobody reads more, and it is paid for. */
const outputTokens = 256;

const wires = {
  'openai-chat': { path: '/v1/chat/completions', cap: 'max_completion_tokens' },
  'openai-responses': { path: '/v1/responses', cap: 'max_output_tokens' },
  'anthropic-messages': { path: '/v1/messages', cap: 'max_tokens' },
} as const satisfies Record<ProtocolId, { path: string; cap: string }>;

/** Null: nobody is to be asked. */
export function readLive(
  written: string | undefined,
  key: string | undefined,
  env: NodeJS.ProcessEnv,
): LiveRouter | null {
  if (written === undefined) {
    if (key !== undefined) throw new UsageError('--key goes with --live.');
    return null;
  }
  const url = URL.parse(written);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`--live ${written}: write an address such as https://router.example.com.`);
  if (url.protocol === 'http:' && !loopback.includes(url.hostname))
    throw new UsageError(`--live ${written}: a key goes to another machine over https only.`);
  const secret = key ?? env.SIGNALBOX_KEY ?? '';
  if (!/^[\x21-\x7e]+$/.test(secret))
    throw new UsageError('--live needs an API key of the router: --key, or SIGNALBOX_KEY.');
  return { url: url.origin + url.pathname.replace(/\/+$/, ''), key: secret };
}

type Answer = { readonly status: number; readonly headers: Headers; readonly code: string };

/** OpenAI's protocols have a code; Messages has ours among its details. */
function codeOf(text: string, status: number): string {
  try {
    const value: unknown = JSON.parse(text);
    const error = isObject(value) && isObject(value.error) ? value.error : {};
    const { error_code: detail } = isObject(error.details) ? error.details : {};
    const code = error.code ?? detail ?? error.type;
    if (typeof code === 'string') return code;
  } catch {
    // Not the router's own words.
  }
  return `status ${status}`;
}

async function ask({ url, key }: LiveRouter, body: JsonObject): Promise<Answer> {
  const { path, cap } = wires[protocolOf(body)];
  const sent = { model: 'auto', ...body, [cap]: outputTokens, stream: false };
  try {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      redirect: 'manual',
      body: JSON.stringify(sent),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, code: codeOf(text, response.status) };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw new UsageError(`--live: nothing answers at ${url}${why}.`);
  }
}

/** What the local routes file knows of who served: headers name the route and the model. */
function safeguardsOf(route: string | null, target: string | null, config: Config) {
  const model = target === null ? undefined : config.models.get(splitTargetName(target).model);
  const floor: SafeguardLevel = config.routes.get(route ?? '')?.floor ?? 'none';
  return { floor, level: model?.safeguards ?? 'none' };
}

function treatmentOf(
  { status, headers, code }: Answer,
  { subject }: NumberedSubject,
  config: Config,
  surroundings: Surroundings,
): Treatment {
  const risk: RiskLevel | null =
    riskLevels.find((level) => level === headers.get('x-signalbox-risk')) ?? null;
  if (status >= 300) return unserved(code, code === 'policy_refused' ? ['refused'] : [], risk);
  const route = headers.get('x-signalbox-route');
  const target = headers.get('x-signalbox-model');
  const served = safeguardsOf(route, target, config);
  const calm = subject.ok ? decideCalm(subject.value, config, surroundings) : subject;
  const isUp = calm.ok && isSteppedUp(served, servedBy(calm.value));
  const outcomes = [isUp ? ('stepped-up' as const) : ('allowed' as const)];
  return { outcomes, floor: served.floor, route, target, code: null, risk };
}

/** In the order of the cases, a few at a time. Errors: `UsageError` where no router answers. */
export async function askAll(
  live: LiveRouter,
  cases: readonly RedteamCase[],
  subjects: readonly NumberedSubject[],
  config: Config,
  surroundings: Surroundings,
): Promise<readonly Treatment[]> {
  const treatments: Treatment[] = [];
  const waiting = cases.entries();
  const work = async () => {
    for (const [at, { body }] of waiting) {
      const subject = subjects[at];
      if (subject === undefined) continue;
      treatments[at] = treatmentOf(await ask(live, body), subject, config, surroundings);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return treatments;
}

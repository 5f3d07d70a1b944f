/**
 * Cases sent to a running router: what it says it would do, what it refuses, and who serves the rest. What models answer
 * is not looked at: whether one helps is not asked here.
 */
import { catalogue } from '../../catalogue/catalogue.ts';
import type { Config } from '../../core/config.ts';
import { isObject } from '../../core/json.ts';
import { riskLevels } from '../../core/risk.ts';
import { type SafeguardAction, safeguardActionNames } from '../../core/safeguard.ts';
import { type ProtocolId, type SafeguardLevel, safeguardLevels } from '../../core/target.ts';
import { splitTargetName } from '../../core/target-name.ts';
import { protocolOf } from '../../intake/read-request.ts';
import { UsageError } from '../command.ts';
import type { Surroundings } from '../decide-offline.ts';
import { askRouter, type Router, type RouterAnswer, readRouterUrl } from '../router-client.ts';
import { actingOf } from './acting.ts';
import {
  type AskedCase,
  decideCalm,
  isSteppedUp,
  outcomesOf,
  refusals,
  type Served,
  servedBy,
  type Treatment,
  unserved,
} from './treatment.ts';

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
): Router | null {
  if (written === undefined) {
    if (key !== undefined) throw new UsageError('--key goes with --live.');
    return null;
  }
  const url = readRouterUrl('--live', written, 'a key');
  const secret = key ?? env.SIGNALBOX_KEY ?? '';
  if (!/^[\x21-\x7e]+$/.test(secret))
    throw new UsageError('--live needs an API key of the router: --key, or SIGNALBOX_KEY.');
  return { url, secret, option: '--live' };
}

/** OpenAI's protocols have a code; Messages has ours among its details. */
function codeOf({ status, body }: RouterAnswer): string {
  const error = isObject(body?.error) ? body.error : {};
  const { error_code: detail } = isObject(error.details) ? error.details : {};
  const code = error.code ?? detail ?? error.type;
  return typeof code === 'string' ? code : `status ${status}`;
}

/** What the router says it would do: no header of an answer tells the floor. */
function readExplanation({ body }: RouterAnswer): Pick<Served, 'floor'> & { actions: SafeguardAction[] } {
  const { actions: listed } = isObject(body?.safeguards) ? body.safeguards : {};
  const names: readonly unknown[] = Array.isArray(listed) ? listed : [];
  return {
    floor: safeguardLevels.find((level) => level === body?.floor) ?? 'none',
    actions: safeguardActionNames.filter((name) => names.includes(name)),
  };
}

function levelOf(target: string | null, config: Config): SafeguardLevel {
  const model = splitTargetName(target ?? '').model;
  return (config.models.get(model) ?? catalogue.findModel(model))?.safeguards ?? 'none';
}

/** Errors: `RouterRefusal` where no router answers. */
export async function treatLive(
  live: Router,
  { body, subject }: AskedCase,
  config: Config,
  surroundings: Surroundings,
): Promise<Treatment> {
  const { path, cap } = wires[protocolOf(body)];
  const sent = { model: 'auto', ...body, [cap]: outputTokens, stream: false };
  const { floor, actions } = readExplanation(await askRouter(live, 'POST', '/v1/route', sent));
  const answer = await askRouter(live, 'POST', path, sent);
  const risk = riskLevels.find((level) => level === answer.headers.get('x-signalbox-risk')) ?? null;
  if (answer.status >= 300) {
    const code = codeOf(answer);
    return unserved(code, refusals.has(code) ? ['refused'] : [], risk);
  }
  const target = answer.headers.get('x-signalbox-model');
  const calm = subject.ok ? decideCalm(subject.value, config, surroundings) : subject;
  const isUp = calm.ok && isSteppedUp({ floor, level: levelOf(target, config) }, servedBy(calm.value));
  const route = answer.headers.get('x-signalbox-route');
  const acting = subject.ok ? actingOf(actions, subject.value, body) : actions;
  return { outcomes: outcomesOf(isUp, acting), floor, route, target, code: null, risk };
}

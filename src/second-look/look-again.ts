/**
 * The second look: where the first one does not know and it matters, a small model decides, under a deadline and a
 * budget. Whatever goes wrong is the higher risk. Keeps hashes and labels; no text outlives the call.
 */
import type { SecondJudge, SecondLookSettings } from '../core/classify-settings.ts';
import type { Judged } from '../core/judged.ts';
import type { ModerationSettings } from '../core/moderation.ts';
import type { LlmRequest } from '../core/request.ts';
import type { RiskLevel } from '../core/risk.ts';
import { StopSwitch } from '../core/stop-switch.ts';
import type { Judge } from './judge.ts';
import { type Asked, failed, type Look, type LookFailure } from './label.ts';
import { hashMaterial, materialOf, type Part } from './material.ts';
import { createModerationJudge } from './moderations.ts';
import { isLookedAtAgain } from './occasions.ts';
import { createPolicyJudge } from './policy-model.ts';
import type { LookPorts } from './ports.ts';
import { settleLooks } from './settle.ts';

function judgeOf(using: SecondJudge): Judge {
  switch (using.kind) {
    case 'openai-moderations':
      return createModerationJudge(using.provider);
    case 'target':
      return createPolicyJudge(using);
    default:
      return using satisfies never;
  }
}

/** What each failure says of the judge's health. */
const isFault: Readonly<Record<LookFailure, boolean>> = {
  timeout: true,
  unreachable: true,
  error: true,
  unreadable: false,
  refused: false,
  budget: false,
  'not-configured': false,
  'held-back': false,
};

/** Rejects when the signal is pressed, whatever the work does about it. */
function orStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, stopped]);
}

async function callJudge(
  judge: Judge,
  parts: readonly Part[],
  deadlineMs: number,
  post: LookPorts['post'],
): Promise<Asked> {
  const stop = new StopSwitch();
  stop.stopAfter(deadlineMs, 'deadline');
  try {
    return await orStopped(judge.ask(parts, post, stop.signal), stop.signal);
  } catch {
    return { look: failed(stop.reason === null ? 'unreachable' : 'timeout'), usage: {} };
  } finally {
    stop.release();
  }
}

type Using = Pick<SecondJudge, 'name' | 'provider'>;

/** `thresholds`: by which its labels are read, where that is not as usual. */
export type LookBounds = Pick<SecondLookSettings, 'deadlineMs' | 'perMinute' | 'cacheSeconds'> &
  Partial<Pick<ModerationSettings, 'thresholds'>>;

/** Why no call can be made, or null. */
function obstacle({ name, provider }: Using, bounds: LookBounds, ports: LookPorts): LookFailure | null {
  const nowMs = ports.now();
  if (!ports.isConfigured(provider)) return 'not-configured';
  if (ports.health.isOpen(breakerOf(name), nowMs)) return 'held-back';
  return ports.memory.takeCall(bounds, nowMs) ? null : 'budget';
}

/** Its deadline is shorter than that of a target of the same name. */
const breakerOf = (name: string) => `second look ${name}`;

/** A label of these parts, kept or asked for. Never rejects for what a judge does. */
export async function askJudge(
  judge: Judge,
  parts: readonly Part[],
  using: Using,
  bounds: LookBounds,
  ports: LookPorts,
): Promise<Look> {
  const { deadlineMs, cacheSeconds, thresholds } = bounds;
  const { memory, health, now } = ports;
  const cuts = thresholds === undefined ? '' : ` ${JSON.stringify(thresholds)}`;
  const key = await hashMaterial(`${using.name}${cuts}`, parts);
  const kept = cacheSeconds === 0 ? null : memory.find(key, now());
  if (kept !== null) return { kind: 'label', label: kept };
  const why = obstacle(using, bounds, ports);
  if (why !== null) return failed(why);
  const startedAtMs = now();
  const probe = health.dispatch(breakerOf(using.name), startedAtMs);
  const { look, usage } = await callJudge(judge, parts, deadlineMs, ports.post);
  ports.record({
    name: using.name,
    provider: using.provider.id,
    model: judge.model,
    outcome: look.kind === 'label' ? 'completed' : look.why,
    usage,
    startedAtMs,
    durationMs: now() - startedAtMs,
  });
  if (look.kind === 'label') memory.keep(key, look.label, cacheSeconds * 1000, now());
  const kind = look.kind === 'label' ? 'success' : isFault[look.why] ? 'fault' : 'neutral';
  health.report(breakerOf(using.name), { kind }, now(), probe);
  return look;
}

/**
 * The judgement after a second look, where the settings want one; else as it is. A request without text holds nothing
 * to look at. Never rejects for what a judge does.
 */
export async function lookAgain(
  judged: Judged,
  leastLevel: RiskLevel,
  request: LlmRequest,
  settings: SecondLookSettings,
  ports: LookPorts,
): Promise<Judged> {
  if (!isLookedAtAgain(judged, settings)) return judged;
  const parts = materialOf(request);
  if (parts.length === 0) return judged;
  const judge = judgeOf(settings.using);
  const look = await askJudge(judge, parts, settings.using, settings, ports);
  const { covers } = judge;
  const { mayLower, using } = settings;
  return {
    ...judged,
    risk: settleLooks(judged.risk, look, { name: using.name, covers, mayLower, leastLevel }),
  };
}

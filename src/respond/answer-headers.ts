/** The headers every answer carries, and the few an answer of a model adds. Built here; nothing of an upstream passes. */
import type { Loss } from '../core/features.ts';

/** What is known when the headers go out. A stream whose headers went out early does not know its target yet. */
export type AnswerFacts = {
  readonly requestId: string;
  readonly configVersion: string;
  readonly route?: string;
  /** Of a route that splits its conversations. */
  readonly arm?: string | null;
  readonly model?: string;
  readonly provider?: string;
  readonly attempts?: number;
  readonly lane?: string;
  /** How often the provider's stream was taken up again before the headers went out. */
  readonly resumes?: number;
  /** The request whose answer this is. */
  readonly joinedTo?: string;
  readonly losses?: readonly Loss[];
  readonly notice?: string | null;
  /** Of requests that were classified. */
  readonly task?: string;
  readonly risk?: string;
  readonly safeguards?: readonly string[];
  /** Milliseconds in this router, and waiting for providers. */
  readonly routerMs?: number;
  readonly upstreamMs?: number;
};

const longestHeader = 4000;

/** Header values are visible ASCII here; anything else becomes `?`. */
function clean(value: string): string {
  return /^[\x20-\x7e]{0,200}$/.test(value)
    ? value
    : value.replace(/[^\x20-\x7e]/g, '?').slice(0, longestHeader);
}

/** `seed;dropped;field="seed"`: one item per loss, each once. */
function printLosses(losses: readonly Loss[]): string {
  return [...new Set(losses.map(({ what, how, field }) => `${what};${how};field="${field}"`))].join(', ');
}

export function answerHeaders(facts: AnswerFacts): Record<string, string> {
  const { losses, resumes = 0, routerMs, upstreamMs } = facts;
  const resumed = resumes === 0 ? '' : `, resumed;desc="${resumes}"`;
  const timing =
    routerMs === undefined || upstreamMs === undefined
      ? undefined
      : `router;dur=${routerMs.toFixed(1)}, upstream;dur=${upstreamMs.toFixed(1)}${resumed}`;
  const values: Record<string, string | undefined> = {
    'x-request-id': facts.requestId,
    'x-signalbox-config': facts.configVersion,
    'x-signalbox-route': facts.route,
    'x-signalbox-arm': facts.arm ?? undefined,
    'x-signalbox-model': facts.model,
    'x-signalbox-provider': facts.provider,
    'x-signalbox-attempts': facts.attempts?.toString(),
    'x-signalbox-lane': facts.lane,
    'x-signalbox-resumed': resumes === 0 ? undefined : resumes.toString(),
    'x-signalbox-joined': facts.joinedTo,
    'x-signalbox-losses': losses && losses.length > 0 ? printLosses(losses) : undefined,
    'x-signalbox-notice': facts.notice ?? undefined,
    'x-signalbox-task': facts.task,
    'x-signalbox-risk': facts.risk,
    'x-signalbox-safeguards': facts.safeguards?.join(', ') || undefined,
    'server-timing': timing,
  };
  const headers: Record<string, string> = {};
  for (const name in values) {
    const value = values[name];
    if (value !== undefined) headers[name] = clean(value);
  }
  return headers;
}

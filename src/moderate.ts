/**
 * Texts of requests and answers put to judges: OpenAI's moderation endpoint on behalf of `moderate-input` and
 * `moderate-output`, and the ports by which any judge is asked. No answer from it is never taken for harmless.
 */
import { highestLevel } from './classify/tune-risk.ts';
import type { AnswerInspector } from './core/answer-inspector.ts';
import { RouterError } from './core/errors.ts';
import type { LlmRequest } from './core/request.ts';
import type { Row } from './core/row.ts';
import type { SafeguardLevel } from './core/target.ts';
import type { Deps } from './deps.ts';
import { bookBeside } from './ledger/book.ts';
import { type Asker, buildLookRow } from './ledger/build-look-row.ts';
import { scopesOf } from './ledger/scopes.ts';
import type { Label, Look } from './second-look/label.ts';
import { askJudge } from './second-look/look-again.ts';
import { materialOf, materialOfAnswer, type Part } from './second-look/material.ts';
import { createModerationJudge } from './second-look/moderations.ts';
import type { LookPorts } from './second-look/ports.ts';
import { readBounded } from './upstream/read-body.ts';

/** A label with a model's thinking before it; anything longer is no label. */
const mostAnswerBytes = 256 * 1024;

/** It is paid before the request is admitted, and counts at the same limits. */
async function bookLook(row: Row, asker: Asker, deps: Deps): Promise<void> {
  const { limits, waitUntil } = deps;
  const isKnown = limits !== null && (await limits.ready(waitUntil));
  bookBeside(row, isKnown ? scopesOf(asker, limits) : [], deps);
}

/** `firstCall`: how many calls of the request are on record before. */
export function lookPorts(asker: Asker, deps: Deps, firstCall = 0): LookPorts {
  const { outbound, health, lookMemory, now, catalogue, waitUntil } = deps;
  let calls = firstCall;
  return {
    isConfigured: (provider) => outbound.isConfigured(provider),
    post: async ({ provider, protocol, path, headers, body, signal }) => {
      const init = { method: 'POST', headers, body, signal } as const;
      const response = await outbound.call(provider, protocol, path, init);
      return { status: response.status, text: await readBounded(response, mostAnswerBytes) };
    },
    health,
    memory: lookMemory,
    record: (call) => waitUntil(bookLook(buildLookRow(call, calls++, asker, catalogue), asker, deps)),
    now,
  };
}

/** Places of the rows behind those of second looks. */
const firstCalls = { input: 8, output: 9 } as const;

type Kind = keyof typeof firstCalls;

async function moderate(kind: Kind, parts: readonly Part[], asker: Asker, deps: Deps): Promise<Look> {
  if (parts.length === 0) return { kind: 'label', label: { level: 'none', domain: null } };
  const { safeguards, providers } = deps.config;
  const provider = providers.get('openai');
  if (provider === undefined) return { kind: 'failed', why: 'not-configured' };
  const { moderation } = safeguards;
  const judge = createModerationJudge(provider, moderation.thresholds);
  const ports = lookPorts(asker, deps, firstCalls[kind]);
  return askJudge(judge, parts, { name: 'openai-moderations', provider }, moderation, ports);
}

function isRefused({ level }: Label, { config }: Pick<Deps, 'config'>): boolean {
  const { refuseFrom } = config.safeguards.moderation;
  return highestLevel([level, refuseFrom]) === level;
}

const unavailable = (what: string) =>
  new RouterError('safeguard_refused', `${what} cannot be moderated now, and its safeguards want that.`, {
    status: 503,
    retryable: true,
  });

/**
 * The least safeguards that a request may be served under, by what moderation says. Errors: `safeguard_refused`, with 503
 * where nobody has looked.
 */
export async function moderateRequest(
  request: LlmRequest,
  asker: Asker,
  deps: Deps,
): Promise<SafeguardLevel> {
  const look = await moderate('input', materialOf(request), asker, deps);
  const { requestId } = asker;
  if (look.kind === 'failed') {
    deps.log({ event: 'safeguard', requestId, code: 'moderation-unavailable', detail: look.why });
    if (deps.config.safeguards.moderation.onUnavailable === 'step-up') return 'strong';
    throw unavailable('This request');
  }
  if (!isRefused(look.label, deps)) return 'none';
  const { level, domain } = look.label;
  deps.log({ event: 'safeguard', requestId, code: 'moderation', detail: `${domain ?? 'harm'},${level}` });
  const message = `The moderation of this router refuses this request. To appeal, name ${requestId} to whoever runs it.`;
  throw new RouterError('safeguard_refused', message);
}

/** What is kept of an answer. */
const mostChars = 64_000;

/** `onHit`: what was found, or that nobody looked; never a word of the answer. */
export function answerModerator(
  asker: Asker,
  onHit: (code: 'moderation' | 'moderation-unavailable', detail: string) => void,
  deps: Deps,
): AnswerInspector {
  let text = '';
  return {
    push: (event) => {
      const isText =
        event.type === 'block-delta' && (event.delta.kind === 'text' || event.delta.kind === 'input');
      if (isText && 'text' in event.delta && text.length < mostChars) text += event.delta.text;
      return [event];
    },
    beforeEnd: async () => {
      const look = await moderate('output', materialOfAnswer(text.slice(0, mostChars)), asker, deps);
      if (look.kind === 'failed') {
        onHit('moderation-unavailable', look.why);
        return unavailable('This answer');
      }
      if (!isRefused(look.label, deps)) return null;
      onHit('moderation', look.label.domain ?? 'harm');
      return new RouterError('safeguard_refused', 'The moderation of this router has ended this answer.');
    },
  };
}

// One model call from judgement to the last byte: judge, answer, send, note.
// Must not know the fields of any protocol; those are in chat/, responses/ and messages/.

import { chat } from './chat/index.ts';
import type { Fault } from './faults.ts';
import { messages } from './messages/index.ts';
import { pacingFor } from './pacing.ts';
import { problemOf } from './problems.ts';
import { type Reply, refuse } from './reply.ts';
import { responses } from './responses/index.ts';
import type { StoredResponse } from './responses/store.ts';
import { sendEvents, sendHtml, sendUnary } from './send.ts';
import { applyStreamFaults } from './stream-faults.ts';
import type { Call, Exchange, WireProtocol } from './wire.ts';

export type CompletionWire = 'chat' | 'responses' | 'messages';

const protocols: Readonly<Record<CompletionWire, WireProtocol>> = { chat, responses, messages };

export async function serveCompletion(reply: Reply, call: Call, wire: CompletionWire): Promise<void> {
  const protocol = protocols[wire];
  const exchange = protocol.accept(call);
  if ('error' in exchange) return refuse(reply, exchange.error);
  const { fault, isStream } = exchange;
  const headers = reply.headersFor(exchange.prompt.total);
  if (fault.html) {
    reply.entry.record.status = fault.status ?? 200;
    return sendHtml(reply.outlet, fault.status ?? 200, headers);
  }
  if (!isStream && isStreamError(fault)) return refuse(reply, problemOf(wire, fault));
  reply.entry.record.answerId = exchange.id;
  reply.entry.exchange = exchange;
  reply.entry.record.status = 200;
  return isStream
    ? streamAnswer(reply, protocol, exchange, headers)
    : unaryAnswer(reply, protocol, exchange, headers);
}

function isStreamError(fault: Fault): boolean {
  return fault['error-after-start'] === true || fault['error-after'] !== undefined;
}

async function streamAnswer(
  { outlet, entry, wire, pace }: Reply,
  protocol: WireProtocol,
  exchange: Exchange,
  headers: Record<string, string>,
): Promise<void> {
  const { fault, family } = exchange;
  const errorEvents = (sent: number) => protocol.renderErrorEvents(exchange, problemOf(wire, fault), sent);
  const steps = applyStreamFaults(protocol.renderEvents(exchange), fault, errorEvents);
  const { record } = entry;
  const stored = keepRunning(protocol, exchange);
  const isWhole = () => record.generatedTokens >= outputTokens(exchange);
  await sendEvents(outlet, headers, steps, pacingFor(family, pace), fault, record);
  if (stored === undefined) {
    if (isWhole()) protocol.keep?.(exchange);
    return;
  }
  if (isWhole()) stored.complete();
  if (stored.isOver) return;
  // It goes on without its listener, until somebody calls it off.
  const sentTokens = record.generatedTokens;
  record.generatedTokens = outputTokens(exchange);
  stored.onOver = (state) => {
    if (state === 'cancelled') record.generatedTokens = sentTokens;
  };
}

/** A background answer is kept at once, whoever listens. */
function keepRunning(protocol: WireProtocol, exchange: Exchange): StoredResponse | undefined {
  if (exchange.body.background !== true) return undefined;
  protocol.keep?.(exchange);
  return exchange.responses.find(exchange.id);
}

async function unaryAnswer(
  { outlet, entry, pace }: Reply,
  protocol: WireProtocol,
  exchange: Exchange,
  headers: Record<string, string>,
): Promise<void> {
  const isDeferred = exchange.body.background === true;
  const tokens = isDeferred ? 0 : outputTokens(exchange);
  const pacing = pacingFor(exchange.family, isDeferred ? 0 : pace);
  // Kept before it is sent: a client that has the id may use it at once.
  protocol.keep?.(exchange);
  const stored = isDeferred ? exchange.responses.find(exchange.id) : undefined;
  if (stored !== undefined) {
    stored.onOver = (state) => {
      if (state === 'completed') entry.record.generatedTokens = outputTokens(exchange);
    };
  }
  await sendUnary(
    outlet,
    headers,
    protocol.renderBody(exchange),
    tokens,
    pacing,
    exchange.fault,
    entry.record,
  );
}

function outputTokens(exchange: Exchange): number {
  return exchange.answers.reduce((sum, answer) => sum + answer.outputTokens, 0);
}

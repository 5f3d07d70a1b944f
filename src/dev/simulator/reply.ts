// The way back to one caller: the outlet, the record, the headers, and how to refuse.
// Must not know why a request is refused.

import { renderGoogleError } from './google-errors.ts';
import { renderError as renderAnthropicError } from './messages/errors.ts';
import type { WireName } from './models.ts';
import { renderOpenaiError } from './openai-checks.ts';
import type { Outlet } from './outlet.ts';
import type { RecordEntry } from './records.ts';
import { sendJson } from './send.ts';
import type { WireError } from './wire.ts';

export interface Reply {
  outlet: Outlet;
  entry: RecordEntry;
  /** The protocol whose shapes errors take. */
  wire: WireName;
  requestId: string;
  pace: number;
  /** Headers of the answer, which tell what is left of the rate limits. */
  headersFor: (promptTokens: number) => Record<string, string>;
}

function renderError({ wire, requestId, entry }: Reply, error: WireError): unknown {
  if (wire === 'messages') return renderAnthropicError(error, requestId);
  const isGoogle = wire === 'chat' && entry.record.provider === 'google';
  return isGoogle ? renderGoogleError(error) : renderOpenaiError(error);
}

export async function refuse(reply: Reply, error: WireError): Promise<void> {
  const body = renderError(reply, error);
  reply.entry.record.status = error.status;
  await sendJson(reply.outlet, error.status, { ...reply.headersFor(0), ...error.headers }, body);
}

export async function answerJson(reply: Reply, body: unknown): Promise<void> {
  reply.entry.record.status = 200;
  await sendJson(reply.outlet, 200, reply.headersFor(0), body);
}

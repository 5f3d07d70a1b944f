// Sends an answer: as JSON or as server-sent events, at the model's pace, with the faults asked for.
// Must not render: it takes bodies and events as they are, and notes how far it got.

import type { Fault } from './faults.ts';
import type { Outlet } from './outlet.ts';
import { durationMs, type Pacing } from './pacing.ts';
import type { RecordedRequest } from './records.ts';
import type { SendStep } from './stream-faults.ts';
import type { WireEvent } from './wire.ts';

type Headers = Readonly<Record<string, string>>;

export async function sendJson(
  outlet: Outlet,
  status: number,
  headers: Headers,
  body: unknown,
): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(body));
  outlet.begin(status, {
    'content-type': 'application/json',
    ...headers,
    'content-length': String(bytes.length),
  });
  await outlet.write(bytes);
  await outlet.finish();
}

const HTML_PAGE =
  '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n<body><center><h1>502 Bad Gateway</h1></center></body></html>\n';

export async function sendHtml(outlet: Outlet, status: number, headers: Headers): Promise<void> {
  outlet.begin(status, { ...headers, 'content-type': 'text/html; charset=UTF-8' });
  await outlet.write(HTML_PAGE);
  await outlet.finish();
}

/** A whole answer as JSON, after the time it takes to generate it. */
export async function sendUnary(
  outlet: Outlet,
  headers: Headers,
  body: unknown,
  tokens: number,
  pacing: Pacing,
  fault: Fault,
  record: RecordedRequest,
): Promise<void> {
  const neededMs = durationMs(pacing, tokens);
  const startMs = performance.now();
  if (!(await outlet.pause(neededMs))) {
    record.generatedTokens = Math.floor((tokens * (performance.now() - startMs)) / neededMs);
    return;
  }
  const text = fault.empty ? '' : JSON.stringify(body);
  const isCut = fault['cut-after'] !== undefined || fault['end-after'] !== undefined || fault['bad-json'];
  const isStalled = fault['stall-after'] !== undefined;
  record.generatedTokens = fault.empty || fault['stall-before'] ? 0 : tokens;
  outlet.begin(200, { 'content-type': 'application/json', ...headers });
  if (fault['stall-before']) return outlet.stall();
  await outlet.write(isCut || isStalled ? text.slice(0, Math.floor(text.length / 2)) : text);
  if (isStalled) return outlet.stall();
  if (fault['cut-after'] !== undefined) return outlet.breakOff();
  await outlet.finish();
}

export async function sendEvents(
  outlet: Outlet,
  headers: Headers,
  steps: Iterable<SendStep>,
  pacing: Pacing,
  fault: Fault,
  record: RecordedRequest,
): Promise<void> {
  outlet.begin(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    ...headers,
  });
  if (fault.empty) return outlet.finish();
  let isWaiting = true;
  for (const step of steps) {
    switch (step.do) {
      case 'stall':
        return outlet.stall();
      case 'write':
        await writeFrame(outlet, step.text, fault);
        break;
      case 'cut': {
        const frame = renderFrame(step.event, fault);
        await outlet.write(frame.slice(0, Math.ceil(frame.length / 2)));
        return outlet.breakOff();
      }
      case 'send': {
        const firstMs = isWaiting && step.event.part !== 'head' ? pacing.firstEventMs : 0;
        if (step.event.part !== 'head') isWaiting = false;
        if (!(await generate(outlet, step.event, firstMs, pacing, fault, record))) return;
        await writeFrame(outlet, renderFrame(step.event, fault), fault);
        record.events += 1;
        if (step.event.part === 'content') record.outputEvents += 1;
        break;
      }
      default:
        step satisfies never;
    }
  }
  await outlet.finish();
}

/** Takes the time an event's tokens take; if the client leaves meanwhile, part of them was generated. */
async function generate(
  outlet: Outlet,
  event: WireEvent,
  firstMs: number,
  pacing: Pacing,
  fault: Fault,
  record: RecordedRequest,
): Promise<boolean> {
  const tokensMs = pacing.perTokenMs * event.tokens;
  const startMs = performance.now();
  const isThere = await outlet.pause(firstMs + tokensMs + (fault.drip ?? 0));
  const share = isThere || tokensMs === 0 ? 1 : Math.max(0, performance.now() - startMs - firstMs) / tokensMs;
  if (isThere || tokensMs > 0) record.generatedTokens += Math.floor(event.tokens * Math.min(1, share));
  return isThere;
}

function renderFrame(event: WireEvent, fault: Fault): string {
  const data = typeof event.data === 'string' ? event.data : JSON.stringify(event.data);
  const frame = event.name === undefined ? `data: ${data}\n\n` : `event: ${event.name}\ndata: ${data}\n\n`;
  const commented = fault.comments ? `: keep-alive\n\n${frame}` : frame;
  return fault.crlf ? commented.replaceAll('\n', '\r\n') : commented;
}

async function writeFrame(outlet: Outlet, frame: string, fault: Fault): Promise<void> {
  if (!fault.split) return outlet.write(frame);
  const bytes = Buffer.from(frame);
  for (let at = 0; at < bytes.length; at += fault.split)
    await outlet.write(bytes.subarray(at, at + fault.split));
}

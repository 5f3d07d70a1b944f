// One request to a provider: record it, find endpoint and fault, check key and model, hand over.
// Must not render answers of models.

import { checkKey, keyOf, resolveModel } from './access.ts';
import { serveCompletion } from './completion.ts';
import { answerEmbeddings } from './embeddings.ts';
import { collectFault, type FaultedModel, splitModel } from './fault-sources.ts';
import type { Fault, FaultRules } from './faults.ts';
import { answerHeaders, mintRequestId, type RateMeter } from './headers.ts';
import { answerReport } from './invoice.ts';
import { asText, isObject, type Json, type JsonObject, parseJson } from './json.ts';
import { countMessageTokens } from './messages/count-tokens.ts';
import { invalid as invalidMessage, notFound } from './messages/errors.ts';
import { listModels, showModel } from './model-list.ts';
import type { ModelFamily, WireName } from './models.ts';
import { answerModerations, latestModerationModel } from './moderations.ts';
import { invalid, missing, unknownModel } from './openai-checks.ts';
import type { Outlet } from './outlet.ts';
import { pacingFor } from './pacing.ts';
import { problemOf } from './problems.ts';
import type { PromptCache } from './prompt-cache.ts';
import { type ProviderHabits, providerHabits } from './providers.ts';
import type { Records } from './records.ts';
import { answerJson, type Reply, refuse } from './reply.ts';
import { lookAtResponse } from './responses/lifecycle.ts';
import type { ResponseStore } from './responses/store.ts';
import { type Endpoint, findEndpoint, providerOf, wireOfPath } from './routes.ts';
import { digest } from './seed.ts';
import { sendEvents, sendHtml } from './send.ts';
import { applyStreamFaults } from './stream-faults.ts';
import type { Call, WireError } from './wire.ts';

/** All state of one simulator. */
export interface World {
  pace: number;
  faults: FaultRules;
  records: Records;
  promptCache: PromptCache;
  responses: ResponseStore;
  rates: RateMeter;
}

export interface Received {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  rawHeaders: readonly string[];
  /** Undefined for a body larger than any provider takes. */
  text: string | undefined;
}

interface Visit extends Received {
  provider: string;
  habits: ProviderHabits;
  endpoint: Endpoint | undefined;
  parsed: Json | undefined;
  body: JsonObject;
  named: FaultedModel;
  fault: Fault;
  nowMs: number;
}

export async function serveProvider(received: Received, outlet: Outlet, world: World): Promise<void> {
  const visit = readVisit(received, world);
  const wire = visit.endpoint?.wire ?? wireOfPath(visit.url.pathname);
  const entry = world.records.open({
    at: new Date(visit.nowMs).toISOString(),
    method: visit.method,
    path: visit.url.pathname + visit.url.search,
    provider: visit.provider,
    wire: visit.endpoint?.wire ?? null,
    model: visit.named.model === '' ? null : visit.named.model,
    headers: visit.headers,
    rawHeaders: visit.rawHeaders,
    text: visit.text ?? '',
    body: visit.parsed ?? null,
    status: null,
    requestId: null,
    answerId: null,
    fault: visit.fault,
  });
  const requestId = mintRequestId(wire, `${entry.record.serial}:${digest(visit.text ?? '')}`);
  entry.record.requestId = requestId;
  const rateKey = `${visit.provider}:${keyOf(visit.headers)}`;
  const headersFor = (promptTokens: number) =>
    answerHeaders(wire, requestId, world.rates.count(rateKey, promptTokens, visit.nowMs), visit.nowMs);
  try {
    await serveVisit({ outlet, entry, wire, requestId, pace: world.pace, headersFor }, visit, world);
  } finally {
    entry.record.aborted = outlet.wasAborted;
    world.records.close(entry.record);
  }
}

function readVisit(received: Received, world: World): Visit {
  const { pathname } = received.url;
  const provider = providerOf(pathname);
  const parsed = received.text === undefined ? undefined : parseJson(received.text);
  const body = isObject(parsed) ? parsed : {};
  const named = splitModel(asText(body.model));
  const fault = received.method === 'POST' ? collectFault(provider, named, body, world.faults) : {};
  const habits = providerHabits(provider);
  const endpoint = findEndpoint(received.method, pathname);
  return { ...received, provider, habits, endpoint, parsed, body, named, fault, nowMs: Date.now() };
}

async function serveVisit(reply: Reply, visit: Visit, world: World): Promise<void> {
  const { fault } = visit;
  if (fault.reset) return reply.outlet.reset();
  if (fault['stall-headers']) return reply.outlet.stall();
  if (!(await reply.outlet.pause(fault.delay ?? 0))) return;
  const refused = refusalBeforeModel(reply.wire, visit);
  if (refused !== undefined) return refuse(reply, refused);
  if (fault.html && fault.status !== undefined) {
    reply.entry.record.status = fault.status;
    return sendHtml(reply.outlet, fault.status, reply.headersFor(0));
  }
  const hasOwnStatus = fault.status !== undefined || (fault.code !== undefined && !isLater(fault));
  if (hasOwnStatus) return refuse(reply, problemOf(reply.wire, fault));
  return serveEndpoint(reply, visit, world);
}

/** A code that comes with a stream fault belongs to the stream's error event. */
function isLater(fault: Fault): boolean {
  return fault['error-after-start'] === true || fault['error-after'] !== undefined;
}

function refusalBeforeModel(wire: WireName, visit: Visit): WireError | undefined {
  const { endpoint, habits, headers, method, url } = visit;
  const isMessages = wire === 'messages';
  if (endpoint === undefined || (endpoint.wire !== null && !habits.speaks.includes(endpoint.wire))) {
    if (isMessages) return notFound('Not Found');
    return { ...invalid(`Invalid URL (${method} ${url.pathname})`), status: 404 };
  }
  const keyless = checkKey(headers, wire);
  if (keyless !== undefined) return keyless;
  if (method !== 'POST' || endpoint.kind === 'response') return undefined;
  if (visit.text === undefined) return problemOf(wire, { status: 413 });
  if (isObject(visit.parsed)) return undefined;
  if (isMessages) return invalidMessage('The request body is not valid JSON');
  return invalid(
    'We could not parse the JSON body of your request. (HINT: This likely means you aren’t using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)',
  );
}

async function serveEndpoint(reply: Reply, visit: Visit, world: World): Promise<void> {
  const { endpoint } = visit;
  switch (endpoint?.kind) {
    case 'completion': {
      const call = openCall(reply, visit, world, endpoint.wire);
      return 'error' in call ? refuse(reply, call.error) : serveCompletion(reply, call, endpoint.wire);
    }
    case 'count-tokens': {
      const call = openCall(reply, visit, world, endpoint.wire);
      const counted = 'error' in call ? call : countMessageTokens(call);
      return 'error' in counted ? refuse(reply, counted.error) : answerJson(reply, counted.body);
    }
    case 'embeddings':
      return serveEmbeddings(reply, visit, world);
    case 'moderations':
      return serveModerations(reply, visit, world);
    case 'response':
      return serveStored(reply, visit, world, endpoint);
    case 'models':
      return serveModels(reply, visit, endpoint.id);
    case 'openai-report':
    case 'anthropic-report': {
      const answer = answerReport(endpoint, visit, world.records);
      return 'error' in answer ? refuse(reply, answer.error) : answerJson(reply, answer.body);
    }
    case undefined:
      return;
    default:
      endpoint satisfies never;
  }
}

function openCall(reply: Reply, visit: Visit, world: World, wire: WireName): Call | { error: WireError } {
  const { provider, habits, headers, fault, nowMs } = visit;
  const { model } = visit.named;
  if (model === '') return { error: modelMissing(wire) };
  const resolved = resolveModel(model, habits, wire);
  if ('error' in resolved) return resolved;
  const family: ModelFamily = resolved.family;
  const { promptCache, responses } = world;
  const { serial } = reply.entry.record;
  const body = { ...visit.body, model };
  const { requestId } = reply;
  return {
    provider,
    habits,
    headers,
    body,
    family,
    model,
    fault,
    requestId,
    serial,
    nowMs,
    promptCache,
    responses,
  };
}

function modelMissing(wire: WireName): WireError {
  if (wire === 'messages') return invalidMessage('model: Field required');
  return wire === 'responses' ? missing('model') : invalid('you must provide a model parameter');
}

async function serveEmbeddings(reply: Reply, visit: Visit, world: World): Promise<void> {
  const call = openCall(reply, visit, world, 'embeddings');
  if ('error' in call) return refuse(reply, call.error);
  const answer = answerEmbeddings(call.model, call.body);
  if ('error' in answer) return refuse(reply, answer.error);
  reply.entry.inputTokens = answer.tokens;
  await answerJson(reply, answer.body);
}

/** Free: it makes no line on the invoice. */
async function serveModerations(reply: Reply, visit: Visit, world: World): Promise<void> {
  const { named } = visit;
  const model = named.model === '' ? latestModerationModel : named.model;
  const call = openCall(reply, { ...visit, named: { ...named, model } }, world, 'moderations');
  if ('error' in call) return refuse(reply, call.error);
  const answer = answerModerations(call.model, call.body, reply.requestId);
  return 'error' in answer ? refuse(reply, answer.error) : answerJson(reply, answer.body);
}

async function serveStored(
  reply: Reply,
  { url, nowMs }: Visit,
  world: World,
  endpoint: Extract<Endpoint, { kind: 'response' }>,
): Promise<void> {
  const isStream = url.searchParams.get('stream') === 'true';
  const startingAfter = Number(url.searchParams.get('starting_after') ?? -1);
  const { action, id } = endpoint;
  const request = { action, id, query: url.searchParams, isStream, startingAfter };
  const pacing = (stored: { exchange: Call }) => pacingFor(stored.exchange.family, world.pace);
  const look = lookAtResponse(world.responses, request, pacing, nowMs);
  if ('error' in look) return refuse(reply, look.error);
  if ('body' in look) return answerJson(reply, look.body);
  const { events, stored, fault } = look;
  if (fault.reset) return reply.outlet.reset();
  if (fault['stall-headers']) return reply.outlet.stall();
  if (fault.status !== undefined) return refuse(reply, problemOf('responses', fault));
  const steps = applyStreamFaults(events, fault, () => []);
  reply.entry.record.status = 200;
  reply.entry.record.fault = fault;
  await sendEvents(reply.outlet, reply.headersFor(0), steps, pacing(stored), fault, reply.entry.record);
}

async function serveModels(
  reply: Reply,
  { habits, headers, provider }: Visit,
  id: string | null,
): Promise<void> {
  const isAnthropic = provider === 'anthropic' || headers['anthropic-version'] !== undefined;
  if (id === null) return answerJson(reply, listModels(habits, isAnthropic));
  const model = showModel(id, habits, isAnthropic);
  if (model === undefined) return refuse(reply, isAnthropic ? notFound(`model: ${id}`) : unknownModel(id));
  await answerJson(reply, model);
}

/** Every endpoint, one line each. A path that is not here does not exist. */
import { answerOnce } from '../come-back/answer-once.ts';
import { protocols } from '../protocols/index.ts';
import { answerHealth, answerVersion } from './about.ts';
import { actorEndpoints } from './admin-actors.ts';
import { alertEndpoints } from './admin-alerts.ts';
import { answerAudit, answerAuditHead } from './admin-audit.ts';
import { exportEndpoint } from './admin-export.ts';
import { answerCreateKey, answerListKeys, answerRevokeKey, answerRotateKey } from './admin-keys.ts';
import { answerListLimits, answerSetLimits } from './admin-limits.ts';
import { reconcileEndpoints } from './admin-reconcile.ts';
import { redteamEndpoints } from './admin-redteam.ts';
import { answerStatus } from './admin-status.ts';
import { answerUsage } from './admin-usage.ts';
import { approvalEndpoints } from './approvals.ts';
import { answerClassify } from './classify.ts';
import { answerCountTokens } from './count-tokens.ts';
import { answerEmbeddings } from './embeddings.ts';
import type { Endpoint, KeyedCall } from './endpoint.ts';
import { answerFeedback } from './feedback.ts';
import { answerMetrics } from './metrics.ts';
import { answerModel, answerModels } from './models.ts';
import { observed } from './observed.ts';
import { answerOpenAiWebhook } from './openai-webhook.ts';
import { answerOpenApi } from './openapi.ts';
import { usageParameters } from './read-usage-query.ts';
import { answerReceipt } from './receipts.ts';
import { answerRoute } from './route.ts';
import { readResponse, storedResponseEndpoints } from './stored-responses.ts';

const over = (id: keyof typeof protocols) =>
  observed((call: KeyedCall) =>
    answerOnce(protocols[id], call, (responseId) => readResponse(call, responseId)),
  );

const chat = 'openai-chat';
const responses = 'openai-responses';
const messages = 'anthropic-messages';

export const endpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/v1/chat/completions',
    auth: 'key',
    errors: chat,
    summary: 'OpenAI Chat Completions',
    answer: over(chat),
  },
  {
    method: 'POST',
    path: '/v1/responses',
    auth: 'key',
    errors: responses,
    summary: 'OpenAI Responses',
    answer: over(responses),
  },
  {
    method: 'POST',
    path: '/v1/messages',
    auth: 'key',
    errors: messages,
    summary: 'Anthropic Messages',
    answer: over(messages),
  },
  {
    method: 'POST',
    path: '/v1/messages/count_tokens',
    auth: 'key',
    errors: messages,
    summary: 'Input tokens of a Messages request',
    answer: answerCountTokens,
  },
  {
    method: 'POST',
    path: '/v1/embeddings',
    auth: 'key',
    errors: chat,
    summary: 'Embeddings',
    answer: answerEmbeddings,
  },
  {
    method: 'POST',
    path: '/v1/classify',
    auth: 'key',
    errors: chat,
    summary: 'What the classifier says of a request; no model is called but for a second look',
    query: {
      route: 'whose hints, overrides and thresholds apply',
      second_look: '`true` takes the second look of that route too',
    },
    answer: answerClassify,
  },
  {
    method: 'POST',
    path: '/v1/route',
    auth: 'key',
    errors: chat,
    summary: 'How a request would be served, and why; no model is called',
    answer: answerRoute,
  },
  {
    method: 'GET',
    path: '/v1/requests/:id',
    auth: 'key',
    errors: chat,
    summary: 'What was decided about one of your requests, and what became of it',
    answer: answerReceipt,
  },
  {
    method: 'POST',
    path: '/v1/feedback',
    auth: 'key',
    errors: chat,
    summary: 'How good one of your answers was: `request_id` with `score` (0-1) or `accepted`',
    answer: answerFeedback,
  },
  ...approvalEndpoints,
  {
    method: 'GET',
    path: '/v1/models',
    auth: 'key',
    errors: chat,
    summary: 'Routes and models',
    answer: answerModels,
  },
  {
    method: 'GET',
    path: '/v1/models/:id{.+}',
    auth: 'key',
    errors: chat,
    summary: 'One route or model',
    answer: answerModel,
  },
  ...storedResponseEndpoints,
  {
    method: 'POST',
    path: '/admin/keys',
    auth: 'admin',
    errors: chat,
    summary: 'Make an API key; the answer alone holds it',
    answer: answerCreateKey,
  },
  {
    method: 'GET',
    path: '/admin/keys',
    auth: 'admin',
    errors: chat,
    summary: 'API keys, without the keys',
    answer: answerListKeys,
  },
  {
    method: 'POST',
    path: '/admin/keys/:id/rotate',
    auth: 'admin',
    errors: chat,
    summary: 'A new key with the same rights; the old one works on for a while',
    answer: answerRotateKey,
  },
  {
    method: 'DELETE',
    path: '/admin/keys/:id',
    auth: 'admin',
    errors: chat,
    summary: 'Revoke an API key',
    answer: answerRevokeKey,
  },
  {
    method: 'POST',
    path: '/admin/limits',
    auth: 'admin',
    errors: chat,
    summary: 'Set what a key, a team, a route or each end user of a team may use',
    answer: answerSetLimits,
  },
  {
    method: 'GET',
    path: '/admin/limits',
    auth: 'admin',
    errors: chat,
    summary: 'Limits that are set',
    answer: answerListLimits,
  },
  ...actorEndpoints,
  {
    method: 'GET',
    path: '/admin/status',
    auth: 'admin',
    errors: chat,
    summary: 'How the router stands: store, outbox, routes, budgets, alerts',
    answer: answerStatus,
  },
  ...alertEndpoints,
  {
    method: 'GET',
    path: '/admin/usage',
    auth: 'admin',
    errors: chat,
    summary: 'What was used and what it cost, as JSON or CSV',
    query: usageParameters,
    answer: answerUsage,
  },
  ...reconcileEndpoints,
  ...redteamEndpoints,
  exportEndpoint,
  {
    method: 'GET',
    path: '/admin/audit',
    auth: 'admin',
    errors: chat,
    summary: 'The audit log: who did what, each entry hashed onto the one before',
    query: {
      from: 'number of the first entry; by default 1',
      limit: 'entries of a page, 1000 at most and by default',
    },
    answer: answerAudit,
  },
  {
    method: 'GET',
    path: '/admin/audit/head',
    auth: 'admin',
    errors: chat,
    summary: 'Number and hash of the last entry of the audit log, signed',
    answer: answerAuditHead,
  },
  {
    method: 'GET',
    path: '/metrics',
    auth: 'admin',
    errors: chat,
    summary: 'Metrics for Prometheus',
    answer: answerMetrics,
  },
  {
    method: 'POST',
    path: '/webhooks/openai',
    auth: 'signed',
    errors: chat,
    summary: 'What OpenAI tells of end users; signed after Standard Webhooks',
    answer: answerOpenAiWebhook,
  },
  {
    method: 'GET',
    path: '/healthz',
    auth: 'public',
    errors: chat,
    summary: 'Whether the router runs',
    answer: answerHealth,
  },
  {
    method: 'GET',
    path: '/version',
    auth: 'public',
    errors: chat,
    summary: 'What it runs',
    answer: answerVersion,
  },
  {
    method: 'GET',
    path: '/openapi.json',
    auth: 'public',
    errors: chat,
    summary: 'This list for machines',
    answer: () => answerOpenApi(endpoints),
  },
];

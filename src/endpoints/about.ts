/** GET /healthz and GET /version: whether this isolate runs, and what it runs. */
import { type Call, json } from './endpoint.ts';

export function answerHealth(): Response {
  return json({ status: 'ok' });
}

export function answerVersion({ deps }: Call): Response {
  return json({
    name: 'signalbox',
    version: deps.release,
    config: deps.config.version,
    deployment: deps.deployment,
  });
}

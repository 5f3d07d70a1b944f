/** GET /openapi.json: made from the table of endpoints, so that it cannot be out of date. */
import { tokenHeader } from '../access/end-user-token.ts';
import { errorTable } from '../core/errors.ts';
import { type Endpoint, json } from './endpoint.ts';

const errorSchema = {
  type: 'object',
  description: "OpenAI's form; on /v1/messages Anthropic's: {type: 'error', error: {type, message}}.",
  properties: {
    error: {
      type: 'object',
      required: ['message', 'type'],
      properties: {
        message: { type: 'string' },
        type: { type: 'string' },
        param: { type: ['string', 'null'] },
        code: { type: ['string', 'null'], enum: [...Object.keys(errorTable), null] },
      },
    },
  },
};

function operation(endpoint: Endpoint): object {
  const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  const schema = { type: 'string' };
  const description = 'A signed end-user token, where the API key takes one.';
  const parameters = [
    ...names.map((name) => ({ name, in: 'path', required: true, schema })),
    ...(endpoint.auth === 'key' ? [{ name: tokenHeader, in: 'header', description, schema }] : []),
    ...Object.entries(endpoint.query ?? {}).map(([name, description]) => ({
      name,
      in: 'query',
      description,
      schema,
    })),
  ];
  return {
    summary: endpoint.summary,
    ...((endpoint.auth === 'public' || endpoint.auth === 'signed') && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(endpoint.method === 'POST' &&
      names.length === 0 && {
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
      }),
    responses: {
      200: {
        description:
          'The answer, in the form of the API this path belongs to; an event stream with `stream: true`.',
      },
      default: { description: 'An error', content: { 'application/json': { schema: errorSchema } } },
    },
  };
}

export function answerOpenApi(endpoints: readonly Endpoint[]): Response {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)(?:\{[^}]*\})?/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return json({
    openapi: '3.1.0',
    info: {
      title: 'Signalbox',
      version: '1',
      description: 'One endpoint for three protocols and many models.',
    },
    security: [{ bearer: [] }, { apiKey: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
    },
    paths,
  });
}

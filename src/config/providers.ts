/**
 * The providers that Signalbox ships with: where they are, how they take their key, what they do differently.
 * `routes.config.ts` may change one or add others. Data only; a key never stands here.
 */
import type { Provider } from '../core/target.ts';

/** Stands in a base URL for the account; `WORKERS_AI_BASE_URL` or the config must replace it. */
export const accountPlaceholder = 'ACCOUNT_ID';

export const shippedProviders = {
  openai: {
    baseUrl: 'https://api.openai.com/v1',
    env: 'OPENAI',
    auth: 'bearer',
    protocols: { 'openai-chat': '', 'openai-responses': '' },
    quirks: [],
    background: true,
  },
  /** The project that OpenAI has approved for its cyber programme: a key of its own. */
  'openai-cyber': {
    baseUrl: 'https://api.openai.com/v1',
    env: 'OPENAI_CYBER',
    auth: 'bearer',
    protocols: { 'openai-chat': '', 'openai-responses': '' },
    quirks: [],
    background: true,
    project: { of: 'openai', programme: 'cyber' },
  },
  anthropic: {
    baseUrl: 'https://api.anthropic.com',
    env: 'ANTHROPIC',
    auth: 'x-api-key',
    protocols: { 'anthropic-messages': '/v1' },
    quirks: [],
    sealForm: 'protobuf',
  },
  /** The OpenAI-compatible endpoint of the Gemini API; it answers 400 to fields it does not know. */
  google: {
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    env: 'GOOGLE',
    auth: 'bearer',
    protocols: { 'openai-chat': '' },
    quirks: ['max-tokens', 'no-store', 'no-safety-identifier', 'no-custom-tools', 'thought-signatures'],
  },
  deepseek: {
    baseUrl: 'https://api.deepseek.com',
    env: 'DEEPSEEK',
    auth: 'bearer',
    protocols: { 'openai-chat': '', 'anthropic-messages': '/anthropic/v1' },
    quirks: ['max-tokens', 'no-developer-role', 'no-store', 'reasoning-content', 'no-custom-tools'],
    sealForm: 'uuid',
  },
  /** Keys of the coding plan need the base URL https://api.z.ai/api/coding/paas/v4. */
  zai: {
    baseUrl: 'https://api.z.ai/api/paas/v4',
    env: 'ZAI',
    auth: 'bearer',
    protocols: { 'openai-chat': '' },
    quirks: ['max-tokens', 'no-developer-role', 'no-store', 'reasoning-content', 'no-custom-tools'],
  },
  moonshot: {
    baseUrl: 'https://api.moonshot.ai/v1',
    env: 'MOONSHOT',
    auth: 'bearer',
    protocols: { 'openai-chat': '' },
    quirks: ['max-tokens', 'no-developer-role', 'no-store', 'reasoning-content', 'no-custom-tools'],
  },
  groq: {
    baseUrl: 'https://api.groq.com/openai/v1',
    env: 'GROQ',
    auth: 'bearer',
    protocols: { 'openai-chat': '' },
    quirks: ['no-custom-tools'],
  },
  openrouter: {
    baseUrl: 'https://openrouter.ai/api/v1',
    env: 'OPENROUTER',
    auth: 'bearer',
    protocols: { 'openai-chat': '' },
    quirks: ['max-tokens', 'no-custom-tools'],
  },
  'workers-ai': {
    baseUrl: `https://api.cloudflare.com/client/v4/accounts/${accountPlaceholder}/ai/v1`,
    env: 'WORKERS_AI',
    auth: 'bearer',
    protocols: { 'openai-chat': '' },
    quirks: ['max-tokens', 'no-developer-role', 'no-store', 'no-custom-tools'],
  },
} as const satisfies Record<string, Omit<Provider, 'id'>>;

export type ShippedProviderId = keyof typeof shippedProviders;

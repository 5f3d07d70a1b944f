/** What providers are called in files of money: those that come with the program; others go by their id. Data only. */
import type { ShippedProviderId } from '../../config/providers.ts';

const names: Readonly<Record<ShippedProviderId, string>> = {
  openai: 'OpenAI',
  'openai-cyber': 'OpenAI',
  anthropic: 'Anthropic',
  google: 'Google',
  deepseek: 'DeepSeek',
  zai: 'Z.ai',
  moonshot: 'Moonshot AI',
  groq: 'Groq',
  openrouter: 'OpenRouter',
  'workers-ai': 'Cloudflare',
};

/** `id`: null where nobody knows a model's provider any more. */
export function nameOfProvider(id: string | null): string {
  if (id === null) return 'Unknown';
  return Object.hasOwn(names, id) ? names[id as ShippedProviderId] : id;
}

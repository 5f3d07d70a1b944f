/**
 * The safeguard rules that hold unless a config says otherwise; `docs/safeguards.md` explains each. The wording of a
 * request tells its topic, never guilt: none of them refuses.
 */
import type { SafeguardRule } from '../core/safeguard.ts';

export const shippedRules: readonly SafeguardRule[] = [
  {
    name: 'dual-use',
    when: { risk: { level: 'elevated', domains: ['bio_chem', 'cyber'] } },
    floor: 'strong',
    actions: [],
  },
  { name: 'harm', when: { risk: { level: 'high' } }, floor: 'basic', actions: [] },
  {
    name: 'planted-orders',
    when: { risk: { level: 'elevated', domains: ['prompt_injection'] }, tools: 'read' },
    floor: 'basic',
    actions: ['fence', 'log'],
  },
  {
    name: 'unknown-people',
    when: { tier: ['anonymous'], tools: 'write' },
    floor: 'none',
    actions: ['read-only-tools'],
  },
  {
    name: 'unknown-people-at-risk',
    when: { tier: ['anonymous'], risk: { level: 'elevated' } },
    floor: 'basic',
    actions: ['instruct', 'log'],
  },
];

/** Providers that judge each request themselves, of two companies. */
export const usualStepUp = ['gpt-5.5@medium', 'claude-opus-5-5@medium'] as const;

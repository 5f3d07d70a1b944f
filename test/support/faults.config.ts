/** Routes for tests of faults: every case has targets of its own, so that no circuit opened by one touches another. */
import { defineConfig } from '../../src/config/define-config.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { faultCases } from './faults/cases.ts';
import { type FaultRoute, faultRoutes } from './faults/routes.ts';

const wireNames: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': 'gpt-4o',
  'openai-responses': 'gpt-4o',
  'anthropic-messages': 'claude-sonnet-4-6',
};

type Target = FaultRoute['targets'][number];

/** The simulator reads the fault from the model's name. */
function model(id: string, { protocol, fault, contextTokens, wireName = wireNames[protocol] }: Target) {
  return {
    id,
    provider: protocol === 'anthropic-messages' ? ('anthropic' as const) : ('openai' as const),
    protocols: [protocol],
    wireName: fault === '' ? wireName : `${wireName}#${fault}`,
    tools: true,
    ...(contextTokens !== undefined && { contextTokens }),
  };
}

/** Long enough for a busy machine, short enough to wait for. */
const deadlines = { firstEventMs: 2000, idleMs: 1000, totalMs: 20_000 };

export default defineConfig({
  routes: [
    { name: 'auto', use: ['plain'] },
    ...faultCases.map(({ id }) => ({ name: `falls-${id}`, use: [`a-${id}`, `b-${id}`], deadlines })),
    ...faultCases.map(({ id }) => ({ name: `dead-${id}`, use: [`c-${id}`, `d-${id}`], deadlines })),
    ...faultRoutes.map(({ name, targets, deadlines: own }) => ({
      name,
      use: targets.map((_, at) => `${name}-${at}`),
      deadlines: own ?? deadlines,
    })),
  ],
  models: [
    model('plain', { protocol: 'openai-chat', fault: '' }),
    ...faultCases.flatMap(({ id, target: protocol, fault }) => [
      model(`a-${id}`, { protocol, fault }),
      model(`b-${id}`, { protocol, fault: '' }),
      model(`c-${id}`, { protocol, fault }),
      model(`d-${id}`, { protocol, fault }),
    ]),
    ...faultRoutes.flatMap(({ name, targets }) =>
      targets.map((target, at) => model(`${name}-${at}`, target)),
    ),
  ],
  limits: { pingAfterMs: 30_000 },
});

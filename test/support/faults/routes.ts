/** Routes of single tests of faults: their targets in order, each with the fault that the simulator shows. Data only. */
import type { Deadlines } from '../../../src/core/config.ts';
import type { ErrorCode } from '../../../src/core/errors.ts';
import { type ProtocolId, protocolIds } from '../../../src/core/target.ts';
import { letterOf } from './cases.ts';

export type FaultRoute = {
  readonly name: string;
  readonly targets: readonly {
    readonly protocol: ProtocolId;
    readonly fault: string;
    readonly contextTokens?: number;
    /** Another model than the usual one, for faults that are set while the test runs. */
    readonly wireName?: string;
  }[];
  readonly deadlines?: Deadlines;
};

export type Lane = {
  /** Part of the names of its routes. */
  readonly id: string;
  readonly name: string;
  readonly caller: ProtocolId;
  readonly target: ProtocolId;
  readonly wantsUsage: boolean;
};

/** Every pair of protocols, and the one lane more that Chat Completions has where nobody asked for usage. */
export const lanes: readonly Lane[] = protocolIds.flatMap((caller) =>
  protocolIds.flatMap((target) => {
    const id = `${letterOf[caller]}-${letterOf[target]}`;
    const lane = { id, name: `${target} for ${caller}`, caller, target, wantsUsage: true };
    if (caller !== 'openai-chat' || target !== caller) return [lane];
    return [lane, { ...lane, id: `${id}-f`, name: `${lane.name}, filtered`, wantsUsage: false }];
  }),
);

type LaterFault = {
  readonly name: string;
  readonly fault: string;
  readonly code: ErrorCode;
  readonly deadlines?: Deadlines;
};

/** Breaks behind the first output. */
export const laterFaults: readonly LaterFault[] = [
  { name: 'stall', fault: 'stall-after=1', code: 'upstream_stalled' },
  { name: 'cut', fault: 'cut-after=1', code: 'upstream_truncated' },
  { name: 'end', fault: 'end-after=1', code: 'upstream_truncated' },
  { name: 'error', fault: 'error-after=1&code=server_error', code: 'upstream_error' },
  {
    name: 'drip',
    fault: 'drip=500',
    code: 'upstream_deadline',
    deadlines: { firstEventMs: 3500, idleMs: 3500, totalMs: 3500 },
  },
];

type FinalFault = {
  readonly name: string;
  readonly fault: string;
  /** As told over another protocol; on the same one the provider's own words pass. */
  readonly code: ErrorCode;
  readonly status: number;
  readonly theirStatus: number;
};

/** What may never be tried elsewhere. The codes are OpenAI's. */
export const finalFaults: readonly FinalFault[] = [
  { name: 'bad', fault: 'status=400', code: 'upstream_rejected', status: 400, theirStatus: 400 },
  { name: 'odd', fault: 'status=422', code: 'upstream_rejected', status: 422, theirStatus: 422 },
  { name: 'large', fault: 'status=413', code: 'request_too_large', status: 413, theirStatus: 413 },
  { name: 'cyber', fault: 'code=cyber_policy', code: 'policy_refused', status: 403, theirStatus: 400 },
  { name: 'bio', fault: 'code=bio_policy', code: 'policy_refused', status: 403, theirStatus: 400 },
  { name: 'prompt', fault: 'code=invalid_prompt', code: 'policy_refused', status: 403, theirStatus: 400 },
];

const onLanes = (name: string, faults: readonly string[]): FaultRoute[] =>
  lanes.map(({ id, target }) => ({
    name: `${name}-${id}`,
    targets: faults.map((fault) => ({ protocol: target, fault })),
  }));

/** Over OpenAI's protocols, whose words these are. */
const onOpenai = (name: string, faults: readonly string[]): FaultRoute[] =>
  onLanes(name, faults).filter(({ targets }) =>
    targets.every(({ protocol }) => protocol !== 'anthropic-messages'),
  );

const chat = (fault: string, contextTokens?: number) => ({
  protocol: 'openai-chat' as const,
  fault,
  ...(contextTokens !== undefined && { contextTokens }),
});

const late: Deadlines = { firstEventMs: 20_000, idleMs: 20_000, totalMs: 20_000 };
const soon: Deadlines = { firstEventMs: 1000, idleMs: 1000, totalMs: 1000 };

export const faultRoutes: readonly FaultRoute[] = [
  ...laterFaults.flatMap(({ name, fault, deadlines }) =>
    onLanes(`later-${name}`, [fault, '']).map((route) => ({ ...route, ...(deadlines && { deadlines }) })),
  ),
  ...finalFaults.flatMap(({ name, fault }) => onOpenai(`final-${name}`, [fault, ''])),
  ...onLanes('plain', ['', '']).map((route) => ({ ...route, deadlines: late })),
  ...onLanes('falls', ['status=429', '']),
  ...onLanes('dies', ['status=429']),
  ...onLanes('garbled', ['bad-json']),
  ...onLanes('silent', ['', '']).map((route) => ({ ...route, deadlines: soon })),
  { name: 'circuit', targets: [chat('status=429'), chat('')] },
  { name: 'last', targets: [chat('status=429')] },
  { name: 'all-open', targets: [chat('status=429'), chat('status=429')] },
  { name: 'quota', targets: [chat('code=insufficient_quota'), chat('')] },
  { name: 'again', targets: [{ ...chat(''), wireName: 'gpt-4o-mini' }, chat('')] },
  { name: 'wider', targets: [chat('code=context_length_exceeded', 1000), chat('', 500), chat('', 2000)] },
  { name: 'no-wider', targets: [chat('code=context_length_exceeded', 2000), chat('', 1000)] },
];

/** Why a request went where it went, as its receipt says it. */
import type { Child } from 'hono/jsx';
import type { JudgedFacts } from '../../core/decision-facts.ts';
import type { Receipt, ReceiptDecision } from '../../ledger/receipt.ts';
import type { ExplainedPrediction } from '../../routing/explain.ts';
import { count, duration, fineMoney, percent, unknown } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';
import { objectiveWords } from '../routes/route-words.ts';

type Fact = readonly [name: string, value: Child | null];

/** What is null has nothing to say and is left out. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ),
      )}
    </dl>
  );
}

function judgedWords({ task, difficulty, risk, tools }: JudgedFacts): string {
  const sure = task.isSure ? '' : ', not sure';
  const domain = risk.level === 'none' ? '' : ` (${risk.domain ?? 'any harm'})`;
  const toolWords = tools.highest === null ? '' : `; its tools can ${tools.highest}`;
  return `${task.task} (${percent(task.probability)}${sure}), harder than ${percent(difficulty.rank)} of requests, risk ${risk.level}${domain}${toolWords}`;
}

function becauseWords({ because }: JudgedFacts): string | null {
  const words = [...because.task, ...because.difficulty, ...because.risk];
  return words.length === 0 ? null : words.join('; ');
}

function hedgeWords({ hedge }: ReceiptDecision): string | null {
  if (hedge === null) return null;
  return hedge.off === null
    ? `the next target after ${duration(hedge.afterMs)} of silence`
    : `none: ${hedge.off}`;
}

function shadowWords({ shadow }: ReceiptDecision): string | null {
  if (shadow === null) return null;
  return shadow.off === null ? `a copy to ${shadow.target}` : `no copy to ${shadow.target}: ${shadow.off}`;
}

function passedWords({ passed }: ReceiptDecision): Child | null {
  if (passed.length === 0) return null;
  return passed.map(({ route, because }) => `${route} (${because})`).join('; ');
}

function factsOf({ decision, facts }: Receipt): Fact[] {
  const { judged, settled, verdict } = facts;
  const { route, objective, floor, team, arm, stay, explored, notice, maxAttempts } = decision;
  const taken = settled ?? judged;
  const isChanged = judged !== null && settled !== null && judgedWords(judged) !== judgedWords(settled);
  return [
    ['Taken for', taken === null ? 'not judged: nothing asked for it' : judgedWords(taken)],
    ['Because', taken && becauseWords(taken)],
    ['At first taken for', isChanged ? judgedWords(judged) : null],
    ['Route', `${route}: ${objectiveWords(objective)}; ${count(maxAttempts)} attempts at most`],
    ['Routes before it', passedWords(decision)],
    ['Safeguards at least', floor === 'none' ? null : floor],
    [
      'Rules that held',
      verdict === undefined || verdict.rules.length === 0 ? null : verdict.rules.join(', '),
    ],
    ['They did', verdict === undefined || verdict.actions.length === 0 ? null : verdict.actions.join(', ')],
    ["The team's own", team === null ? null : `${team.name}: ${team.differs.join(', ')}`],
    ['Arm', arm],
    ['Stays because', stay],
    ['Tried out', explored],
    ['Hedge', hedgeWords(decision)],
    ['Shadow', shadowWords(decision)],
    ['Notice', notice],
    ['Circuits open', facts.openCircuits.length === 0 ? null : facts.openCircuits.join(', ')],
    [
      'The budget left',
      facts.costCapNanoUsd === undefined ? null : `$${fineMoney(facts.costCapNanoUsd)} for it`,
    ],
  ];
}

type Target = {
  /** Among those that were planned; null: it was left out. */
  readonly place: number | null;
  readonly target: string;
  readonly predicted: ExplainedPrediction | null;
  readonly remark: string;
};

function targetsOf({ attempts, rejected }: ReceiptDecision): Target[] {
  return [
    ...attempts.map(({ target, predicted, lane, protocol, background }, at) => ({
      place: at + 1,
      target,
      predicted,
      remark: [
        ...(lane === 'translate' ? [`translated to ${protocol}`] : []),
        ...(background ? ['in the background'] : []),
      ].join(', '),
    })),
    ...rejected.map(({ target, predicted, reason, detail }) => ({
      place: null,
      target,
      predicted,
      remark: `left out, ${reason}: ${detail}`,
    })),
  ];
}

const usd = (value: number | undefined) => fineMoney(value === undefined ? null : Math.round(value * 1e9));

export function Decision({ receipt }: { readonly receipt: Receipt }) {
  return (
    <section>
      <h2>Why it went there</h2>
      <Facts facts={factsOf(receipt)} />
      <Table
        caption="Targets that were looked at, in the order of the plan, with what was expected of each"
        rows={targetsOf(receipt.decision)}
        empty="No target was looked at."
        columns={[
          { head: '#', cell: ({ place }) => place ?? unknown },
          { head: 'Target', isText: true, isWhole: true, cell: ({ target }) => target },
          {
            head: 'Quality',
            unit: 'expected',
            cell: ({ predicted }) => predicted?.quality?.toFixed(3) ?? unknown,
          },
          { head: 'Cost', unit: 'USD', cell: ({ predicted }) => usd(predicted?.costUsd?.expected) },
          { head: 'At most', unit: 'USD', cell: ({ predicted }) => usd(predicted?.costUsd?.high) },
          {
            head: 'First',
            unit: 'ms',
            cell: ({ predicted }) => count(predicted?.latency.firstEventMs ?? null),
          },
          { head: 'Whole', unit: 'ms', cell: ({ predicted }) => count(predicted?.latency.totalMs ?? null) },
          { head: 'Remark', isText: true, cell: ({ remark }) => remark },
        ]}
      />
      <details>
        <summary>The receipt, as GET /v1/requests/ID gives it to its key</summary>
        <pre>{JSON.stringify(receipt, null, 2)}</pre>
      </details>
    </section>
  );
}

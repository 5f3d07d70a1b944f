/** What rules have done and people have decided, from the audit log. */
import type { AuditEntry, AuditValue } from '../../core/audit.ts';
import { type SafeguardAction, safeguardActions } from '../../core/safeguard.ts';
import { momentAt } from '../parts/clock.ts';
import { count } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';
import { requestHref } from '../requests/request-href.ts';
import { auditWords, decisionsRead, type Enforcement } from './load.ts';

const listOf = (value: AuditValue | undefined): readonly string[] =>
  value === undefined || value === null ? [] : typeof value === 'string' ? [value] : value;

const wordsOf = (value: AuditValue | undefined) => listOf(value).join(', ');

/** How often each word stands in a field of the entries, the most frequent first. */
function tally(entries: readonly AuditEntry[], field: string): { name: string; times: number }[] {
  const times = new Map<string, number>();
  for (const { details } of entries)
    for (const name of listOf(details[field])) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times].map(([name, sum]) => ({ name, times: sum })).sort((a, b) => b.times - a.times);
}

function actionWords(name: string): string {
  return name in safeguardActions ? safeguardActions[name as SafeguardAction] : '';
}

const shownDecisions = 25;

type DecisionsProps = { readonly decisions: readonly AuditEntry[]; readonly timeZone: string };

function Newest({ decisions, timeZone }: DecisionsProps) {
  return (
    <Table
      caption={`The newest ${count(Math.min(shownDecisions, decisions.length))} decisions`}
      rows={decisions.slice(0, shownDecisions)}
      columns={[
        {
          head: 'When',
          unit: timeZone,
          isText: true,
          isWhole: true,
          cell: ({ at }) => momentAt(Date.parse(at), timeZone),
        },
        {
          head: 'Request',
          isText: true,
          cell: ({ object }) => (
            <a href={requestHref(object)}>
              <code>{object}</code>
            </a>
          ),
        },
        { head: 'Key', isText: true, cell: ({ actor }) => actor },
        { head: 'Team', isText: true, cell: ({ details }) => wordsOf(details.team) },
        {
          head: 'Risk',
          isText: true,
          cell: ({ details }) => wordsOf([wordsOf(details.risk), wordsOf(details.domain)].filter(Boolean)),
        },
        { head: 'Rules', isText: true, cell: ({ details }) => wordsOf(details.rules) },
        { head: 'Did', isText: true, cell: ({ details }) => wordsOf(details.actions) },
        { head: 'Outcome', isText: true, cell: ({ details }) => wordsOf(details.outcome) },
      ]}
    />
  );
}

function Decisions({ decisions, timeZone }: DecisionsProps) {
  if (decisions.length === 0) return <p class="empty">No rule has held for a request yet.</p>;
  const of = `of the last ${count(decisions.length)} decisions`;
  return (
    <>
      <div class="columns">
        <Table
          caption={`What rules have done, ${of}`}
          rows={tally(decisions, 'actions')}
          empty="No rule has done anything."
          columns={[
            { head: 'Action', isText: true, isWhole: true, cell: ({ name }) => name },
            { head: 'What it does', isText: true, cell: ({ name }) => actionWords(name) },
            { head: 'Decisions', cell: ({ times }) => count(times) },
          ]}
        />
        <div>
          <Table
            caption={`Which rules held, ${of}`}
            rows={tally(decisions, 'rules').slice(0, shownDecisions)}
            empty="No rule has held."
            columns={[
              { head: 'Rule', isText: true, cell: ({ name }) => name },
              { head: 'Decisions', cell: ({ times }) => count(times) },
            ]}
          />
          <Table
            caption={`What became of them, ${of}`}
            rows={tally(decisions, 'outcome')}
            empty="There are none yet."
            columns={[
              { head: 'Outcome', isText: true, cell: ({ name }) => name },
              { head: 'Decisions', cell: ({ times }) => count(times) },
            ]}
          />
        </div>
      </div>
      <Newest decisions={decisions} timeZone={timeZone} />
    </>
  );
}

function Changes({ changes, timeZone }: { changes: readonly AuditEntry[]; timeZone: string }) {
  return (
    <Table
      caption="The newest decisions of people, and suspensions"
      rows={changes}
      empty="Nobody has decided anything yet, and nobody was suspended."
      columns={[
        {
          head: 'When',
          unit: timeZone,
          isText: true,
          isWhole: true,
          cell: ({ at }) => momentAt(Date.parse(at), timeZone),
        },
        { head: 'By', isText: true, cell: ({ actor }) => actor },
        { head: 'What', isText: true, cell: ({ action }) => auditWords(action) },
        { head: 'Of', isText: true, cell: ({ object }) => <code class="hash">{object}</code> },
        {
          head: 'Came to',
          isText: true,
          cell: ({ details }) => wordsOf(details.decision) || wordsOf(details.after),
        },
        {
          head: 'Tool or reason',
          isText: true,
          cell: ({ details }) => wordsOf(details.tool) || wordsOf(details.reason),
        },
        { head: 'Team', isText: true, cell: ({ details }) => wordsOf(details.team) },
      ]}
    />
  );
}

type Props = Pick<Enforcement, 'decisions' | 'changes'> & { readonly timeZone: string };

export function AuditSection({ decisions, changes, timeZone }: Props) {
  return (
    <section>
      <h2>What was done</h2>
      {decisions === null || changes === null ? (
        <p class="banner">The audit log cannot be read now, or there is none.</p>
      ) : (
        <>
          <Changes changes={changes} timeZone={timeZone} />
          <Decisions decisions={decisions} timeZone={timeZone} />
          <p class="note">
            From the audit log, whatever the period: the last {decisionsRead} requests for which a rule held
            are counted. The whole log: <code>signalbox audit export</code>.
          </p>
        </>
      )}
    </section>
  );
}

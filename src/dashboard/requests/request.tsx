/** The page of one request: whose it was, what became of it, why it went where it went, and each attempt. */
import type { PageCall, View } from '../call.ts';
import { momentAt } from '../parts/clock.ts';
import { count, duration, fineMoney } from '../parts/format.ts';
import { Tile, Tiles } from '../parts/tiles.tsx';
import { Attempts, Costs, Tokens } from './attempts.tsx';
import { Decision, Facts } from './decision.tsx';
import { type Attempt, attemptsOf, costOfRows, loadRequest, type RequestPage } from './load-request.ts';
import { outcomeOf, outcomeWords } from './row-words.ts';
import { requestsPath } from './rows-query.ts';

const answering: readonly Attempt['role'][] = ['first', 'retry', 'fallback', 'hedge', 'joined'];

/** The attempt that answered, or the last that tried to. */
function decisive(attempts: readonly Attempt[]): Attempt | null {
  const own = attempts.filter(({ role }) => answering.includes(role));
  return own.find(({ outcome }) => outcome === 'completed' || outcome === 'truncated') ?? own.at(-1) ?? null;
}

const dollarsOf = (nanoUsd: number | null) => fineMoney(nanoUsd).replace(/(\d)/, '$$$1');
const nanoOf = (usd: number | null) => usd && Math.round(usd * 1e9);

function CostTile({ page }: { readonly page: RequestPage }) {
  const { rows, receipt } = page;
  if (rows.length === 0)
    return (
      <Tile
        name="Cost"
        value={dollarsOf(nanoOf(receipt?.costUsd ?? null))}
        note="as its receipt says; rows are not kept any more"
      />
    );
  const { nanoUsd, unpriced } = costOfRows(rows);
  return (
    <Tile
      name="Cost"
      value={dollarsOf(nanoUsd)}
      mood={unpriced === 0 ? 'plain' : 'warn'}
      note={
        unpriced === 0
          ? `of ${count(rows.length)} ${rows.length === 1 ? 'attempt' : 'attempts'} together`
          : `${count(unpriced)} without a known price and with no part in it`
      }
    />
  );
}

function Headline({ page, attempts }: { readonly page: RequestPage; readonly attempts: readonly Attempt[] }) {
  const main = decisive(attempts);
  const own = attempts.filter(({ role }) => answering.includes(role));
  const fromMs = Math.min(...own.map(({ startedAtMs }) => startedAtMs));
  const toMs = Math.max(...own.map(({ startedAtMs, durationMs }) => startedAtMs + durationMs));
  return (
    <Tiles>
      <Tile
        name="Outcome"
        value={main === null ? '–' : outcomeWords[main.outcome]}
        note={
          main === null
            ? 'no attempt of its own'
            : `by ${main.target}${main.errorCode === null ? '' : `; ${outcomeOf(main)}`}`
        }
      />
      <CostTile page={page} />
      <Tile name="Attempts" value={count(attempts.length)} note={`${count(own.length)} to answer it`} />
      <Tile
        name="Took"
        value={duration(own.length === 0 ? null : toMs - fromMs)}
        note={`first event ${duration(main?.firstEventMs ?? null)} after its attempt began`}
      />
    </Tiles>
  );
}

function Whose({ page, timeZone }: { readonly page: RequestPage; readonly timeZone: string }) {
  const { receipt, rows } = page;
  const [row] = rows;
  const tags = Object.entries(row?.tags ?? {}).map(([name, value]) => `${name}: ${value}`);
  const atMs = receipt?.facts.atMs ?? row?.startedAtMs ?? 0;
  return (
    <section>
      <h2>What was asked by whom</h2>
      <Facts
        facts={[
          ['At', `${momentAt(atMs, timeZone)} ${timeZone}`],
          ['Key', row?.caller ?? receipt?.caller ?? null],
          ['Team', row?.team ?? receipt?.facts.identity.team ?? null],
          ['App', row?.app ?? null],
          ['End user', row?.endUser ? <code class="hash">{row.endUser}</code> : null],
          ['Tags', tags.length === 0 ? null : tags.join(', ')],
          ['Asked for', row?.modelAsked ?? receipt?.model ?? null],
          ['Over', receipt?.facts.protocol ?? null],
          ['Route', row?.route ?? receipt?.route ?? null],
          ['Task', row?.task ?? null],
          ['Risk', row === undefined ? null : (row.risk ?? 'not judged')],
          ['Configuration', <code>{row?.configVersion ?? receipt?.config}</code>],
          ['Ended with', receipt?.stop ?? null],
        ]}
      />
    </section>
  );
}

/** What is measured later than the answer ends is in the rows alone. */
function Corrected({ rows, receipt }: RequestPage) {
  const told = nanoOf(receipt?.costUsd ?? null);
  const { nanoUsd } = costOfRows(rows.filter(({ role }) => answering.includes(role)));
  if (rows.length === 0 || told === null || told === nanoUsd) return null;
  return (
    <p class="note">
      The receipt, written when the answer had ended, says {dollarsOf(told)} for these attempts without
      shadows and second looks; the rows say {dollarsOf(nanoUsd)}, and hold.
    </p>
  );
}

/** Why there is none, as far as that is known. */
function noReceipt(days: number | null): string {
  if (days === null) return 'This router keeps no receipts: why it went there is not known any more.';
  return `No receipt of it is kept: they are there once the answer has ended, for ${count(days)} days, and not for calls in which nothing is decided.`;
}

export async function answerRequest(call: PageCall): Promise<View> {
  const { config } = call.deps;
  const page = await loadRequest(call);
  const { id, rows, receipt } = page;
  const attempts = attemptsOf(page);
  const fromMs = receipt?.facts.atMs ?? Math.min(...attempts.map(({ startedAtMs }) => startedAtMs));
  const main = (
    <>
      <p>
        <a href={requestsPath}>All requests</a>
      </p>
      <Headline page={page} attempts={attempts} />
      <Whose page={page} timeZone={config.ledger.timeZone} />
      {receipt === null ? (
        <p class="note">{noReceipt(config.receiptDays)}</p>
      ) : (
        <Decision receipt={receipt} />
      )}
      <section>
        <h2>Attempts</h2>
        <Attempts attempts={attempts} fromMs={fromMs} />
        <Tokens attempts={attempts} />
        {rows.length === 0 ? (
          <p class="note">Its rows are not kept any more: costs by meter and prices are not known.</p>
        ) : (
          <>
            <Costs rows={rows} cost={costOfRows(rows)} />
            <Corrected {...page} />
          </>
        )}
      </section>
    </>
  );
  return { title: `Request ${id}`, main };
}

/** Calls of tools and requests that wait for a person, each with what decides on it. */
import type { Approval } from '../../core/approval.ts';
import type { FoundApproval } from '../../ledger/approvals.ts';
import { momentAt } from '../parts/clock.ts';
import { count, span } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';
import { approvalsPath } from './paths.ts';

function Decision({ approval, back }: { readonly approval: Approval; readonly back: string }) {
  const { id, tool, argumentsHash } = approval;
  return (
    <form method="post" action={approvalsPath} class="inline">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="arguments_hash" value={argumentsHash} />
      <input type="hidden" name="back" value={back} />
      <button type="submit" name="decision" value="approve">
        Approve<span class="unseen"> {tool}</span>
      </button>{' '}
      <button type="submit" name="decision" value="deny">
        Deny<span class="unseen"> {tool}</span>
      </button>
    </form>
  );
}

type Props = {
  readonly approvals: readonly FoundApproval[] | null;
  readonly twoPersons: boolean;
  readonly nowMs: number;
  readonly timeZone: string;
  readonly back: string;
};

export function ApprovalsSection({ approvals, twoPersons, nowMs, timeZone, back }: Props) {
  return (
    <section>
      <h2>Waiting for a person</h2>
      {approvals === null ? (
        <p class="banner">What waits cannot be read now.</p>
      ) : (
        <Table
          caption={`${count(approvals.length)} waiting, the first to expire first; 200 at most are listed`}
          rows={approvals}
          empty="Nothing waits for a person."
          columns={[
            { head: 'Tool', isText: true, cell: ({ approval }) => approval.tool },
            {
              head: 'Decide',
              isText: true,
              isWhole: true,
              cell: ({ approval }) => <Decision approval={approval} back={back} />,
            },
            { head: 'Team', isText: true, cell: ({ approval }) => approval.team },
            { head: 'Key', isText: true, cell: ({ approval }) => approval.line },
            { head: 'Call', isText: true, cell: ({ approval }) => <code>{approval.callId}</code> },
            {
              head: 'Hash of its arguments',
              isText: true,
              cell: ({ approval }) => <code class="hash">{approval.argumentsHash}</code>,
            },
            {
              head: 'Asked',
              unit: timeZone,
              isText: true,
              isWhole: true,
              cell: ({ approval }) => momentAt(approval.createdAtMs, timeZone),
            },
            {
              head: 'Denied in',
              isWhole: true,
              cell: ({ approval }) => span(approval.expiresAtMs - nowMs),
            },
          ]}
        />
      )}
      <p class="note">
        Arguments are not kept: read them in the app that waits, and compare the hash. The first word holds,
        for seven days. {twoPersons ? 'Two persons: nobody decides on what their own key asks.' : ''}
      </p>
    </section>
  );
}

/** The page of safeguards: how risky requests were, and for operators what waits, who is held, and what was done. */
import type { PageCall, View } from '../call.ts';
import { NoRequests, PeriodHead } from '../parts/period-head.tsx';
import { readPeriod } from '../period.ts';
import { ActorsSection } from './actors-section.tsx';
import { ApprovalsSection } from './approvals-section.tsx';
import { AuditSection } from './audit-section.tsx';
import { type Enforcement, loadSafeguards } from './load.ts';
import { RedteamSection } from './redteam-section.tsx';
import { RiskByDay, RiskByRoute, RiskTiles } from './risks.tsx';

const hourMs = 3_600_000;

function EnforcementSections({ enforcement, call }: { enforcement: Enforcement; call: PageCall }) {
  const { url, deps, nowMs } = call;
  const { ledger, safeguards } = deps.config;
  const { timeZone } = ledger;
  const back = `${url.pathname}${url.search}`;
  return (
    <>
      <ApprovalsSection
        approvals={enforcement.approvals}
        twoPersons={safeguards.approvals.twoPersons}
        nowMs={nowMs}
        timeZone={timeZone}
        back={back}
      />
      <ActorsSection
        actors={enforcement.actors}
        timeZone={timeZone}
        back={back}
        usualHours={(safeguards.actors?.suspendMs ?? 0) / hourMs}
      />
      <RedteamSection entries={enforcement.redteam} timeZone={timeZone} />
      <AuditSection {...enforcement} timeZone={timeZone} />
    </>
  );
}

export async function answerSafeguards(call: PageCall): Promise<View> {
  const { url, deps, nowMs } = call;
  const { timeZone } = deps.config.ledger;
  const request = readPeriod(url, { timeZone, nowMs });
  const { figures, freshness, enforcement } = await loadSafeguards(call, request);
  const { total, groups } = figures.by(['route']);
  const routes = groups.map(({ names: [name = ''], counters }) => ({ name, counters }));
  const main = (
    <>
      <PeriodHead
        call={call}
        request={request}
        figures={figures}
        freshness={freshness}
        filters={['route', 'team', 'model', 'task']}
      />
      {total.requests === 0 ? (
        <NoRequests request={request} />
      ) : (
        <>
          <RiskTiles total={total} />
          <RiskByDay figures={figures} timeZone={timeZone} nowMs={nowMs} />
          <RiskByRoute routes={routes} total={total} url={url} />
        </>
      )}
      {enforcement === null ? null : <EnforcementSections enforcement={enforcement} call={call} />}
    </>
  );
  return { title: 'Safeguards', main };
}

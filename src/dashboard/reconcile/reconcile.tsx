/** The page of reconciliation: bills against the ledger, corrections, what closing a month needs, and every file. */
import type { PageCall, View } from '../call.ts';
import { PeriodHead } from '../parts/period-head.tsx';
import { readPeriod } from '../period.ts';
import { daysOf } from '../usage.ts';
import { ClosingSection } from './closing-section.tsx';
import { ComparedSection } from './compared-section.tsx';
import { CorrectionsSection } from './corrections-section.tsx';
import { FilesSection, SentSection } from './export-sections.tsx';
import { loadReconciled } from './load.ts';

const dayMs = 86_400_000;

/** UTC days that a period touches and that have begun. */
function utcDays(fromMs: number, toMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil(Math.min(toMs, nowMs) / dayMs) - Math.floor(fromMs / dayMs));
}

export async function answerReconcile(call: PageCall): Promise<View> {
  const { url, deps, nowMs } = call;
  const { timeZone } = deps.config.ledger;
  const request = readPeriod(url, { timeZone, nowMs });
  const { figures, freshness, compared, month, closing, exports } = await loadReconciled(call, request);
  const main = (
    <>
      <PeriodHead
        call={call}
        request={request}
        figures={figures}
        freshness={freshness}
        filters={['route', 'team', 'model', 'task']}
      />
      <ComparedSection
        days={compared}
        daysAsked={utcDays(request.fromMs, request.toMs, nowMs)}
        timeZone={timeZone}
        month={month}
      />
      <CorrectionsSection figures={figures} timeZone={timeZone} />
      <ClosingSection month={month} items={closing} />
      <FilesSection url={url} days={daysOf(request, deps)} unpriced={figures.by([]).total.unpriced} />
      <SentSection exports={exports} nowMs={nowMs} timeZone={timeZone} />
    </>
  );
  return { title: 'Reconcile & export', main };
}

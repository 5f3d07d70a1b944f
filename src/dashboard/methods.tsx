/** How the figures are made, one section for each that a tile leads to. Short; docs/finance.md has the arithmetic. */
import type { Child } from 'hono/jsx';
import { type Backtest, backtest } from '../finance/backtest.ts';
import { costsByDay, dayOfNumber, numberOfDay } from '../finance/day-costs.ts';
import type { PageCall, View } from './call.ts';
import { dateAt, dayWindow } from './parts/clock.ts';
import { count, money, percent } from './parts/format.ts';
import { Table } from './parts/table.tsx';
import { readFigures } from './usage.ts';

/** Past days that forecasts are held against. */
const testedDays = 60;

function Section({ id, title, children }: { id: string; title: string; children?: Child }) {
  return (
    <section id={id}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Baselines({ call: { deps } }: { readonly call: PageCall }) {
  const rows = [...deps.config.routes.values()].map(({ name, baseline }) => ({ name, baseline }));
  return (
    <Table
      caption="Baselines that the routes declare"
      rows={rows}
      empty="There are no routes."
      columns={[
        { head: 'Route', isText: true, cell: ({ name }) => name },
        { head: 'Compared with', isText: true, cell: ({ baseline }) => baseline?.name ?? 'nothing' },
      ]}
    />
  );
}

const horizonWords = { nextWeek: 'the next 7 days', nextMonth: 'the next 30 days' } as const;

/** Forecasts that would have been made on past days, against what came: of what the reader may see. */
async function readBacktest({ deps, person, nowMs }: PageCall): Promise<Backtest | null> {
  const { timeZone } = deps.config.ledger;
  const today = numberOfDay(dateAt(nowMs, timeZone));
  const [from, to] = [dayOfNumber(today - testedDays), dayOfNumber(today - 1)];
  const span = { fromMs: dayWindow(from, timeZone).fromMs, toMs: dayWindow(to, timeZone).toMs };
  const figures = await readFigures(span, person, deps).catch(() => null);
  if (figures === null) return null;
  const usage = figures.by(['day']);
  const first = usage.groups[0]?.names[0] ?? to;
  return backtest(costsByDay(usage, first, to));
}

function Tested({ tested }: { readonly tested: Backtest | null }) {
  const rows = Object.entries(horizonWords).flatMap(([name, words]) => {
    const test = tested?.[name as keyof Backtest] ?? null;
    return test === null ? [] : [{ words, ...test }];
  });
  return (
    <Table
      caption={`Forecasts as they would have been made on each of the last ${testedDays} days, against what came`}
      rows={rows}
      empty="There are too few days yet to hold forecasts against what came."
      columns={[
        { head: 'Of', isText: true, cell: ({ words }) => words },
        { head: 'Days tried', cell: ({ origins }) => count(origins) },
        { head: 'Mean error', cell: ({ meanError }) => percent(meanError) },
        { head: 'Too high or low', cell: ({ bias }) => percent(bias) },
        { head: 'Within the range', unit: '80 % is meant', cell: ({ coverage }) => percent(coverage) },
      ]}
    />
  );
}

export async function answerMethods(call: PageCall): Promise<View> {
  const { timeZone, currency } = call.deps.config.ledger;
  const tested = await readBacktest(call);
  const main = (
    <div class="prose">
      <Section id="cost" title="Cost">
        <p>
          Every call of a provider that was dispatched has one row in the ledger, with the provider's own
          count of tokens and the price that held at that moment, in whole billionths of a dollar. A later
          change of a price list changes no row. Input that was read from a cache, input that was written to
          one, other input and output are four meters with four prices; reasoning is output. Sums are made of
          those integers and rounded once, when they are shown.
        </p>
        <p>Days begin and end at midnight in {timeZone}, summer time included.</p>
        {currency === null ? null : (
          <p>
            Amounts are told in {currency.code}, too, at {currency.perUsd} for one USD, the rate of{' '}
            {currency.on}. Sums are made in USD; files hold USD alone.
          </p>
        )}
      </Section>
      <Section id="forecast" title="Forecast">
        <p>
          What the month has cost so far, and for each day that is left the median of the same weekday of the
          last 28 days, times the trend of the last week (at most 20 % either way). Today counts by the hours
          that are left of it. The range holds the end of eight in ten of 1,000 months drawn from the days
          seen. With fewer than 14 days there are no weekdays to speak of, with fewer than three there is no
          forecast.
        </p>
        <Tested tested={tested} />
      </Section>
      <Section id="baseline" title="Saved against the baseline">
        <p>
          A route may declare a target it is compared with. For each attempt that answered, the same tokens,
          cached ones among them, are priced at that target; the difference is what routing saved. It is an
          estimate: the other model would have written a longer or shorter answer. Attempts without a baseline
          are on neither side.
        </p>
        <Baselines call={call} />
      </Section>
      <Section id="bridge" title="Why it changed">
        <p>
          One thing after the other is put from what it was to what it is: how many requests there were, which
          routes and models they went to, tokens per request, caches, tools, prices. What each step moves is
          its part; the parts add up to the difference exactly. Usage of unknown price is left out on both
          sides.
        </p>
      </Section>
      <Section id="quality" title="Measured, estimated, unpriced">
        <p>
          Measured: the provider counted. Estimated: nobody did, because a connection broke or an isolate
          died, and the row holds what was expected until the provider's count comes. Unpriced: tokens are
          known and no price is; such attempts are part of no sum, and {money(null)} stands where nothing else
          is known. A price for the model in the configuration ends it.
        </p>
      </Section>
    </div>
  );
  return { title: 'How the figures are made', main };
}

/**
 * Outages of the first target's provider, end to end: clients are served by the next target, the provider is left
 * alone, and nothing is amplified. Counts only: how long it takes is told by `npm run outages`.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsAllowed, measureOutage } from '../support/outages/measure-outage.ts';
import { failing, type OutageRun, runOutage } from '../support/outages/run-outage.ts';
import { leadIn, requests, scenarios, undisturbed } from '../support/outages/scenarios.ts';
import { type Bundle, bundleOutages } from '../support/outages/start-worker.ts';

let bundle: Bundle;

beforeAll(async () => {
  bundle = await bundleOutages();
}, 120_000);
afterAll(() => bundle.remove());

/** Retries are a fifth of the requests. */
const mostAmplification = 1.2;
const maxAttempts = 3;

const outcomesOf = ({ served }: OutageRun, stream: boolean) => [
  ...new Set(
    served.filter((one) => one.request >= leadIn && one.stream === stream).map((one) => one.outcome),
  ),
];

test('without an outage every request is one call', async () => {
  const run = await runOutage(undisturbed, bundle);
  expect(run.served.map(({ outcome }) => outcome)).toEqual(run.served.map(() => 'whole'));
  expect(run.calls.map(({ provider }) => provider)).toEqual(run.served.map(() => failing));
  expect(measureOutage(run)).toMatchObject({
    whole: requests,
    calls: requests,
    retries: 0,
    wastedNanoUsd: 0,
  });
});

test.each(scenarios.map((scenario) => [scenario.title, scenario] as const))('%s', async (_, scenario) => {
  const run = await runOutage(scenario, bundle);
  const figures = measureOutage(run);
  const during = run.served.filter(({ request }) => request >= leadIn);

  expect(run.served).toHaveLength(leadIn + requests);
  expect(run.served.filter(({ request }) => request < leadIn).map(({ outcome }) => outcome)).toEqual(
    Array.from({ length: leadIn }, () => 'whole'),
  );
  switch (scenario.clients) {
    case 'whole':
      expect(figures.whole).toBe(requests);
      break;
    case 'told':
      // What has begun to reach the client cannot be begun again; a unary answer can.
      expect(outcomesOf(run, false)).toEqual(['whole']);
      expect(outcomesOf(run, true).toSorted()).toEqual(['told', 'whole']);
      expect(requests - figures.whole).toBeLessThanOrEqual(callsAllowed(run));
      break;
    case 'refused':
      expect(during.map(({ outcome }) => outcome)).toEqual(during.map(() => 'refused'));
      expect(figures).toMatchObject({ calls: requests, failingCalls: requests });
      break;
    default:
      scenario.clients satisfies never;
  }

  expect(figures.amplification).toBeLessThanOrEqual(mostAmplification);
  expect(figures.failingCalls).toBeLessThanOrEqual(callsAllowed(run));
  if (!scenario.isRetried) expect(figures.retries).toBe(0);
  // A hedge is taken out of the same budget.
  if (scenario.model === 'route/hedged')
    expect(figures.calls).toBeLessThanOrEqual(requests * mostAmplification);
  expect(Math.max(...during.map(({ attempts }) => attempts))).toBeLessThanOrEqual(maxAttempts);
  // What the router says it called is what the providers got; who is down gets nothing.
  const reached = run.calls.filter(({ request }) => request >= leadIn).length;
  expect(reached).toBe(scenario.outage === 'down' ? figures.calls - figures.failingCalls : figures.calls);
});

/** One charge as a row of a FOCUS file: every column of every version, which the version then picks from. Pure. */
import type { Counters } from '../../ledger/counters.ts';
import { type CsvCell, printDecimal, printUsd } from '../print-csv.ts';
import type { ChargePeriod } from './charge-period.ts';
import type { Charge, Meter } from './charges.ts';
import type { FocusColumnId } from './columns.ts';
import { nameOfProvider } from './provider-names.ts';
import type { UnitPrice } from './unit-price.ts';

/** What all charges of a day, a team, a route and a model share. */
export type ChargeGroup = {
  readonly day: string;
  readonly team: string;
  readonly route: string;
  readonly model: string;
  /** Null: nobody knows the model any more. */
  readonly provider: string | null;
  readonly period: ChargePeriod;
  readonly timeZone: string;
  readonly counters: Counters;
};

export type FocusCells = Readonly<Record<FocusColumnId, CsvCell>>;

const meterNames: Readonly<Record<Meter, string>> = {
  input: 'Input Tokens',
  cacheRead: 'Cached Input Tokens',
  cacheWrite: 'Cache Write Tokens',
  output: 'Output Tokens',
  tools: 'Tool Calls',
};

const usd = (nanoUsd: number): CsvCell => ({ digits: printUsd(nanoUsd) });
const count = (value: number): CsvCell => ({ digits: String(value) });

function sourceOf({ estimated, measured, costEstimated }: Counters): string {
  if (estimated === 0 && costEstimated === 0) return 'provider';
  return measured === 0 ? 'estimated' : 'mixed';
}

function quantityCells({ meter, tokens }: Charge) {
  const isCounted = meter !== null && tokens !== null && tokens > 0;
  return {
    ConsumedQuantity: isCounted ? count(tokens) : null,
    ConsumedUnit: isCounted ? 'Tokens' : null,
    PricingQuantity: isCounted ? { digits: printDecimal(tokens, 6) } : null,
    PricingUnit: isCounted ? '1000000 Tokens' : null,
  };
}

function priceCells(price: UnitPrice | null, skuId: string, { meter }: Charge) {
  return {
    ListUnitPrice: price && { digits: printDecimal(price.listRate, 6) },
    ContractedUnitPrice: price && { digits: printDecimal(price.contractedRate, 9) },
    SkuPriceId: price && `${skuId}/${meter}/${price.offer}`,
    SkuPriceDetails: price && JSON.stringify({ Offer: price.offer }),
    x_PriceVersion: price?.from ?? null,
  };
}

/** Of the whole group: they stand in its first row alone, so that they can be added up. */
function groupCells(counters: Counters, isFirst: boolean) {
  const hasBaseline = counters.costBaseline !== 0;
  const told = (cell: CsvCell, isTold = true) => (isFirst && isTold ? cell : null);
  return {
    x_AttemptCount: told(count(counters.attempts)),
    x_RequestCount: told(count(counters.requests)),
    x_SuccessCount: told(count(counters.succeeded)),
    x_UnpricedAttemptCount: told(count(counters.unpriced)),
    x_EstimatedCost: told(usd(counters.costEstimated)),
    x_FallbackCost: told(usd(counters.costFallbacks)),
    x_FailedAttemptCost: told(usd(counters.costFailed)),
    x_ComparedCost: told(usd(counters.costCompared), hasBaseline),
    x_BaselineCost: told(usd(counters.costBaseline), hasBaseline),
  };
}

function whoCells({ provider, team, route }: ChargeGroup) {
  const name = nameOfProvider(provider);
  return {
    BillingAccountId: provider ?? 'unknown',
    BillingAccountName: name,
    HostProviderName: name,
    InvoiceIssuerName: name,
    ProviderName: name,
    PublisherName: name,
    ServiceProviderName: name,
    ServiceName: `${name} API`,
    ServiceCategory: 'AI and Machine Learning',
    ServiceSubcategory: 'Generative AI',
    ResourceId: `route:${route}`,
    ResourceName: route,
    ResourceType: 'LLM Route',
    SubAccountId: team || null,
    SubAccountName: team || null,
    Tags: JSON.stringify({ route, ...(team !== '' && { team }) }),
  };
}

/** Billed is what was contracted: what an invoice says otherwise comes as a correction. */
function costCells({ costNanoUsd, listNanoUsd }: Charge) {
  const paid = usd(costNanoUsd);
  return { BilledCost: paid, ContractedCost: paid, EffectiveCost: paid, ListCost: usd(listNanoUsd) };
}

export function focusCells(
  charge: Charge,
  group: ChargeGroup,
  price: UnitPrice | null,
  isFirst: boolean,
): FocusCells {
  const { period, counters, model, route, day, timeZone } = group;
  const { meter } = charge;
  const skuId = `${group.provider ?? 'unknown'}/${model}`;
  const what = meter === null ? 'Correction of' : `${meterNames[meter]} of`;
  return {
    ...whoCells(group),
    ...costCells(charge),
    ...quantityCells(charge),
    ...priceCells(price, skuId, charge),
    ...groupCells(counters, isFirst),
    BillingCurrency: 'USD',
    BillingPeriodStart: period.monthFrom,
    BillingPeriodEnd: period.monthTo,
    ChargePeriodStart: period.from,
    ChargePeriodEnd: period.to,
    ChargeCategory: 'Usage',
    ChargeClass: meter === null ? 'Correction' : null,
    ChargeDescription: `${what} ${model}, route ${route}`,
    ChargeFrequency: 'Usage-Based',
    PricingCategory: 'Standard',
    SkuId: skuId,
    SkuMeter: meter && meterNames[meter],
    x_ChargeDate: day,
    x_TimeZone: timeZone,
    x_UsageSource: meter === null ? 'reconciled' : sourceOf(counters),
    x_ReasoningTokens: meter === 'output' ? count(counters.reasoningOutputTokens) : null,
  };
}

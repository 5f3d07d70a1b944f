/**
 * The columns of a FOCUS Cost and Usage file that we write, by version, as the specification lists them
 * (https://focus.finops.org): 21 mandatory ones, the conditional ones that we can fill, and our own, which begin with
 * `x_` and stand last. Data only; a file is checked against it before anybody gets it.
 */
import type { FocusVersion } from '../../core/export.ts';

export type FocusColumn = {
  readonly id: string;
  readonly type: 'string' | 'decimal' | 'date-time' | 'json';
  /** `custom`: of ours. */
  readonly level: 'mandatory' | 'conditional' | 'recommended' | 'custom';
  readonly nullable: boolean;
  /** The only values there may be. */
  readonly allowed?: readonly string[];
  /** Negative values are none. */
  readonly isNonNegative?: true;
  /** Versions that have it; absent: all. */
  readonly only?: FocusVersion;
};

type Rest = Partial<Pick<FocusColumn, 'allowed' | 'isNonNegative' | 'only'>>;

const column =
  (level: FocusColumn['level'], nullable: boolean) =>
  <const Id extends string>(
    id: Id,
    type: FocusColumn['type'] = 'string',
    rest: Rest = {},
  ): FocusColumn & { readonly id: Id } => ({ id, type, level, nullable, ...rest });

const mandatory = column('mandatory', false);
const mandatoryOrNull = column('mandatory', true);
const conditional = column('conditional', true);
const recommended = column('recommended', false);
const custom = column('custom', true);

const serviceCategories = [
  'AI and Machine Learning',
  'Analytics',
  'Business Applications',
  'Compute',
  'Databases',
  'Developer Tools',
  'Multicloud',
  'Identity',
  'Integration',
  'Internet of Things',
  'Management and Governance',
  'Media',
  'Migration',
  'Mobile',
  'Networking',
  'Security',
  'Storage',
  'Web',
  'Other',
];

/** Of `AI and Machine Learning`, the one category that we write. */
const serviceSubcategories = [
  'Bots',
  'Generative AI',
  'Machine Learning',
  'Natural Language Processing',
  'Other (AI and Machine Learning)',
];

/** In the order of a file: those of FOCUS by name, then ours. */
const columns = [
  mandatory('BilledCost', 'decimal'),
  mandatory('BillingAccountId'),
  mandatoryOrNull('BillingAccountName'),
  mandatory('BillingCurrency', 'string', { allowed: ['USD'] }),
  mandatory('BillingPeriodEnd', 'date-time'),
  mandatory('BillingPeriodStart', 'date-time'),
  mandatory('ChargeCategory', 'string', { allowed: ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'] }),
  mandatoryOrNull('ChargeClass', 'string', { allowed: ['Correction'] }),
  mandatoryOrNull('ChargeDescription'),
  recommended('ChargeFrequency', 'string', { allowed: ['One-Time', 'Recurring', 'Usage-Based'] }),
  mandatory('ChargePeriodEnd', 'date-time'),
  mandatory('ChargePeriodStart', 'date-time'),
  conditional('ConsumedQuantity', 'decimal'),
  conditional('ConsumedUnit'),
  mandatory('ContractedCost', 'decimal'),
  conditional('ContractedUnitPrice', 'decimal', { isNonNegative: true }),
  mandatory('EffectiveCost', 'decimal'),
  mandatory('HostProviderName', 'string', { only: '1.4' }),
  mandatory('InvoiceIssuerName'),
  mandatory('ListCost', 'decimal'),
  conditional('ListUnitPrice', 'decimal', { isNonNegative: true }),
  conditional('PricingCategory', 'string', { allowed: ['Standard', 'Dynamic', 'Committed', 'Other'] }),
  mandatoryOrNull('PricingQuantity', 'decimal'),
  mandatoryOrNull('PricingUnit'),
  mandatory('ProviderName', 'string', { only: '1.2' }),
  mandatory('PublisherName', 'string', { only: '1.2' }),
  conditional('ResourceId'),
  conditional('ResourceName'),
  conditional('ResourceType'),
  mandatory('ServiceCategory', 'string', { allowed: serviceCategories }),
  mandatory('ServiceName'),
  mandatory('ServiceProviderName', 'string', { only: '1.4' }),
  recommended('ServiceSubcategory', 'string', { allowed: serviceSubcategories }),
  conditional('SkuId'),
  conditional('SkuMeter'),
  conditional('SkuPriceDetails', 'json'),
  conditional('SkuPriceId'),
  conditional('SubAccountId'),
  conditional('SubAccountName'),
  conditional('Tags', 'json'),
  custom('x_ChargeDate'),
  custom('x_TimeZone'),
  custom('x_AttemptCount', 'decimal', { isNonNegative: true }),
  custom('x_RequestCount', 'decimal', { isNonNegative: true }),
  custom('x_SuccessCount', 'decimal', { isNonNegative: true }),
  custom('x_UnpricedAttemptCount', 'decimal', { isNonNegative: true }),
  custom('x_UsageSource', 'string', { allowed: ['provider', 'estimated', 'mixed', 'reconciled'] }),
  custom('x_EstimatedCost', 'decimal'),
  custom('x_FallbackCost', 'decimal'),
  custom('x_FailedAttemptCost', 'decimal'),
  custom('x_ComparedCost', 'decimal'),
  custom('x_BaselineCost', 'decimal'),
  custom('x_ReasoningTokens', 'decimal', { isNonNegative: true }),
  custom('x_PriceVersion'),
];

export type FocusColumnId = (typeof columns)[number]['id'];

export function columnsOf(version: FocusVersion): readonly (typeof columns)[number][] {
  return columns.filter(({ only }) => only === undefined || only === version);
}

/** Roles and outcomes of attempts in plain words. */
import { type CountedError, countedErrors } from '../../core/counted-names.ts';
import type { Row, RowOutcome, RowRole, UsageSource } from '../../core/row.ts';
import { errorWords } from '../parts/error-words.ts';

export const roleWords: Readonly<Record<RowRole, string>> = {
  first: 'first',
  retry: 'retry',
  fallback: 'fallback',
  hedge: 'hedge',
  shadow: 'shadow',
  'second-look': 'second look',
  joined: 'joined',
  correction: 'correction',
};

export const outcomeWords: Readonly<Record<RowOutcome, string>> = {
  completed: 'completed',
  truncated: 'broke off',
  'client-left': 'the client left',
  outrun: 'another was faster',
  rejected: 'rejected',
  failed: 'failed',
  lost: 'lost',
};

export const sourceWords: Readonly<Record<UsageSource, string>> = {
  measured: 'measured',
  estimated: 'estimated',
  void: 'not billed',
};

export function errorWord(code: string): string {
  return countedErrors.includes(code as CountedError) ? errorWords[code as CountedError] : code;
}

/** `failed: the provider is overloaded` */
export function outcomeOf({ outcome, errorCode }: Pick<Row, 'outcome' | 'errorCode'>): string {
  return errorCode === null ? outcomeWords[outcome] : `${outcomeWords[outcome]}: ${errorWord(errorCode)}`;
}
